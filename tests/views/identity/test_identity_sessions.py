"""A session ends when its owner says so, when something changes, and by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import members, passwords, people
from renogroep.identity.models import Account, Membership, Organisation, Person, WebSession
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import NOW

PASSWORD = "een zin die ik alleen ken"  # noqa: S105


@pytest.fixture
def lead(given):
    with given() as make:
        person = make.member(Role.LEAD, email="lead@testgem.example")
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, PASSWORD, by=TICK)
        return person.id


@pytest.fixture
def browser(app, lead):
    client = app.test_client()
    answer = client.post("/aanmelden", data={"email": "lead@testgem.example", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def copied(app, client):
    """Somebody took the cookie along, as from a shared computer."""
    thief = app.test_client()
    with client.session_transaction() as ours, thief.session_transaction() as theirs:
        theirs.update(ours)
    assert opens(thief)
    return thief


def opens(client):
    return client.get("/pakketten").status_code == 200


def test_a_copied_cookie_opens_nothing_after_signing_out(app, browser):
    thief = copied(app, browser)
    browser.send("/afmelden")
    assert not opens(thief)
    assert thief.post("/wachtwoord", data={"password": "x" * 20}).status_code == 401


def test_a_copied_cookie_opens_nothing_after_a_new_password(app, browser):
    thief = copied(app, browser)
    browser.send("/wachtwoord", {"password": "een heel andere zin"})
    assert opens(browser), "whoever chose it goes on"
    assert not opens(thief)


def test_a_copied_cookie_opens_nothing_after_a_role_is_given(app, given, browser, lead):
    thief = copied(app, browser)
    with given() as make:
        office = make.session.scalars(select(Organisation)).first()
        people.give_membership(
            make.session,
            person=make.session.get_one(Person, lead),
            organisation=office,
            role=Role.DESK,
            by=TICK,
        )
    assert not opens(thief)
    assert not opens(browser)


def test_a_copied_cookie_opens_nothing_after_a_role_is_taken(app, given, browser, lead):
    thief = copied(app, browser)
    with given() as make:
        row = make.session.scalars(select(Membership).where(Membership.person_id == lead)).one()
        members.end_membership(make.session, row, by=TICK)
    assert not opens(thief)


def test_a_copied_cookie_opens_nothing_after_signing_out_everywhere(app, browser):
    thief = copied(app, browser)
    browser.send("/mijn-aanmeldingen/overal")
    assert not opens(thief)
    assert not opens(browser)


def test_a_new_sign_in_is_a_new_session_and_the_old_one_is_over(app, browser):
    thief = copied(app, browser)
    answer = browser.post(
        "/aanmelden", data={"email": "lead@testgem.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert opens(browser)
    assert not opens(thief)


def test_the_old_form_of_the_cookie_is_no_session(app, client, lead):
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = f"{lead}:", True
    assert not opens(client)


@pytest.mark.parametrize(
    ("clicks", "last", "good"),
    [
        ([], timedelta(hours=2) - timedelta(seconds=1), True),
        ([], timedelta(hours=2), False),
        ([1.9, 3.8, 5.6, 7.4, 9.2, 11], timedelta(hours=12) - timedelta(seconds=1), True),
        ([1.9, 3.8, 5.6, 7.4, 9.2, 11], timedelta(hours=12), False),
    ],
)
def test_two_hours_without_a_click_and_twelve_in_all(browser, clicks, last, good):
    for hours in clicks:
        with clock.frozen_at(NOW + timedelta(hours=hours)):
            assert opens(browser)
    with clock.frozen_at(NOW + last):
        assert opens(browser) is good


def test_the_page_counts_devices_and_ends_one(app, lead, browser, client_of):
    other = client_of(lead)
    page = browser.page("/mijn-aanmeldingen")
    assert page.says("You are signed in on 2 devices.")
    (there,) = [
        form["action"] for form in page.select("main form") if form["action"].endswith("/afmelden")
    ]
    browser.send(there)
    assert not opens(other)
    assert opens(browser)
    assert browser.page("/mijn-aanmeldingen").says("You are signed in on 1 device.")


def test_nobody_ends_the_session_of_a_colleague(app, client_as, browser, lead):
    colleague = client_as(Role.DESK)
    assert colleague.page("/mijn-aanmeldingen").says("You are signed in on 1 device.")
    with app.app_context():
        (key,) = db.session().scalars(select(WebSession.id).where(WebSession.person_id == lead))
    assert colleague.post(f"/mijn-aanmeldingen/{key}/afmelden").status_code == 404
    assert opens(browser)


def test_a_page_does_not_wait_for_whoever_is_writing(app, given, browser, lead):
    """Noting the click would wait for SQLite's one writer: it is left out, the next one is noted."""
    with clock.frozen_at(NOW + timedelta(minutes=10)):
        with given() as make:
            held = make.session.scalars(
                select(WebSession).where(WebSession.person_id == lead).with_for_update()
            ).one()
            before = held.seen_at
            assert opens(browser)
        with app.app_context():
            row = db.session().scalars(select(WebSession).where(WebSession.person_id == lead)).one()
            assert row.seen_at == before
        assert opens(browser)
        with app.app_context():
            row = db.session().scalars(select(WebSession).where(WebSession.person_id == lead)).one()
            assert row.seen_at == NOW + timedelta(minutes=10)
