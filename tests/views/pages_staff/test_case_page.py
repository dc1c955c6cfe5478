"""The page of a case: facts screen the home, measures are read with care, answers give a route."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base.units import Quantity
from renogroep.identity.actions.contacts import add_contact
from renogroep.identity.actions.notices import notify
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.db import db, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners import queries
from renogroep.owners.models import Case, Dwelling, RouteDecision
from renogroep.subscriptions.models import Subscription
from tests.support.make import TODAY
from tests.support.make_groups import FACTS


@pytest.fixture
def ann(given):
    with given() as make:
        return make.member(Role.ADVISOR, name="Ann").id


@pytest.fixture
def subscription(given, ann):
    with given() as make:
        return make.subscription(make.package(), state="subscribed").id


@pytest.fixture
def case_id(app, subscription):
    with app.app_context():
        return db.session.get(Subscription, subscription).case_id


@pytest.fixture
def client(client_of, ann):
    return client_of(ann)


def row_of(app, kind, key):
    with app.app_context():
        return db.session.get(kind, key)


@pytest.fixture
def save(app, client, case_id):
    """``save(part, values)``: send a form of the case as it stands now."""

    def post(part, sent, status=302):
        version = row_of(app, Case, case_id).version
        url = f"/dossiers/{case_id}/{part}"
        return client.send(url, {"version": version, **sent}, status=status)

    return post


def form_at(page, part):
    """What a browser would send with the form whose address ends in ``part``."""
    from tests.support.html import form_values

    return form_values(page.select_one(f"main form[action$='{part}']"))


ALL_NO = {f"fact-{code}": "no" for code in FACTS}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (ALL_NO, "screened_fit"),
        ({**ALL_NO, "fact-damp": "yes"}, "screened_with_change"),
        ({**ALL_NO, "fact-protected": "yes"}, "not_fit"),
        ({**ALL_NO, "fact-damp": "unknown"}, "subscribed"),
    ],
)
def test_facts_screen_the_home_at_once(app, client, case_id, subscription, facts, state, save):
    save("vaststellingen", facts)
    assert row_of(app, Subscription, subscription).state == state


def test_a_fact_keeps_its_note_and_who_said_it(client, case_id, save):
    save(
        "vaststellingen",
        {**ALL_NO, "fact-damp": "yes", "note-damp": "behind the kitchen", "channel": "visit"},
    )
    page = client.page(f"/dossiers/{case_id}")
    assert form_at(page, "/vaststellingen")["note-damp"] == "behind the kitchen"
    assert page.select_one("#fact-table").get_text().count("Ann") == len(FACTS)


def test_an_answer_that_does_not_exist_changes_nothing(app, client, case_id, save):
    sent = {**ALL_NO, "fact-damp": "perhaps", "note-damp": "typed"}
    page = save("vaststellingen", sent, status=422)
    assert page.select_one(".refusal")
    assert form_at(page, "/vaststellingen")["note-damp"] == "typed"
    with app.app_context():
        assert queries.facts(db.session, case_id) == []


def measured(app, case_id):
    with app.app_context():
        return queries.quantities(db.session, db.session.get(Case, case_id).dwelling_id)


def test_measures_are_asked_for_the_posts_of_the_package(app, client, case_id):
    page = client.page(f"/dossiers/{case_id}")
    assert [f["name"] for f in page.select("#measure-table input")] == [
        "measure-facade_m2",
        "measure-sill_lm",
    ]
    sent = form_at(page, "/maten") | {"measure-facade_m2": "62,5", "measure-sill_lm": "0"}
    client.send(f"/dossiers/{case_id}/maten", sent)
    assert measured(app, case_id) == {"facade_m2": Quantity.of("62.5"), "sill_lm": Quantity.of(0)}


@pytest.mark.parametrize("typed", ["abc", "€", "1.250", "1,2345", "-3", "100001", "9" * 60])
def test_a_measure_that_cannot_be_read_is_named_beside_its_field(app, client, case_id, typed):
    before = measured(app, case_id)
    sent = form_at(client.page(f"/dossiers/{case_id}"), "/maten")
    sent |= {"measure-facade_m2": typed, "measure-sill_lm": "7"}
    page = client.send(f"/dossiers/{case_id}/maten", sent, status=422)
    assert page.select_one("#measure-facade_m2-error")
    assert page.select_one("#measure-facade_m2")["value"] == typed
    assert page.select_one("#measure-sill_lm")["value"] == "7"
    assert measured(app, case_id) == before


def test_two_colleagues_who_measure_at_once_do_not_overwrite(client_of, given, client, case_id):
    with given() as make:
        bert = make.member(Role.ADVISOR).id
    mine = form_at(client.page(f"/dossiers/{case_id}"), "/maten")
    other = client_of(bert)
    other.send(f"/dossiers/{case_id}/maten", mine | {"measure-facade_m2": "70"})
    client.send(f"/dossiers/{case_id}/maten", mine | {"measure-facade_m2": "80"}, status=409)


def test_home_and_income_are_kept(app, client, case_id, save):
    page = client.page(f"/dossiers/{case_id}")
    told = {"home-use": "mostly_home", "home-letting": "social"}
    sent = form_at(page, "/woning") | told
    sent |= {"home-owner_kind": "landlord", "home-build_year": "1931"}
    client.send(f"/dossiers/{case_id}/woning", sent)
    save("inkomen", {"income-category": "3", "income-other_dwelling": "no"})
    case = row_of(app, Case, case_id)
    assert (case.owner_kind, case.income_category, case.other_dwelling) == ("landlord", 3, False)
    home = row_of(app, Dwelling, case.dwelling_id)
    assert (home.build_year, home.use, case.letting) == (1931, "mostly_home", "social")
    shown = form_at(client.page(f"/dossiers/{case_id}"), "/woning")
    assert (shown["home-use"], shown["home-letting"]) == ("mostly_home", "social")


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("woning", {"home-build_year": "65"}),
        ("woning", {"home-build_year": "2999"}),
        ("woning", {"home-owner_kind": "squatter"}),
        ("woning", {"home-use": "shop"}),
        ("woning", {"home-letting": "friends"}),
        ("inkomen", {"income-category": "9"}),
        ("inkomen", {"income-life_event_on": "yesterday"}),
        ("taken", {"task-what": "", "task-due_on": str(TODAY)}),
        ("taken", {"task-what": "Call", "task-due_on": "soon"}),
        ("wachten", {"wait-until": "2020-01-01"}),
        ("sluiten", {"close-reason": ""}),
        ("overdragen", {"to-to_id": "x"}),
        ("overdragen", {"to-to_id": "²"}),
        ("overdragen", {"to-to_id": "9" * 40}),
        ("inkomen", {"income-category": "²"}),
        ("andere-route", {"change-can": "no", "change-reason": ""}),
        ("andere-route", {"change-can": "maybe", "change-reason": "x"}),
    ],
)
def test_a_slip_is_said_in_words_and_changes_nothing(app, client, case_id, part, sent):
    page = client.page(f"/dossiers/{case_id}")
    before = row_of(app, Case, case_id).version
    form = page.select_one(f"main form[action$='/{part}']")
    sent = (form_at(page, f"/{part}") if form else {"version": before}) | sent
    page = client.send(f"/dossiers/{case_id}/{part}", sent, status=422)
    assert page.select_one(".refusal, .error-summary")
    assert row_of(app, Case, case_id).version == before


STALE = [
    ("vaststellingen", {**ALL_NO, "note-damp": "TYPED"}),
    ("woning", {"home-owner_kind": "landlord", "home-build_year": "1931"}),
    ("inkomen", {"income-category": "3", "income-life_event_on": "2026-01-31"}),
    ("kan-wil", {"answer-2": "not", "note-2": "TYPED"}),
    ("andere-route", {"change-can": "no", "change-blocker": "money", "change-reason": "TYPED"}),
    ("gevaar-voorbij", {"danger-reason": "TYPED"}),
    ("overdragen", {"to-to_id": "COLLEAGUE", "to-note": "TYPED"}),
    ("wachten", {"wait-until": str(TODAY + timedelta(days=9))}),
    ("sluiten", {"close-reason": "cost"}),
]
CHANGES = [
    ("vaststellingen", {**ALL_NO, "fact-damp": "yes"}),
    ("kan-wil", {"answer-2": "within_1"}),
    ("wachten", {"wait-until": str(TODAY + timedelta(days=3))}),
]


@pytest.mark.parametrize("change", CHANGES, ids=[part for part, _ in CHANGES])
@pytest.mark.parametrize(("part", "sent"), STALE, ids=[part for part, _ in STALE])
def test_a_form_made_before_a_colleagues_change_overwrites_nothing(
    app, client_of, given, client, case_id, save, part, sent, change
):
    save("kan-wil", {"answer-4": "dated", "danger": "1"})
    with given() as make:
        bert = make.member(Role.ADVISOR).id
    url = f"/dossiers/{case_id}" + ("/kan-wil" if part == "kan-wil" else "")
    mine = form_at(client.page(url), f"/{part}") | {
        name: str(bert) if value == "COLLEAGUE" else value for name, value in sent.items()
    }
    theirs = form_at(client_of(bert).page(url), f"/{part}")
    other = {"version": theirs["version"], **change[1]}
    client_of(bert).send(f"/dossiers/{case_id}/{change[0]}", other)
    before = row_of(app, Case, case_id).version
    page = client.send(f"/dossiers/{case_id}/{part}", mine, status=409)
    assert row_of(app, Case, case_id).version == before
    shown = form_at(page, f"/{part}")
    assert {name: shown[name].strip() for name in sent} == {name: mine[name] for name in sent}
    assert shown["version"] == str(before)  # sent again it is kept
    assert page.says("Someone changed this while you were looking at it")
    if part != "sluiten":  # danger is noted here
        client.send(f"/dossiers/{case_id}/{part}", shown)
        assert row_of(app, Case, case_id).version > before


def test_danger_stays_until_somebody_says_why_it_is_over(app, client, case_id, save):
    save("kan-wil", {"answer-2": "within_1", "danger": "1"})
    page = client.page(f"/dossiers/{case_id}/kan-wil")
    assert not page.select("#danger")
    client.send(f"/dossiers/{case_id}/kan-wil", page.values())
    assert row_of(app, Case, case_id).danger
    sent = form_at(client.page(f"/dossiers/{case_id}"), "/gevaar-voorbij")
    client.send(f"/dossiers/{case_id}/gevaar-voorbij", sent, status=422)
    client.send(f"/dossiers/{case_id}/gevaar-voorbij", sent | {"danger-reason": "Gas is back"})
    assert not row_of(app, Case, case_id).danger
    page = client.page(f"/dossiers/{case_id}")
    assert "Gas is back" in page.get_text()
    assert not page.select("form[action$='/gevaar-voorbij']")


ANSWERS = {
    "answer-2": "within_1",
    "answer-4": "dated",
    "answer-5": "alone",
    "answer-8": "impossible",
    "note-8": "waits for a loan",
}


def test_answers_give_a_route_with_its_reason_a_person_and_a_day(app, client, case_id, save):
    save("kan-wil", ANSWERS)
    with app.app_context():
        decision = db.session.scalars(select(RouteDecision)).one()
    page = client.page(f"/dossiers/{case_id}")
    route = page.select_one("section[aria-labelledby=route]").get_text(" ", strip=True)
    for stored in (decision.action, decision.who):
        assert stored["msgid"] in route
    assert (decision.can, decision.will) == ("no", "yes")


def test_the_questions_come_back_with_what_was_said_last(client, case_id, save):
    save("kan-wil", ANSWERS)
    values = client.page(f"/dossiers/{case_id}/kan-wil").values()
    assert {name: values[name] for name in ANSWERS} == ANSWERS
    assert values["answer-3"] == ""
    assert "answer-1" not in values  # several may be ticked, and none is


def test_several_answers_come_back_ticked_with_the_language(client, case_id, save):
    sent = {"answer-1": ["cold", "damp"], "answer-10": ["interpreter"], "note-10": ""}
    page = save("kan-wil", sent, status=422)
    ticked = [box["value"] for box in page.select("input[name=answer-1][checked]")]
    assert ticked == ["cold", "damp"]
    save("kan-wil", sent | {"note-10": "Turkish"})
    page = client.page(f"/dossiers/{case_id}/kan-wil")
    assert [box["id"] for box in page.select("input[name^=answer-][checked]")] == [
        "answer-1-cold",
        "answer-1-damp",
        "answer-10-interpreter",
    ]
    assert page.select_one("label[for=note-10]").text == "In which language?"
    assert page.select_one("#note-10")["value"] == "Turkish"


def test_the_question_of_money_says_about_how_much(app, client, case_id):
    def said():
        rows = client.page(f"/dossiers/{case_id}/kan-wil").select("#questions th[scope=row]")
        return next(row.get_text(" ", strip=True) for row in rows if row.text.startswith("8."))

    assert "about 4,800 to 10,200 euro for this home" in said()  # 60 m² were measured
    sent = form_at(client.page(f"/dossiers/{case_id}"), "/maten") | {"measure-facade_m2": ""}
    client.send(f"/dossiers/{case_id}/maten", sent)
    assert "about 5,100 to 10,900 euro for this home" in said()  # the package presumes 64 m²


def test_an_answer_that_is_too_old_is_shown_and_asked_again(client, case_id, save):
    save("kan-wil", ANSWERS)
    save("inkomen", {"income-life_event_on": str(TODAY)})
    assert client.page(f"/dossiers/{case_id}/kan-wil").values()["answer-8"] == "impossible"
    from renogroep.base import clock
    from tests.support.make import NOW

    with clock.frozen_at(NOW + timedelta(days=1)):
        save(
            "inkomen",
            {"income-life_event_on": str(TODAY + timedelta(days=1))},
        )
        page = client.page(f"/dossiers/{case_id}/kan-wil")
    assert page.values()["answer-8"] == ""
    assert page.select_one(".tag--busy")


def test_an_override_shows_in_the_history(client, case_id, save):
    save("kan-wil", ANSWERS)
    save(
        "andere-route",
        {"change-can": "yes", "change-will": "", "change-reason": "The loan is confirmed"},
    )
    page = client.page(f"/dossiers/{case_id}")
    assert page.get_text().count("The loan is confirmed") >= 2


def test_a_tenant_gets_no_questions_but_a_route(given, client):
    with given() as make:
        case_id = make.case(owner_kind="tenant").id
    page = client.page(f"/dossiers/{case_id}/kan-wil")
    assert not page.select("select[name^=answer-]")
    client.send(f"/dossiers/{case_id}/kan-wil", page.values())
    sent = client.page(f"/dossiers/{case_id}/kan-wil").values() | {"answer-2": "within_1"}
    client.send(f"/dossiers/{case_id}/kan-wil", sent, status=422)


def test_a_colleague_hears_of_a_hand_over_and_accepts(app, client, client_of, given, case_id, save):
    with given() as make:
        bert = make.member(Role.ADVISOR, name="Bert").id
    save("overdragen", {"to-to_id": bert, "to-note": "Speaks French"})
    assert row_of(app, Case, case_id).advisor_id != bert
    colleague = client_of(bert)
    assert colleague.page("/vandaag").select_one("#asked")
    assert colleague.page(f"/dossiers/{case_id}").says("Speaks French")
    colleague.send(f"/dossiers/{case_id}/overdracht", status=422)  # no button was pressed
    colleague.send(f"/dossiers/{case_id}/overdracht", {"answer": "accept"})
    assert row_of(app, Case, case_id).advisor_id == bert
    with app.app_context():
        assert db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.person_id == bert)
        ).one()


def test_closing_a_case_ends_its_interest_for_the_same_reason(
    app, client, case_id, subscription, save
):
    save("sluiten", {"close-reason": "cost"})
    case, interest = row_of(app, Case, case_id), row_of(app, Subscription, subscription)
    assert (case.state, case.close_reason) == ("closed", "cost")
    assert (interest.state, interest.loss_reason) == ("withdrawn", "cost")
    page = client.page(f"/dossiers/{case_id}/heropenen")
    assert page.says("Does the owner take part again?")
    save("heropenen", {"resume": str(subscription)})
    assert row_of(app, Case, case_id).state == "open"
    assert row_of(app, Subscription, subscription).state == "subscribed"


def test_tasks_are_added_and_done(client, case_id):
    client.send(
        f"/dossiers/{case_id}/taken", {"task-what": "Bring papers", "task-due_on": str(TODAY)}
    )
    page = client.page(f"/dossiers/{case_id}")
    done = next(f["action"] for f in page.select("#tasks form"))
    client.send(done)
    client.send(done)  # the button was pressed twice
    assert not client.page(f"/dossiers/{case_id}").select("#tasks")


def test_what_is_told_and_when_we_call_again_stand_on_the_case(app, client, case_id, save):
    with app.test_request_context(), transaction() as session:
        person = session.get_one(Case, case_id).person
        add_contact(session, person, Contact("mobile", "+32470123456"), preferred=True)
        call = notify(session, person, "resident_new_link", key="a").id
    values = form_at(client.page(f"/dossiers/{case_id}"), "contact")
    called = {**values, "contact-outcome": "reached", "contact-told": str(call)}
    again = {"contact-direction": "in", "contact-next_time": "14:00"}
    page = save("contact", {**called, **again}, status=422)
    assert page.says("Choose the day on which you call again")
    assert page.select_one("#contact-next_time")["value"] == "14:00"
    day = str(TODAY + timedelta(days=1))
    save("contact", {**called, **again, "contact-next_on": day, "contact-promised": "y"})
    page = client.page(f"/dossiers/{case_id}")
    assert not page.select("#contact-told")
    assert "14:00" in page.select_one("#tasks tbody th").get_text()
    assert page.select_one("#timeline").get_text().count("14:00") == 1
    assert "14:00" in client.page("/dossiers?stapel=all").select_one("#cases").get_text()


def test_a_call_is_noted_and_stands_on_the_case(client, case_id, save):
    values = form_at(client.page(f"/dossiers/{case_id}"), "contact")
    called = {
        **values,
        "contact-kind": "call",
        "contact-outcome": "",
        "contact-words": "Belt terug",
    }
    assert save("contact", called, status=422).says("Choose from the list what came of it")
    for _ in range(2):  # the button was pressed twice
        save("contact", {**called, "contact-outcome": "voicemail"})
    page = client.page(f"/dossiers/{case_id}")
    assert page.select_one("#timeline").get_text().count("Belt terug") == 1


def opened(page):
    return {one["id"].removeprefix("part-") for one in page.select("details.part[open]")}


@pytest.mark.parametrize(
    ("part", "sent", "where"),
    [
        ("vaststellingen", {"fact-damp": "perhaps"}, "facts"),
        ("maten", {"measure-facade_m2": "abc"}, "measures"),
        ("woning", {"home-build_year": "65"}, "home"),
        ("inkomen", {"income-category": "9"}, "income"),
        ("contact", {"contact-kind": "call", "contact-outcome": ""}, "contact"),
        ("sluiten", {"close-reason": ""}, "pass"),
        ("gevaar-voorbij", {"danger-reason": ""}, "route"),
    ],
)
def test_a_part_with_an_error_is_open(client, case_id, part, sent, where):
    shown = client.page(f"/dossiers/{case_id}")
    there = shown.select(f"main form[action$='/{part}']")  # without danger none ends it
    values = form_at(shown, f"/{part}") if there else {}
    page = client.send(f"/dossiers/{case_id}/{part}", values | sent, status=422)
    assert where in opened(page)


def test_the_part_in_which_something_is_due_is_open(client, case_id, save):
    save("kan-wil", {"answer-2": "within_1"})  # staff spoke with the owner
    save("wachten", {"wait-until": str(TODAY + timedelta(days=9))})
    assert opened(client.page(f"/dossiers/{case_id}")) == set()
    save("taken", {"task-what": "Bring papers", "task-due_on": str(TODAY)})
    assert opened(client.page(f"/dossiers/{case_id}")) == {"todo"}
    save("kan-wil", {"answer-4": "dated", "danger": "1"})
    assert opened(client.page(f"/dossiers/{case_id}")) == {"todo", "route"}
    save("gevaar-voorbij", {"danger-reason": "Gas is back"})
    assert opened(client.page(f"/dossiers/{case_id}")) == {"todo"}


def test_the_part_that_was_kept_is_open_afterwards(client, case_id):
    sent = form_at(client.page(f"/dossiers/{case_id}"), "/vaststellingen")
    answer = client.post(f"/dossiers/{case_id}/vaststellingen", data=sent)
    assert answer.location.endswith("#facts")
    assert "facts" in opened(client.page(answer.location.partition("#")[0]))
