"""An old page changes nothing and keeps what was typed; a button that is pressed twice works once."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.orders.actions import freezing, works
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from tests.support.html import form_values
from tests.support.make_orders import FREEZE_ON, at, place, surveyed

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}


@dataclass(frozen=True)
class Act:
    """Who presses which button of which page; ``{id}`` is the order, ``{lot}`` its lot."""

    who: str  # household, co_owner, firm, or a role
    page: str
    form: str = "main form"
    home: str = "H1"
    before: str = ""  # what happened to the order already
    given: dict[str, str] = field(default_factory=dict)


MY, STAFF = "/mijn-woning/bestelling/{id}", "/bestellingen/{id}"
ACTS = {
    "provisional": Act("household", "/mijn-woning", "form[action$='voorlopig-ja']", home="H2"),
    "order": Act("household", MY + "/bestellen", given=YES),
    "wait": Act("household", MY + "/bestellen", "form[action$=wachtlijst]", before="full"),
    "withdraw": Act("household", MY + "/herroepen"),
    "co_sign": Act("co_owner", "/mede-eigenaar/{id}", before="signed", given={"agree": "y"}),
    "provisional_for": Act(
        Role.ADVISOR, STAFF, "form[action$='voorlopig-ja']", home="H2"
    ),
    "order_for": Act(Role.ADVISOR, STAFF + "/op-papier", given=YES),
    "withdraw_for": Act(Role.ADVISOR, STAFF, "form[action$=herroepen]"),
    "signature": Act(Role.ADVISOR, STAFF, "form[action*=handtekening]", before="signed"),
    "condition": Act(Role.ADVISOR, STAFF, "form[action$='voorwaarde/funding']", before="loan"),
    "not_fit": Act(
        Role.ADVISOR, "/opmetingen/{id}", "form[action$='past-niet']", given={"words": "Bol."}
    ),
    "agree": Act("firm", "/opdrachten/opmetingen/{id}", before="measured"),
    "plan": Act(
        "firm", "/werklijst", "form[action$=planning]", before="frozen",
        given={"planned_on": "2027-03-01"},
    ),
    "start": Act("firm", "/werklijst", "form[action$=stap]", before="planned"),
    "hand_over": Act("firm", "/werklijst", "form[action$=stap]", before="in_works"),
    "freeze": Act(Role.LEAD, "/percelen/{lot}/bestellingen", "form[action$=afsluiten]"),
}  # fmt: skip
AFTER_FREEZE = ("frozen", "planned", "in_works")


def make_it_so(make, order, before):
    """Bring the order where the button stands on the page."""
    wave = order.wave
    if before == "full":
        wave.lot.min_to_execute = wave.lot.max_homes = 1
        make.session.scalars(select(Order).where(Order.id != order.id)).first().state = "ordered"
    elif before == "measured":
        order.contractor_agreed_at = None
    elif before in ("signed", "loan", *AFTER_FREEZE):
        co_owner = MIA if before == "signed" else None
        place(make, order, co_owner=co_owner, needs_loan=before == "loan")
    if before in AFTER_FREEZE:
        wave.lot.min_to_execute = 1
        with clock.frozen_at(at(FREEZE_ON)):
            freezing.freeze(make.session, wave, by=TICK)
            if before != "frozen":
                works.plan(make.session, order, FREEZE_ON, by=TICK)
            if before == "in_works":
                works.start(make.session, order, by=TICK)
    make.session.flush()


@pytest.fixture
def at_the_button(given, client_of, client_as, request):
    """(the act, the browser, the address of the page, the order's id, the moment)"""
    one = ACTS[request.param]
    with given() as make:
        example, wave, orders = surveyed(make)
        order = orders[one.home]
        make_it_so(make, order, one.before)
        ids = {"id": order.id, "lot": example.lot.id}
        firm = example.contractors["B"].id
        person = order.co_owners[0].person_id if one.who == "co_owner" else order.person_id
    purpose = {"household": "my_home", "co_owner": "co_sign"}.get(one.who)
    if purpose:
        with given() as make:
            row = make.session.get_one(Person, person)
            subject = ids["id"] if purpose == "co_sign" else None
            token = make_link(
                make.session, person=row, purpose=purpose, subject_id=subject, by=TICK
            )
        client = client_of(0)
        client.get(f"/l/{token}")
    else:
        client = client_of(firm) if one.who == "firm" else client_as(one.who)
    late = one.before in AFTER_FREEZE or request.param == "freeze"
    moment = at(FREEZE_ON) if late else clock.now()
    return one, client, one.page.format(**ids), ids["id"], moment


def button(client, one, page):
    form = client.page(page).select_one(one.form)
    return form.get("action") or page, {**form_values(form), **one.given}


def acts_recorded(app):
    """How many changes are in the history; looking at a page is no change."""
    with app.app_context():
        looked = AuditEvent.did.like("%.seen") | AuditEvent.did.like("%downloaded")
        return db.session().scalar(select(func.count()).where(~looked))


every_act = pytest.mark.parametrize("at_the_button", ACTS, indirect=True)


@every_act
def test_an_old_page_changes_nothing_and_gets_its_own_form_back(app, given, at_the_button):
    one, client, page, order_id, moment = at_the_button
    with clock.frozen_at(moment):
        url, values = button(client, one, page)
        with given() as make:  # somebody else was first
            order = make.session.get_one(Order, order_id)
            order.survey_note, order.wave.number = "later", 9
        before = acts_recorded(app)
        answer = client.send(url, values, status=409)
        assert acts_recorded(app) == before
        fresh = [form_values(form).get("version") for form in answer.select("main form")]
        assert values["version"] not in fresh
        if "agree" in one.given:
            assert answer.select_one("[name=agree]").has_attr("checked")  # what was typed


@every_act
def test_the_same_button_twice_is_once(app, at_the_button):
    one, client, page, _, moment = at_the_button
    with clock.frozen_at(moment):
        url, values = button(client, one, page)
        client.send(url, values, status=303)
        once = acts_recorded(app)
        client.send(url, values, status=303)
        assert acts_recorded(app) == once


@every_act
def test_a_forged_button_without_a_version_changes_nothing(app, at_the_button):
    one, client, page, _, moment = at_the_button
    with clock.frozen_at(moment):
        url, values = button(client, one, page)
        before = acts_recorded(app)
        client.send(url, {**values, "version": ""}, status=409)
        assert acts_recorded(app) == before
