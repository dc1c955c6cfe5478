"""A link that somebody opens in another's session switches nothing before one button is pressed."""

import pytest
from sqlalchemy import select

from renogroep.identity.actions import keys
from renogroep.identity.models import Person, SignedLink
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.device import COOKIE
from tests.support.signing_in import reader_of


@pytest.fixture
def two(given):
    """An and Bea: keys and a link to the own page of each."""
    with given() as make:
        assert make.home
        people = {name: make.person(name) for name in ("An", "Bea")}
        return {name: (row.id, link(make, row)) for name, row in people.items()}


def link(make, person, purpose="my_home"):
    return f"/l/{keys.make_link(make.session, person=person, purpose=purpose, by=TICK)}"


@pytest.fixture
def at_an(two, client):
    """A browser in which An opened her link."""
    assert client.get(two["An"][1]).location == "/mijn-woning"
    return client


def reader(client):
    return reader_of(client.application, client)


def events(app, did):
    with app.app_context():
        return db.session().scalars(select(AuditEvent).where(AuditEvent.did == did)).all()


def test_looking_at_the_link_of_somebody_else_changes_nothing(app, two, at_an):
    for look in (at_an.get, at_an.head, at_an.get):
        assert look(two["Bea"][1]).status_code == 200
    page = at_an.page(two["Bea"][1])
    assert page.heading == "You are An. Are you Bea?"
    assert len(page.select("main form")) == 1
    assert reader(at_an) == two["An"][0]
    with app.app_context():
        opened = select(SignedLink.opened_at).where(SignedLink.person_id == two["Bea"][0])
        assert db.session().scalar(opened) is None
    assert events(app, "session.switched") == []


def test_one_button_switches_and_is_recorded(app, two, at_an):
    answer = at_an.post(two["Bea"][1])
    assert answer.location == "/mijn-woning"
    assert reader(at_an) == two["Bea"][0]
    row = events(app, "session.switched")[0]
    assert row.actor_id == two["An"][0]
    assert (row.facts["old"], row.facts["new"]) == (two["An"][0], two["Bea"][0])


def test_no_leads_back_to_ones_own_page(two, at_an):
    page = at_an.page(two["Bea"][1])
    assert page.select_one("main form + p a")["href"] == "/mijn-woning"
    assert at_an.get("/mijn-woning").status_code == 200


def test_staff_that_open_a_residents_link_are_asked_too(two, client_as):
    staff = client_as(Role.ADVISOR)
    page = staff.page(two["Bea"][1])
    assert page.select_one("main form + p a")["href"] == "/vandaag"
    assert staff.get("/dossiers").status_code == 200


def test_the_same_person_is_asked_nothing(app, given, two, at_an):
    with given() as make:
        newer = link(make, make.session.get_one(Person, two["An"][0]))
    assert at_an.get(newer).location == "/mijn-woning"
    assert events(app, "session.switched") == []


def test_after_signing_out_nobody_is_asked(app, two, at_an):
    at_an.post("/afmelden")
    assert at_an.get(two["Bea"][1]).location == "/mijn-woning"
    assert events(app, "session.switched") == []


def test_a_sign_in_link_asks_once_with_the_same_button(given, at_an):
    with given() as make:
        person = make.member(Role.ADVISOR, email="staf@example.org")
        key, name, theirs = person.id, person.name, link(make, person, "sign_in")
    assert at_an.page(theirs).heading == f"You are An. Are you {name}?"
    assert at_an.post(theirs).status_code == 302
    assert reader(at_an) == key


def test_a_link_that_does_not_work_leaves_the_session_alone(two, at_an):
    assert at_an.post("/l/nothing").status_code == 404
    assert reader(at_an) == two["An"][0]


def test_a_device_keeps_one_number_that_only_we_can_make(two, at_an):
    kept = at_an.get_cookie(COOKIE)
    assert kept.http_only
    assert (kept.same_site, kept.max_age) == ("Lax", 400 * 86_400)
    at_an.post("/afmelden")
    at_an.get(two["Bea"][1])
    assert at_an.get_cookie(COOKIE).value == kept.value
    at_an.set_cookie(COOKIE, kept.value[:-2])
    at_an.post(two["An"][1])
    assert at_an.get_cookie(COOKIE).value not in (kept.value, kept.value[:-2])
