"""Each of the acts, sent by a bad page: old, twice, again, forged, or about another home."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select, update

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.journeys.actions.reopen_case import reopen_case
from renogroep.journeys.rules.acts import ACTS
from renogroep.orders.actions import co_owners, ordering, surveying, withdrawing
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from renogroep.owners.actions.cases import close_case
from renogroep.quotes.actions import choosing
from renogroep.quotes.models import Assignment, Preference
from renogroep.quotes.queries import offers, opened
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from tests.support.html import InspectingClient, Page, form_values
from tests.support.make_orders import at
from tests.support.worlds import WORLDS, newest_order
from tests.support.worlds.base import lead

SHIFT = 1000  # versions further on: somebody else was first
HOMES = "/mijn-woning"
HOME = "/mijn-woning/{reference}/stoppen"
CHOICE = "/mijn-woning/{home}/offertes/{lot}"
ORDER = "/mijn-woning/bestelling/{order}"
YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
ROOS = {"co_name": "Roos Peeters", "co_way": "email", "co_value": "roos@example.org"}
JAN = CoOwnerAsked("Jan Peeters", Contact("email", "jan@example.org"))


@dataclass
class Ids:
    """Who and what the act is about."""

    home: int
    reference: str
    lot: int
    order: int | None
    signer: int | None
    firms: list[int]

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True)
class Sent:
    """One act as a browser sends it.

    world    a household that is offered it
    row      whose version stands on the page
    page     where its form stands; ``to`` when the form is sent to another address
    later    what happens after it succeeded, so that the old form may count for something else
    not_in   households that are not offered it, though there is a page to send it from
    """

    world: str
    row: type
    page: str
    to: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    later: Callable[[Any, Ids], None] = lambda make, ids: None
    not_in: tuple[str, ...] = ()

    def now(self, session, ids: "Ids") -> int:
        """The version that a page made at this moment would send."""
        if self.row is Assignment:
            home, lot = session.get_one(Subscription, ids.home), session.get_one(Lot, ids.lot)
            row = opened.assignment_of(session, home, lot)
        elif self.row is Preference:
            query = select(Preference).where(Preference.subscription_id == ids.home)
            row = session.scalar(query)
        else:
            row = session.get_one(self.row, ids.home if self.row is Subscription else ids.order)
        return getattr(row, "mark", row.version) if row is not None else 0


def resumed(make, ids):
    case = make.session.get_one(Subscription, ids.home).case
    close_case(make.session, case, reason="cost", by=TICK)
    reopen_case(make.session, case, resume=[ids.home], by=TICK)


def chose_again(make, ids, firms=None):
    home, lot = make.session.get_one(Subscription, ids.home), make.session.get_one(Lot, ids.lot)
    request = offers.place_of(make.session, home, lot).request
    choosing.give_preference(make.session, home, request, firms or ids.firms[2:], by=TICK)


def worked_out_again(make, ids):
    """It wants another second choice now, which a new run asks of it."""
    chose_again(make, ids, [ids.firms[2], ids.firms[0]])
    choosing.run(make.session, make.session.get_one(Lot, ids.lot), by=lead(make))


def not_measured(make, ids):
    order = make.session.get_one(Order, ids.order)
    firm = By(order.quote.submitted_by)
    amounts = {line.number: line.quantity for line in order.lines}
    surveying.measure(make.session, order, quantities=amounts, run_code="", run_size=1, by=TICK)
    surveying.dispute(make.session, order, words="62 m²", by=firm)


def withdrew(make, ids):
    withdrawing.withdraw(make.session, make.session.get_one(Order, ids.order), by=TICK)


def ordered(make, ids):
    order = make.session.get_one(Order, ids.order)
    order.wave.lot.max_homes = 9
    ordering.place_order(make.session, order, ordering.Signing(), by=TICK)


def changed_again(make, ids):
    order = make.session.get_one(Order, ids.order)
    co_owners.change_co_owner(make.session, order, order.co_owners[0].person_id, JAN, by=TICK)


ANSWER = {"world": "new_yes", "row": Assignment, "page": CHOICE, "later": worked_out_again}
NOT_ASKED = ("not_fit_with_a_new_yes", "chosen", "no_firm_after_silence")
TOO_LATE = ("too_late_to_order", "not_fit_nowagreed", "price_expired")
NO_QUESTION = ("needs_a_loan", "ordered_free", "frozen", "withdrawn")
SENT = {
    "confirm": Sent(
        "unconfirmed", Subscription, HOMES, to=HOMES + "/{reference}/bevestigen",
        not_in=("unconfirmed_too_late", "unconfirmed_but_stopped"),
    ),
    "stop_interest": Sent(
        "collecting", Subscription, HOME, typed={"reason": "cost"}, later=resumed,
        not_in=("indicative", "ordered_free"),
    ),
    "choose": Sent(
        "chose", Preference, CHOICE, typed={"choice_1": "{firms[1]}", "choice_2": "{firms[2]}"},
        later=chose_again, not_in=("not_fit_while_choosing", "without_you"),
    ),
    "say_yes": Sent(**ANSWER, to=CHOICE + "/ja", not_in=NOT_ASKED),
    "say_no": Sent(**ANSWER, to=CHOICE + "/nee", not_in=NOT_ASKED),
    "provisional": Sent(
        "indicative", Order, HOMES, to=ORDER + "/voorlopig-ja", later=not_measured,
        not_in=("too_late_to_say_yes", "not_fit_now", "to_order", "ordered", "withdrawn"),
    ),
    "order": Sent(
        "to_order", Order, ORDER + "/bestellen", typed=YES, later=withdrew,
        not_in=("indicative", "remeasure", "full", "withdrawn", *TOO_LATE),
    ),
    "wait": Sent(
        "full", Order, ORDER + "/bestellen", to=ORDER + "/wachtlijst", later=ordered,
        not_in=("indicative", "to_order", "ordered", *TOO_LATE),
    ),
    "co_sign": Sent(
        "awaiting", Order, "/mede-eigenaar/{order}", typed={"agree": "y"}, later=withdrew,
        not_in=("awaiting_not_fit", "co_owner_late", "ended_without_the_co_owner"),
    ),
    "change_co_owner": Sent(
        "awaiting", Order, ORDER + "/mede-eigenaar/{signer}", typed={**ROOS, "answer": "change"},
        later=changed_again,
        not_in=("ordered_by_two", "co_owner_late", "ended_without_the_co_owner"),
    ),
    "withdraw": Sent(
        "ordered_free", Order, ORDER + "/herroepen", typed={"reason": "cost"},
        not_in=("ordered", "frozen", "in_works", "ended_not_ordered", "own_money"),
    ),
    "pay_self": Sent(
        "own_money", Order, HOMES, to=ORDER + "/zelf-betalen", not_in=NO_QUESTION,
    ),
    "stop_order": Sent(
        "own_money", Order, HOMES, to=ORDER + "/stoppen", not_in=NO_QUESTION,
    ),
    "call_first": Sent(
        "own_money", Order, HOMES, to=ORDER + "/bel-eerst", not_in=NO_QUESTION,
    ),
}  # fmt: skip
EVERY = list(SENT)
FORGED = [(act, world) for act, sent in SENT.items() for world in sent.not_in]


@dataclass
class Scene:
    """An act, the browser of whoever may do it, and that of another household."""

    app: Any
    given: Any
    sent: Sent
    ids: Ids
    client: InspectingClient
    stranger: InspectingClient

    def url(self, pattern: str) -> str:
        return pattern.format_map(self.ids)

    @property
    def page(self) -> str:
        return self.url(self.sent.page)

    @property
    def to(self) -> str:
        return self.url(self.sent.to or self.sent.page)

    @property
    def typed(self) -> dict[str, str]:
        return {name: value.format_map(self.ids) for name, value in self.sent.typed.items()}

    def form(self) -> dict[str, str]:
        """What the browser sends: the form as it stands on the page, and what was typed."""
        return {**self.on(self.client.page(self.page)), **self.typed}

    def on(self, page: Page) -> dict[str, str]:
        wanted = (
            f"main form[action='{self.to}']"
            if self.sent.to
            else "main form[method=post]:has([type=submit])"
        )
        form = page.select_one(wanted)
        assert form is not None, page.get_text(" ", strip=True)
        return form_values(form)

    def happened(self) -> int:
        """How many changes are in the trail; looking at a page is none."""
        looked = AuditEvent.did.like("%.seen") | AuditEvent.did.like("%downloaded")
        with self.app.app_context():
            return db.session().scalar(select(func.count()).where(~looked))


def ids_of(make, world):
    order = newest_order(make, world)
    quotes = opened.quotes_of_lot(make.session, world.lot.id)
    return Ids(
        home=world.home.id,
        reference=world.home.reference,
        lot=world.lot.id,
        order=order.id if order else None,
        signer=order.co_owners[0].person_id if order and order.co_owners else None,
        firms=[quote.id for quote in sorted(quotes, key=lambda one: one.organisation.name)],
    )


@pytest.fixture
def scene(app, given, client_of, request):
    act, name = request.param
    with given() as make:
        world = WORLDS[name or SENT[act].world](make)
        ids, today = ids_of(make, world), world.today
        other = make.subscription(world.lot.package)
        with clock.frozen_at(at(today)):
            own = make_link(make.session, person=world.home.person, purpose="my_home", by=TICK)
            if act == "co_sign":
                signer = make.session.get_one(Person, ids.signer)
                own = make_link(
                    make.session, person=signer, purpose="co_sign", subject_id=ids.order, by=TICK
                )
            theirs = make_link(make.session, person=other.person, purpose="my_home", by=TICK)
    with clock.frozen_at(at(today)):
        browsers = []
        for token in (own, theirs):
            browsers.append(client_of(0))
            browsers[-1].get(f"/l/{token}")
        yield Scene(app, given, SENT[act], ids, *browsers)


every_act = pytest.mark.parametrize("scene", [(act, "") for act in EVERY], ids=EVERY, indirect=True)


def test_none_is_forgotten():
    assert {str(act) for act in ACTS} == set(SENT)


@every_act
def test_of_another_home_it_is_not_there(scene):
    form, before = scene.form(), scene.happened()
    scene.stranger.send(scene.to, form, status=404)
    assert scene.happened() == before


@every_act
def test_an_old_page_changes_nothing_and_keeps_what_was_typed(scene):
    form = scene.form()
    with scene.given() as make:  # somebody else was first
        make.session.execute(update(scene.sent.row).values(version=scene.sent.row.version + SHIFT))
    before = scene.happened()
    answer = scene.client.send(scene.to, form, status=409)
    assert scene.happened() == before
    assert answer.says("Iemand wijzigde dit terwijl u keek.")
    if scene.typed:
        kept = scene.on(answer)
        assert scene.typed.items() - {("answer", "change")} <= kept.items()
        assert kept["version"] not in ("", form["version"])


@every_act
def test_twice_is_once(scene):
    form, before = scene.form(), scene.happened()
    scene.client.send(scene.to, form, status=303)
    once = scene.happened()
    assert once > before
    scene.client.send(scene.to, form, status=303)
    assert scene.happened() == once


@every_act
def test_an_old_form_that_comes_back_later_changes_nothing(scene):
    form = scene.form()
    scene.client.send(scene.to, form, status=303)
    with scene.given() as make:
        scene.sent.later(make, scene.ids)
    before = scene.happened()
    answer = scene.client.post(scene.to, data=form)
    assert answer.status_code in (303, 409, 422)
    assert scene.happened() == before


@pytest.mark.parametrize(
    "scene", FORGED, ids=[f"{act}-{world}" for act, world in FORGED], indirect=True
)
def test_what_is_not_offered_is_refused_in_words(scene):
    """With the version as it is now, as whoever forges it could send."""
    with scene.given() as make:
        version = scene.sent.now(make.session, scene.ids)
    before = scene.happened()
    scene.client.send(scene.to, {**scene.typed, "version": str(version)}, status=422)
    assert scene.happened() == before
