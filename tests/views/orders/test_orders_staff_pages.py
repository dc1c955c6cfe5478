"""Staff open a round, measure, help by phone and on paper, and close the round on its day."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.units import Quantity
from renogroep.identity.rules.contacts import Contact
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order, Wave
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.models import Lot
from tests.support.html import form_values
from tests.support.make_orders import FREEZE_ON, at, open_wave, place, ready_to_order, surveyed


@pytest.fixture
def example(given):
    """A lot that takes orders: its ids."""
    with given() as make:
        made = ready_to_order(make)
        contractors = {name: person.id for name, person in made.contractors.items()}
        return {"lot": made.lot.id, **contractors}


@pytest.fixture
def measured(given):
    """H1 surveyed in an open round: its ids."""
    with given() as make:
        made, wave, orders = surveyed(make)
        return {
            "lot": made.lot.id,
            "wave": wave.id,
            "order": orders["H1"].id,
            "other": orders["H2"].id,
            "street": orders["H1"].subscription.case.dwelling.address.label,
            "name": orders["H1"].person.name,
            **{name: person.id for name, person in made.contractors.items()},
        }


def get(app, kind, key):
    with app.app_context():
        row = db.session().get_one(kind, key)
        db.session().expunge_all()
        return row


def test_the_lead_opens_a_round_and_every_household_gets_its_price(app, client_as, example):
    client = client_as(Role.LEAD)
    url = f"/percelen/{example['lot']}/bestellingen"
    assert client.page("/bestellingen").select_one(f"a[href='{url}']")
    values = form_values(client.page(url).select_one("main form"))
    client.send(url, {**values, "freeze_on": values["order_until"]}, status=422)
    client.send(url, values)
    client.send(url, values, status=422)
    assert len(client.page(url).select("main table[id^=orders] tbody tr")) == 10


def test_an_advisor_reads_the_rounds_of_a_lot_and_only_a_lead_opens_one(client_as, example):
    client = client_as(Role.ADVISOR)
    url = f"/percelen/{example['lot']}/bestellingen"
    page = client.page(url)
    assert not page.select_one("main form")
    # The route itself says so: who may not open a round does not get as far as its lot.
    dates = {"order_until": "2027-01-11", "freeze_on": "2027-01-26"}
    client.send(url, dates, status=403)
    client.send(url.replace(str(example["lot"]), "987654"), dates, status=403)
    client_as(Role.LEAD).send(url, dates)


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.LEAD])
def test_another_municipalitys_orders_are_not_there(given, client_of, measured, role):
    with given() as make:
        other = make.municipality()
        kind = "energy_house" if role == Role.ADVISOR else "municipality"
        organisation = make.organisation(kind, municipality_id=other.id)
        person = make.member(role, organisation).id
    client = client_of(person)
    for url in (f"/percelen/{measured['lot']}/bestellingen", f"/bestellingen/{measured['order']}"):
        assert client.get(url).status_code == 404


def test_the_survey_says_every_problem_beside_its_field_and_keeps_what_was_typed(
    app, given, client_as, measured
):
    client = client_as(Role.ADVISOR)
    client.send(f"/bestellingen/{measured['other']}/voorlopig-ja", {"version": "99"}, status=409)
    page = client.page(f"/bestellingen/{measured['other']}")
    form = page.select_one("form[action$='voorlopig-ja']")
    client.send(f"/bestellingen/{measured['other']}/voorlopig-ja", form_values(form))
    url = f"/opmetingen/{measured['other']}"
    values = form_values(client.page(url).select_one("main form"))
    wrong = {**values, "post-01.01": "veel", "post-01.02": "", "post-01.03": "-3"}
    page = client.send(url, wrong, status=422)
    assert len(page.select("main .field__error")) == 3
    assert page.select_one("[name='post-01.01']")["value"] == "veel"
    client.send(url, {**values, "post-01.01": "55,5", "run_size": "1", "run_code": ""})
    order = get(app, Order, measured["other"])
    assert order.advisor_agreed_at
    assert order.state == "provisional"
    client.send(url, values, status=409)


def test_a_fixed_quantity_is_read_and_never_typed(given, client_as, measured):
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        next(o for o in order.quote.request.lines if o.number == "01.02").nature = "FH"
    client = client_as(Role.ADVISOR)
    url = f"/opmetingen/{measured['order']}"
    page = client.page(url)
    assert page.select("[name='post-01.02']") == []
    assert page.says("6 lm")
    client.send(url, {**form_values(page.select_one("main form")), "post-01.02": "34"})
    with given() as make:
        kept = {o.number: o.quantity for o in make.session.get_one(Order, measured["order"]).lines}
    assert kept["01.02"] == Quantity.of("6")


def test_the_contractor_agrees_only_on_what_it_saw(app, client_of, client_as, measured):
    advisor = client_as(Role.ADVISOR)
    url = f"/opmetingen/{measured['order']}"
    values = form_values(advisor.page(url).select_one("main form"))
    firm = client_of(measured["B"])
    advisor.send(url, {**values, "post-01.01": "61", "post-01.03": "61"})
    look = f"/opdrachten/opmetingen/{measured['order']}"
    seen = form_values(firm.page(look).select_one("main form"))
    assert seen["answer"] == "agree"
    values = form_values(advisor.page(url).select_one("main form"))
    advisor.send(url, {**values, "post-01.01": "62", "post-01.03": "62"})
    firm.send(look, seen, status=409)
    firm.send(look, form_values(firm.page(look).select_one("main form")))
    order = get(app, Order, measured["order"])
    assert order.state == "surveyed"
    assert order.ceiling.cents == (62 * 126 + 6 * 58 + 360 + 500) * 100


def test_a_survey_is_for_the_firm_of_that_order_only(client_of, measured):
    look = f"/opdrachten/opmetingen/{measured['order']}"
    assert client_of(measured["B"]).page(look).says(measured["street"])
    assert client_of(measured["A"]).get(look).status_code == 404
    # No provisional yes: not even for the firm that would do the works.
    before = f"/opdrachten/opmetingen/{measured['other']}"
    assert client_of(measured["B"]).get(before).status_code == 404


def test_the_firm_says_why_a_home_does_not_fit(app, client_of, measured):
    firm = client_of(measured["B"])
    look = f"/opdrachten/opmetingen/{measured['order']}"
    version = get(app, Order, measured["order"]).version
    firm.send(look, {"version": version, "answer": "not_fit", "words": ""}, status=422)
    firm.send(look, {"version": version, "answer": "not_fit", "words": "Gevel staat bol."})
    order = get(app, Order, measured["order"])
    assert (order.state, order.loss_reason) == ("lapsed", "not_fit")
    assert order.survey_note == "Gevel staat bol."


def test_staff_note_an_order_on_paper_with_a_co_owner_and_the_signature(app, client_as, measured):
    client = client_as(Role.ADVISOR)
    url = f"/bestellingen/{measured['order']}"
    values = form_values(client.page(f"{url}/op-papier").select_one("main form"))
    answers = {
        **values,
        "needs_loan": "yes",
        "has_co_owner": "yes",
        "co_name": "Mia Peeters",
        "co_way": "letter",
        "co_value": "Rozenstraat 12, 9999 Testgem",
        "agree": "y",
    }
    client.send(f"{url}/op-papier", answers)
    page = client.page(url)
    client.send(
        page.select_one("form[action*=handtekening]")["action"],
        form_values(page.select_one("form[action*=handtekening]")),
    )
    order = get(app, Order, measured["order"])
    assert (order.state, order.signed_channel) == ("ordered", "paper")
    page = client.page(url)
    form = page.select_one("form[action$='voorwaarde/funding']")
    client.send(form["action"], {**form_values(form), "answer": "failed"})
    order = get(app, Order, measured["order"])
    assert (order.state, order.loss_reason) == ("lapsed", "funding")


def test_staff_let_a_household_go_by_phone(app, client_as, measured):
    client = client_as(Role.ADVISOR)
    url = f"/bestellingen/{measured['order']}"
    form = client.page(url).select_one("form[action$=herroepen]")
    client.send(f"{url}/herroepen", {**form_values(form), "reason": "moved"})
    order = get(app, Order, measured["order"])
    assert (order.state, order.loss_reason) == ("withdrawn", "moved")


def test_the_round_closes_on_its_day_and_only_then_the_work_list_shows_the_home(
    app, given, client_as, client_of, measured
):
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        order.wave.lot.min_to_execute = 1
        make.reach(order.person, "email", email="greet@example.org")
        place(make, order)
    lead = client_as(Role.LEAD)
    url = f"/percelen/{measured['lot']}/bestellingen"
    firm = client_of(measured["B"])
    close = f"/bestelrondes/{measured['wave']}/afsluiten"
    assert not lead.page(url).select_one(f"form[action='{close}']")
    version = get(app, Wave, measured["wave"]).version
    lead.send(close, {"version": version}, status=422)
    before = firm.page("/werklijst")
    assert not before.says(measured["street"])
    assert not before.says(measured["name"])
    with clock.frozen_at(at(FREEZE_ON)):
        values = form_values(lead.page(url).select_one(f"form[action='{close}']"))
        lead.send(close, values)
        lead.send(close, values)
        page = firm.page("/werklijst")
        assert page.says(measured["street"])
        assert page.says(measured["name"])
        reach = {dt.get_text(): dt.find_next("dd").get_text() for dt in page.select("dt")}
        assert (reach["Telefoon"], reach["E-mail"]) == ("–", "greet@example.org")
        assert measured["street"] in firm.get("/werklijst.csv").get_data(as_text=True)
        assert not client_of(measured["A"]).page("/werklijst").says(measured["street"])
        _do_the_works(firm, app, measured["order"])
    with app.app_context():
        seen = select(AuditEvent).where(AuditEvent.did == "work_list.seen").order_by(AuditEvent.id)
        assert db.session().scalars(seen).first().facts["order_ids"] == []


def _do_the_works(firm, app, order_id):
    plan = f"/werklijst/{order_id}/planning"
    values = form_values(firm.page("/werklijst").select_one(f"form[action='{plan}']"))
    firm.send(plan, {**values, "planned_on": ""}, status=422)
    firm.send(plan, {**values, "planned_on": "2026-01-01"}, status=422)
    firm.send(plan, {**values, "planned_on": "2027-03-01"})
    for expected in ("in_works", "handed_over"):
        form = firm.page("/werklijst").select_one("form[action$=stap]")
        firm.send(form["action"], form_values(form))
        assert get(app, Order, order_id).state == expected


def test_a_contractor_below_its_minimum_says_whether_it_comes(
    app, given, client_as, client_of, measured
):
    with given() as make:
        place(make, make.session.get_one(Order, measured["order"]))
    lead, firm = client_as(Role.LEAD), client_of(measured["B"])
    with clock.frozen_at(at(FREEZE_ON)):
        version = get(app, Wave, measured["wave"]).version
        lead.send(f"/bestelrondes/{measured['wave']}/afsluiten", {"version": version})
        assert get(app, Order, measured["order"]).state == "ordered"
        assert not firm.page("/werklijst").says(measured["street"])
        form = firm.page("/werklijst").select_one("form[action*=minimum]")
        assert client_of(measured["A"]).post(form["action"]).status_code == 404
        firm.send(form["action"], form_values(form))
    order = get(app, Order, measured["order"])
    assert order.state == "frozen"
    assert order.final == order.ceiling


def test_somebody_who_chose_later_is_added(app, given, client_as):
    with given() as make:
        made = ready_to_order(make)
        made.homes["H3"].state = "subscribed"
        wave, orders = open_wave(make, made)
        assert len(orders) == 9
        made.homes["H3"].state = "screened_fit"
        ids = (made.lot.id, wave.id)
    lead = client_as(Role.LEAD)
    lead.send(f"/bestelrondes/{ids[1]}/erbij")
    page = lead.page(f"/percelen/{ids[0]}/bestellingen")
    assert len(page.select("main table[id^=orders] tbody tr")) == 10


@pytest.mark.parametrize("what", ["condition", "survey", "waive", "waiver", "move"])
def test_a_post_without_a_button_ends_nothing(app, given, client_as, client_of, measured, what):
    lead, advisor, firm = client_as(Role.LEAD), client_as(Role.ADVISOR), client_of(measured["B"])
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        if what != "survey":
            place(make, order, needs_loan=what == "condition")
        else:
            order.contractor_agreed_at = None
        if what == "move":
            order.wave.lot.min_to_execute = 1
    url = {
        "condition": f"/bestellingen/{measured['order']}/voorwaarde/funding",
        "survey": f"/opdrachten/opmetingen/{measured['order']}",
        "waive": f"/werklijst/minimum/{measured['wave']}/",
        "waiver": f"/bestelrondes/{measured['wave']}/minimum/",
        "move": f"/werklijst/{measured['order']}/stap",
    }[what]
    client = {"condition": advisor, "waiver": lead}.get(what, firm)
    with clock.frozen_at(at(FREEZE_ON) if what in ("waive", "waiver", "move") else clock.now()):
        if what in ("waive", "waiver", "move"):
            close = f"/bestelrondes/{measured['wave']}/afsluiten"
            lead.send(close, {"version": get(app, Wave, measured["wave"]).version})
            url += str(get(app, Order, measured["order"]).quote_id) if what != "move" else ""
        before = get(app, Order, measured["order"])
        values = {"version": before.version, "words": "Gevel staat bol."}
        page = client.send(url, values, status=422)
    assert page.says("Druk op een van de knoppen")
    after = get(app, Order, measured["order"])
    assert (after.state, after.version) == (before.state, before.version)


def test_staff_read_and_print_the_order_of_a_home(app, given, client_as, measured):
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        order.person.language = "fr"
    client = client_as(Role.ADVISOR)
    url = f"/bestellingen/{measured['order']}"
    link = client.page(url).select_one(f"a[href='{url}/document']")
    page = client.page(link["href"])
    assert page.says("8.768,00")
    assert page.says("Modelformulier voor herroeping")
    answer = client.get(f"{url}/document.pdf")
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages)
    assert "Date et signature" in " ".join(text.split())
    with app.app_context():
        did = {row.did for row in db.session().scalars(select(AuditEvent))}
    assert {"order_paper.seen", "order_paper.downloaded"} <= did
    assert client_as(Role.LEAD).get(f"{url}/document").status_code in (403, 404)


def test_staff_put_a_co_owner_right_on_the_phone(app, given, client_as, measured):
    asked = CoOwnerAsked("Mia Peeters", Contact("email", "mai@example.org"))
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        place(make, order, co_owner=asked)
        wrong = order.co_owners[0].person_id
    client = client_as(Role.ADVISOR)
    url = f"/bestellingen/{measured['order']}/mede-eigenaar/{wrong}"
    assert client.page(f"/bestellingen/{measured['order']}").select_one(f"a[href='{url}']")
    values = client.page(url).values()
    client.send(
        url, {**values, "co_way": "mobile", "co_value": "0470 12 34 56", "answer": "change"}
    )
    with app.app_context():
        row = db.session().get_one(Order, measured["order"])
        assert [one.person.phone for one in row.co_owners] == ["+32470123456"]


def test_who_stopped_by_mistake_gets_its_price_again(app, client_as, measured):
    client = client_as(Role.ADVISOR)
    url = f"/bestellingen/{measured['order']}"
    form = client.page(url).select_one("form[action$=herroepen]")
    client.send(f"{url}/herroepen", form_values(form))
    client.send(f"{url}/opnieuw")
    client.send(f"{url}/opnieuw", status=422)
    assert get(app, Order, measured["order"]).state == "withdrawn"


def test_a_quantity_that_no_home_has_is_said_beside_its_field(client_as, measured):
    client = client_as(Role.ADVISOR)
    url = f"/opmetingen/{measured['order']}"
    values = form_values(client.page(url).select_one("main form"))
    page = client.send(url, {**values, "post-01.01": "100001"}, status=422)
    assert page.select_one("#post-01-01-error")


def test_a_screening_that_says_no_ends_the_price_of_that_home(app, client_as, measured):
    client = client_as(Role.ADVISOR)
    with app.app_context():
        case = db.session().get_one(Order, measured["order"]).subscription.case_id
    facts = {f"fact-{fact.code}": "no" for fact in SCREENING_2026.facts}
    form = client.page(f"/dossiers/{case}").select_one("form[action$=vaststellingen]")
    values = {**form_values(form), **facts, "fact-protected": "yes"}
    client.send(f"/dossiers/{case}/vaststellingen", values)
    order = get(app, Order, measured["order"])
    assert (order.state, order.loss_reason) == ("lapsed", "not_fit")


def test_a_package_with_a_signed_order_cannot_stop_and_without_one_ends_its_orders(
    app, given, client_as, measured
):
    lead = client_as(Role.LEAD)
    package = get(app, Lot, measured["lot"]).package_id
    version = lead.page(f"/pakketten/{package}").select_one("form[action$=stoppen] [name=version]")
    reason = {"reason": "De subsidie is weggevallen.", "version": version["value"]}
    with given() as make:
        make.session.get_one(Order, measured["order"]).state = "awaiting_co_owner"
    page = lead.send(f"/pakketten/{package}/stoppen", reason, status=422)
    assert page.says("mede-eigenaar")
    assert get(app, Wave, measured["wave"]).state == "ordering"
    with given() as make:
        make.session.get_one(Order, measured["order"]).state = "surveyed"
    lead.send(f"/pakketten/{package}/stoppen", reason)
    assert get(app, Wave, measured["wave"]).state == "lapsed"
    assert get(app, Order, measured["order"]).loss_reason == "stopped"


def test_a_lot_that_takes_orders_stops_on_the_page_of_its_orders(app, client_as, measured):
    lead = client_as(Role.LEAD)
    url = f"/percelen/{measured['lot']}/bestellingen"
    link = lead.page(url).select_one(f"a[href='{url}/stoppen']")
    values = lead.page(link["href"]).values()
    assert lead.send(link["href"], {**values, "reason": ""}, status=422).select_one("#reason-error")
    lead.send(link["href"], {**values, "reason": "Te duur."})
    assert get(app, Lot, measured["lot"]).state == "failed"
    assert not lead.page(url).select_one(f"a[href='{url}/stoppen']")
    assert client_as(Role.ADVISOR).get(link["href"]).status_code in (403, 404)


def test_the_letter_batch_holds_the_whole_order_of_a_household_on_paper(
    app, given, client_as, measured
):
    with given() as make:
        order = make.session.get_one(Order, measured["order"])
        make.reach(order.person, "letter", postal_address="Rozenstraat 12, 9999 Testgem")
        place(make, order)
    answer = client_as(Role.DESK).get("/brieven/brieven.pdf")
    text = " ".join(
        " ".join(p.extract_text().split()) for p in PdfReader(BytesIO(answer.data)).pages
    )
    for words in ("Modelformulier voor herroeping", "8.768,00", "Gevelisolatie"):
        assert words in text


def test_an_advisor_ends_a_binding_order_of_a_home_that_does_not_fit(
    app, given, client_as, client_of, measured
):
    with given() as make:
        place(make, make.session.get_one(Order, measured["order"]))
    firm, advisor = client_of(measured["B"]), client_as(Role.ADVISOR)
    look = f"/opdrachten/opmetingen/{measured['order']}"
    version = get(app, Order, measured["order"]).version
    values = {"version": version, "answer": "not_fit", "words": "Te lastig."}
    firm.send(look, values, status=422)
    url = f"/opmetingen/{measured['order']}"
    assert advisor.page(f"/bestellingen/{measured['order']}").select_one(f"a[href='{url}']")
    form = advisor.page(url).select_one("form[action$='past-niet']")
    advisor.send(form["action"], {**form_values(form), "words": "Beschermde gevel."})
    assert get(app, Order, measured["order"]).loss_reason == "not_fit"
