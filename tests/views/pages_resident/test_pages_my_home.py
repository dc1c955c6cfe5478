"""Does my page show my home only, where it is, and how to stop?"""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.journeys.actions import people
from renogroep.subscriptions.models import Subscription


@pytest.fixture
def home(given, app, client):
    """A resident who came through their link, with one interest."""
    with given() as make:
        row = make.subscription(make.package(), state="subscribed", reference="RG-MINE")
        other = make.subscription(row.package, state="subscribed", reference="RG-HERS")
        token = keys.make_link(make.session, person=row.person, purpose="my_home", by=TICK)
        assert other.person_id != row.person_id
    assert client.get(f"/l/{token}").location == "/mijn-woning"
    return client


def state(app, reference="RG-MINE"):
    with app.app_context():
        return (
            db.session()
            .scalars(select(Subscription.state).where(Subscription.reference == reference))
            .one()
        )


def set_rows(given, **values):
    with given() as make:
        row = make.session.scalars(
            select(Subscription).where(Subscription.reference == "RG-MINE")
        ).one()
        for name, value in values.items():
            target = row.lots[0].lot if name == "lot" else row
            target.state = value


def test_my_page_is_not_for_visitors_or_staff(client, client_as):
    assert client.get("/mijn-woning").status_code == 302
    assert client_as(Role.ADVISOR).get("/mijn-woning").status_code == 403


def test_my_page_shows_my_code_where_it_is_and_whom_to_call(home):
    page = home.page("/mijn-woning")
    assert page.says("RG-MINE")
    assert not page.says("RG-HERS")
    assert page.says("09 123 45 67")
    assert len(page.select(".steps__item--now")) == 1


@pytest.mark.parametrize(
    ("subscription", "lot", "now"),
    [
        ("subscribed", "collecting", 1),
        ("screened_fit", "collecting", 2),
        ("screened_with_change", "quoting", 2),
        ("screened_fit", "choosing", 2),
        ("screened_fit", "ordering", 2),
        ("subscribed", "ordering", 1),
    ],
)
def test_the_page_moves_with_the_rows(given, home, subscription, lot, now):
    set_rows(given, subscription=subscription, lot=lot)
    marks = [
        "steps__item--now" in item["class"]
        for item in home.page("/mijn-woning").select(".steps__item")
    ]
    assert marks.index(True) == now


@pytest.mark.parametrize("ended", ["not_fit", "withdrawn"])
def test_an_end_has_a_next_step_too(given, home, ended):
    with given() as make:
        row = make.session.scalars(
            select(Subscription).where(Subscription.reference == "RG-MINE")
        ).one()
        row.state, row.ended_at = ended, row.interested_at
    page = home.page("/mijn-woning")
    assert bool(page.select(".steps")) is (ended == "not_fit")
    assert page.select_one(".standing")
    assert page.select_one("a[href^='tel:']")


def test_stopping_takes_two_clicks_and_no_reason(app, home):
    page = home.page("/mijn-woning")
    stop = page.select_one("a[href$='/stoppen']")["href"]
    asked = home.page(stop)
    assert len(asked.select("main button")) == 1
    told = [option["value"] for option in asked.select("select option")]
    assert told[0] == ""
    assert "no_reply" not in told
    home.send(stop, asked.values())
    assert state(app) == "withdrawn"
    assert home.page("/mijn-woning").says("You stopped.")
    assert home.get(stop).status_code == 302


def test_a_stale_page_does_not_stop_anything(app, given, home):
    old = home.page("/mijn-woning/RG-MINE/stoppen").values()
    set_rows(given, subscription="screened_fit")
    home.send("/mijn-woning/RG-MINE/stoppen", old, status=409)
    assert state(app) == "screened_fit"


def test_a_strange_reason_is_refused(app, home):
    values = home.page("/mijn-woning/RG-MINE/stoppen").values()
    page = home.send("/mijn-woning/RG-MINE/stoppen", {**values, "reason": "x"}, status=422)
    assert page.select_one(".refusal")
    assert state(app) == "subscribed"


@pytest.mark.parametrize("reference", ["RG-HERS", "RG-NONE"])
def test_another_persons_interest_does_not_exist(app, home, reference):
    url = f"/mijn-woning/{reference}/stoppen"
    assert home.get(url).status_code == 404
    assert home.post(url, data={"version": "1"}).status_code == 404
    assert state(app, "RG-HERS") == "subscribed"


def test_my_data_is_a_page_and_a_file_and_leaves_a_record(app, home):
    assert home.page("/mijn-gegevens").says("RG-MINE")
    answer = home.get("/mijn-gegevens.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.text)
    assert data["subscriptions"]["interests"][0]["reference"] == "RG-MINE"
    assert "RG-HERS" not in answer.text
    paper = home.get("/mijn-gegevens.pdf")
    assert "attachment" in paper.headers["Content-Disposition"]
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages)
    assert "RG-MINE" in words
    assert "RG-HERS" not in words
    with app.app_context():
        did = db.session().scalars(select(AuditEvent.did)).all()
    assert did.count("person.exported") == 3


def test_erasing_goes_through_every_room(given, app, home):
    with given() as make:
        row = make.session.scalars(
            select(Subscription).where(Subscription.reference == "RG-MINE")
        ).one()
        people.erase_person(make.session, make.session.get_one(Person, row.person_id), by=TICK)
    assert state(app) == "withdrawn"
    assert home.get("/mijn-woning").status_code == 302  # the key opens nothing any more


def test_merging_moves_the_interest(given):
    with given() as make:
        row = make.subscription(make.package())
        new = make.person("Echt")
        people.merge_people(make.session, row.person, new, by=TICK)
        make.session.refresh(row)
        assert row.person_id == new.id
