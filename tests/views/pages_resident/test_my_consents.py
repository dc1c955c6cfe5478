"""A resident reads to what they agreed, and takes it back with one button."""

import pytest
from sqlalchemy import select

from renogroep.identity.actions import keys
from renogroep.identity.models import Consent, Person
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import NOW

PAGE = "/mijn-gegevens/toestemmingen"


def agrees(make, person, text="U mag mij bellen over deze groep."):
    return make._add(
        Consent(
            municipality_id=person.municipality_id,
            person_id=person.id,
            purpose="contact",
            text_version="contact-1",
            text=text,
            language="nl",
            channel="phone",
            given_at=NOW,
        )
    )


@pytest.fixture
def others(given):
    """What somebody else agreed to."""
    with given() as make:
        return agrees(make, make.person("Ander"), "Van een ander").id


@pytest.fixture
def home(given, client):
    """A resident who came through their link, and agreed to one thing."""
    with given() as make:
        person = make.person("An Verlinden")
        make.case(make.dwelling(), person)
        agrees(make, person)
        token = keys.make_link(make.session, person=person, purpose="my_home", by=TICK)
    client.get(f"/l/{token}")
    return client


def revoked(app):
    with app.app_context():
        rows = db.session().execute(
            select(Person.name, Consent.revoked_at).join(Person, Person.id == Consent.person_id)
        )
        return {name: at is not None for name, at in rows}


def test_each_has_its_day_its_channel_and_what_it_is_for(home, others):
    page = home.page(PAGE)
    assert page.says("U mag mij bellen over deze groep.")
    assert page.says("By phone")
    assert page.says("You agreed to contact you")
    assert page.select_one("dl dd").text.strip().endswith("2026")
    assert not page.says("Van een ander")


def test_one_button_takes_it_back_and_twice_is_once(app, home, others):
    button = home.page(PAGE).select_one("main form")["action"]
    for _ in range(2):
        home.send(button)
    assert revoked(app) == {"An Verlinden": True, "Ander": False}
    assert not home.page(PAGE).select("main form")


def test_of_another_it_does_not_exist(app, home, others):
    assert home.post(f"{PAGE}/{others}/intrekken").status_code == 404
    assert revoked(app)["Ander"] is False


def test_who_agreed_to_nothing_reads_so(given, client):
    with given() as make:
        token = keys.make_link(make.session, person=make.person(), purpose="my_home", by=TICK)
    client.get(f"/l/{token}")
    assert not client.page(PAGE).select("main form")


def test_it_is_not_for_visitors_or_staff(client, client_as):
    assert client.get(PAGE).status_code == 302
    assert client_as(Role.ADVISOR).get(PAGE).status_code == 403


def test_the_advisor_reads_that_nobody_calls(home, client_as, app):
    home.send(home.page(PAGE).select_one("main form")["action"])
    assert (
        client_as(Role.ADVISOR).page("/dossiers/1").says("does not agree any more to be contacted")
    )
