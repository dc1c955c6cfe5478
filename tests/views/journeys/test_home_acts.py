"""The page of a home shows the buttons of standing, and takes nothing that it does not show."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.i18n import in_language, say
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.rules.acts import button_of, withdraw_beside
from renogroep.journeys.rules.standing import standing_of
from renogroep.orders.rules.guards import OrderAct
from renogroep.quotes.models import Preference
from renogroep.quotes.queries.opened import quotes_of_lot
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.guards import SubscriptionAct
from tests.support.html import InspectingClient
from tests.support.make_orders import at
from tests.support.worlds import WORLDS, newest_order

DATABASES = ("sqlite",)
STOP = SubscriptionAct.STOP_INTEREST
YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
ROOS = {
    "co_name": "Roos Peeters", "co_way": "email", "co_value": "roos@example.org", "answer": "change",
}  # fmt: skip
ORDER = "/mijn-woning/bestelling/{order}/"
CHOICE = "/mijn-woning/{home}/offertes/{lot}"
ADDRESS = {
    "confirm": ("/mijn-woning/{reference}/bevestigen", {}),
    "stop_interest": ("/mijn-woning/{reference}/stoppen", {}),
    "choose": (CHOICE, {"choice_1": "{firm}"}),
    "say_yes": (CHOICE + "/ja", {}),
    "say_no": (CHOICE + "/nee", {}),
    "provisional": (ORDER + "voorlopig-ja", {}),
    "order": (ORDER + "bestellen", YES),
    "wait": (ORDER + "wachtlijst", {}),
    "change_co_owner": (ORDER + "mede-eigenaar/{signer}", ROOS),
    "withdraw": (ORDER + "herroepen", {}),
    "pay_self": (ORDER + "zelf-betalen", {}),
    "stop_order": (ORDER + "stoppen", {}),
    "call_first": (ORDER + "bel-eerst", {}),
}


@dataclass
class Shown:
    """A household in its world, its browser, and that of somebody else."""

    app: object
    name: str
    world: object
    client: InspectingClient
    stranger: InspectingClient
    places: dict
    versions: dict

    def address(self, act):
        """Where the act is sent, with what; None where this world has no such page."""
        url, data = ADDRESS[act]
        needed = [name for name in ("order", "signer") if f"{{{name}}}" in url]
        if any(self.places[name] is None for name in needed):
            return None
        typed = {name: value.format(**self.places) for name, value in data.items()}
        return url.format(**self.places), {**typed, "version": str(self.versions.get(act) or 0)}

    def acts(self):
        return {str(act) for act in self.standing()[0].acts}

    def standing(self):
        with self.app.test_request_context(), in_language("nl"):
            home = db.session().get_one(Subscription, self.places["home"])
            lots = home_lots(db.session(), [home], clock.today())
            lot = next(one for one in lots if one.lot.id == self.places["lot"])
            standing = standing_of(lot.facts)
            labels = [
                (str(act), say(label_of(act, lot.facts))) for act in standing.acts if act != STOP
            ]
        return standing, labels

    def silence(self, standing):
        with self.app.test_request_context(), in_language("nl"):
            return [say(standing.silence)] if standing.urgent else []

    def happened(self):
        with self.app.app_context():
            return db.session().scalar(select(func.count()).select_from(AuditEvent))


def label_of(act, facts):
    beside = withdraw_beside(facts) if act == OrderAct.WITHDRAW else None
    return beside or button_of(act, facts)


@pytest.fixture
def shown(app, given, client_of, request):
    name = request.param
    with given() as make:
        world = WORLDS[name](make)
        order = newest_order(make, world)
        quotes = quotes_of_lot(make.session, world.lot.id)
        other = make.subscription(world.lot.package)
        with clock.frozen_at(at(world.today)):
            tokens = [
                make_link(make.session, person=row.person, purpose="my_home", by=TICK)
                for row in (world.home, other)
            ]
            lots = home_lots(make.session, [world.home], world.today)
        lot = next(one for one in lots if one.lot.id == world.lot.id)
        places = {
            "home": world.home.id,
            "reference": world.home.reference,
            "lot": world.lot.id,
            "order": order.id if order else None,
            "signer": order.co_owners[0].person_id if order and order.co_owners else None,
            "firm": quotes[-1].id if quotes else 0,
        }
        kept = make.session.scalar(
            select(Preference.version).where(Preference.subscription_id == world.home.id)
        )
        ordered = dict.fromkeys(OrderAct, order.version if order else None)
        answers = lot.assignment.mark if lot.assignment else None
        versions = {**ordered, "say_yes": answers, "say_no": answers, "choose": kept}
        versions[STOP] = versions["confirm"] = world.home.version
        today = world.today
    browsers = []
    with clock.frozen_at(at(today)):
        for token in tokens:
            browser = client_of(0)
            browser.get(f"/l/{token}")
            browsers.append(browser)
        yield Shown(app, name, world, *browsers, places, versions)


def check_buttons(shown):
    """Exactly those of standing, what silence costs, and the way out of the interest when it is there."""
    standing, labels = shown.standing()
    page = shown.client.page("/mijn-woning")
    buttons = [
        b.get_text(" ", strip=True)
        for b in page.select("article.home .actions:not(.actions--choices) .btn")
    ]
    assert buttons == [label for _, label in labels]
    choices = page.select("article.home .actions--choices .btn")
    assert len(choices) == (3 if standing.say.msgid.startswith("Too few homes took part") else 0)
    silence = [p.get_text(" ", strip=True) for p in page.select("article.home .standing__silence")]
    assert silence == shown.silence(standing)
    stops = page.select(f"a[href$='/{shown.places['reference']}/stoppen']")
    assert len(stops) == (STOP in standing.acts)


def check_nobody_else(shown):
    """Whatever another household sends, it does not exist for them."""
    for act in ADDRESS:
        sent = shown.address(act)
        if sent is not None:
            assert shown.stranger.post(sent[0], data=sent[1]).status_code == 404, act


def check_nothing_else(shown):
    """What standing does not offer is refused, or was done already."""
    for act in ADDRESS.keys() - shown.acts():
        sent = shown.address(act)
        if sent is None:
            continue
        answer = shown.client.post(sent[0], data=sent[1])
        done_already = answer.status_code == 303  # twice is once: it shows how it stands
        assert answer.status_code in (404, 422) or done_already, (act, answer.status_code)


# Its page has the buttons of two lots.
ONE_LOT = [name for name in WORLDS if name != "with_an_order_in_another_lot"]


@pytest.mark.parametrize("shown", ONE_LOT, indirect=True)
def test_the_page_shows_the_buttons_of_standing_and_what_silence_costs_and_takes_nothing_else(
    shown,
):
    check_buttons(shown)
    before = shown.happened()
    check_nobody_else(shown)
    check_nothing_else(shown)
    assert shown.happened() == before
