"""Can somebody on the phone or on paper do the same as somebody online?"""

import pytest
from sqlalchemy import select

from renogroep.infra import db
from renogroep.infra.access import GRANTS, May, Role
from renogroep.owners.models import Case, Task
from renogroep.subscriptions.models import Subscription
from tests.support.make_subscriptions import ANSWERS, CONTACT, place


@pytest.fixture
def at(given):
    with given() as make:
        return place(make)


@pytest.fixture
def desk(client_as):
    return client_as(Role.DESK)


def url(at):
    return f"/intekenen?pakket={at.reference}&straat=Rozenstraat&nummer=12"


def typed(**change):
    answers = {f"q_{code}": given for code, given in ANSWERS.items()}
    return {**answers, **CONTACT, "channel": "phone", **change}


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTS[May.CASE_WORK]])
def test_only_who_works_on_cases(client_as, at, role):
    assert client_as(role).get("/intekenen").status_code == 403


def test_the_same_questions_on_one_page(at, desk):
    page = desk.page(url(at))
    for code in ANSWERS:
        assert page.select(f"input[name=q_{code}]")
    assert page.says("Read aloud")


@pytest.mark.parametrize("channel", ["phone", "paper"])
def test_an_interest_by_phone_or_on_paper_counts_the_same(app, at, desk, channel):
    answer = desk.post(url(at), data=typed(channel=channel))
    assert answer.status_code == 303
    with app.app_context():
        row = db.session().scalars(select(Subscription)).one()
        assert (row.channel, row.state) == (channel, "subscribed")
        reference = row.reference
    page = desk.page(answer.location)
    assert page.says(reference)


def test_a_phone_beside_a_letter_is_kept(app, at, desk):
    desk.send(url(at), typed(way="letter", phone="0470/12.34.56"))
    with app.app_context():
        person = db.session().scalars(select(Case)).one().person
        assert (person.contact_way, person.phone) == ("letter", "+32470123456")
        assert person.email == CONTACT["email"]


@pytest.mark.parametrize(
    "change",
    [
        {"q_budget": []},
        {"q_works": ["other_works", "1"]},
        {"consent": ""},
        {"name": ""},
        {"phone": "12"},
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(app, at, desk, change):
    values = {name: value for name, value in typed(**change).items() if value}
    page = desk.send(url(at), values, status=422)
    assert page.select_one(".error-summary a")
    with app.app_context():
        assert db.session().scalars(select(Case)).all() == []


@pytest.mark.parametrize("owner", ["live_here", "tenant"])
def test_the_same_form_sent_twice_is_one_case(app, at, desk, owner):
    values = desk.page(url(at)).values() | typed(q_owner_kind=[owner], words="Schimmel")
    assert values["submission_key"]
    first, again = desk.post(url(at), data=values), desk.post(url(at), data=values)
    assert (first.status_code, again.location) == (303, first.location)
    with app.app_context():
        assert len(db.session().scalars(select(Case)).all()) == 1


def test_a_hint_before_a_second_interest_and_a_refusal_after_it(app, at, desk):
    desk.send(url(at), typed())
    page = desk.page(url(at))
    assert page.says("This home already shows interest")
    assert desk.send(url(at), typed(name="Jan"), status=422).select_one(".refusal")
    with app.app_context():
        assert len(db.session().scalars(select(Subscription)).all()) == 1


def test_a_tenant_on_the_phone_leaves_a_signal(app, at, desk):
    values = typed(q_owner_kind=["tenant"], words="Schimmel")
    desk.page(desk.post(url(at), data=values).location)
    with app.app_context():
        what = db.session().scalars(select(Task)).one().what
    assert what["params"]["words"] == "Schimmel"
    assert "Contact the owner only when the tenant agrees" in what["msgid"]


@pytest.mark.parametrize("query", ["", "?pakket=x", "?straat=Elders&nummer=1"])
def test_the_first_page_helps_to_choose(at, desk, query):
    assert desk.page(f"/intekenen{query}").select_one("input[name=pakket]")


def test_an_unknown_street_is_told(at, desk):
    page = desk.page(f"/intekenen?pakket={at.reference}&straat=Rozenstrat&nummer=12")
    assert page.says("Rozenstraat")
    page = desk.page(f"/intekenen?pakket={at.reference}&straat=Elders&nummer=12")
    assert page.says("energy house helps at every address")


def test_staff_of_another_neighbourhood_see_no_package(given, client_of, at):
    with given() as make:
        other = make.neighbourhood()
        person_id = make.member(Role.ADVISOR, neighbourhood_id=other.id).id
    page = client_of(person_id).page("/intekenen")
    assert not page.select("input[name=pakket]")
