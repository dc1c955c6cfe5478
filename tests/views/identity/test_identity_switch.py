"""One human, two municipalities under one name: whose pages are these, and how does one go over?"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.actions import invitations, keys
from renogroep.identity.models import Person, WebSession
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session, transaction
from renogroep.infra.outbox import OutboxMessage
from tests.support.municipalities import (
    EMAIL,
    enter,
    municipality_of,
    people_of,
    works_for_two,
)
from tests.support.signing_in import reader_of


@pytest.fixture
def two(given):
    with given() as make:
        return works_for_two(make)


@pytest.fixture
def browser(app, two):
    return enter(app.test_client())


def test_the_header_says_for_whom_and_the_page_lists_both(browser, two):
    page = browser.page("/vandaag")
    assert page.select_one(".topbar__switch").text == "You work for Testgem · switch"
    listed = [one.get_text(strip=True) for one in browser.page("/wissel").select("main h2")]
    assert listed == ["Testgem", "Zulgem"]


def test_who_works_for_one_municipality_sees_no_switch(client_as):
    assert client_as(Role.ADVISOR).page("/vandaag").select_one(".topbar__switch") is None


def test_a_switch_is_a_new_session_with_new_tokens(app, browser, two):
    with browser.session_transaction() as cookie:
        before = dict(cookie)
    answer = browser.post(f"/wissel/{two.away}", data={"next": "/dossiers"})
    assert (answer.status_code, answer.location) == (303, "/dossiers")
    assert reader_of(app, browser) == two.there
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != before["_user_id"]
        assert cookie["csrf_token"] != before["csrf_token"]
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(before)
    assert thief.get("/vandaag").status_code == 302
    page = browser.page("/vandaag")
    assert "Zulgem" in page.select_one(".topbar__home").text
    with app.app_context():
        rows = session().scalars(select(WebSession).order_by(WebSession.id)).all()
        assert [row.revoked_at is None for row in rows] == [False, True]
        assert rows[0].created_at == rows[1].created_at  # no hour is won
        assert rows[0].proved_at == rows[1].proved_at  # and no proof


@pytest.mark.parametrize("target", ["https://elders.example/", "//elders.example", "/nergens"])
def test_a_switch_leads_to_no_page_of_another_site(browser, two, target):
    answer = browser.post(f"/wissel/{two.away}", data={"next": target})
    assert answer.location == "/vandaag"


def test_a_municipality_that_is_not_ones_own_does_not_exist(app, browser, two, given, client_as):
    with given() as make:
        third = make.municipality().id
    assert browser.post(f"/wissel/{third}").status_code == 404
    assert client_as(Role.LEAD).post(f"/wissel/{two.away}").status_code == 404
    stranger = app.test_client()
    assert stranger.get("/wissel").status_code == 302
    assert stranger.post(f"/wissel/{two.away}").status_code == 401
    assert reader_of(app, browser) == two.here


def test_who_signs_in_begins_where_they_were_last(app, browser, two):
    browser.post(f"/wissel/{two.away}")
    assert municipality_of(app, enter(app.test_client())) == two.away


def link_of(app, person_id, purpose):
    with app.app_context(), transaction() as current:
        person = current.get_one(Person, person_id)
        return keys.make_link(current, person=person, purpose=purpose, by=TICK)


def test_a_link_that_a_colleague_had_sent_opens_that_municipality_alone(app, two):
    client = app.test_client()
    client.post(f"/l/{link_of(app, two.there, 'sign_in')}")
    assert municipality_of(app, client) == two.away
    page = client.page("/wissel")
    assert page.says("opens that municipality alone")
    assert client.send(f"/wissel/{two.home}", status=422).says("opens that municipality alone")
    assert client.page("/wachtwoord").select_one("#old")  # no way to take the account over
    assert municipality_of(app, client) == two.away


def test_a_link_to_the_own_mailbox_opens_all(app, two):
    client = app.test_client()
    client.post(f"/l/{link_of(app, two.there, 'new_password')}")
    client.send(f"/wissel/{two.home}")
    assert reader_of(app, client) == two.here
    assert not client.page("/wachtwoord").select_one("#old")


def test_a_role_in_any_municipality_asks_the_second_check(app, given):
    """An alderman here, an advisor there: the account can do what an advisor can."""
    with given() as make:
        two = works_for_two(make, Role.ADVISOR)
        for row in make.session.get_one(Person, two.here).memberships:
            row.role = Role.ALDERMAN
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    try:
        client = enter(app.test_client())
        assert client.get("/vandaag").location.startswith("/aanmelden/instellen")
    finally:
        app.config["SECOND_FACTOR_ROLES"] = frozenset()


def test_a_role_that_is_taken_away_in_one_leaves_the_other(app, browser, two, given, client_as):
    with given() as make:
        role = make.session.get_one(Person, two.here).memberships[0].id
    client_as(Role.ADMIN).send(f"/mensen/rol/{role}/einde")
    assert browser.get("/vandaag").status_code == 302  # every session is over
    again = enter(app.test_client())
    assert reader_of(app, again) == two.there
    assert again.page("/vandaag").select_one(".topbar__switch") is None


@pytest.fixture
def asked(given):
    """Another municipality asks, and no answer was given."""
    with given() as make:
        two = works_for_two(make, hangs=False)
        account = queries.own_account(make.session, two.here)
        there = make.session.get_one(Person, two.there)
        invitations.invite(make.session, account, there, by=TICK)
        return two


def link_in_the_mail(app):
    with app.app_context():
        body = session().scalars(select(OutboxMessage.body)).one()
    return re.search(r"/l/\S+", body).group()


def answer_of(page):
    (form,) = [form for form in page.select("form") if form.select("[name=answer][value=yes]")]
    return form["action"]


def test_the_mail_leads_to_the_page_to_sign_in_and_the_question(app, asked):
    client = app.test_client()
    answer = client.get(link_in_the_mail(app))
    assert answer.location == "/wissel"
    assert client.get("/wissel").location.startswith("/aanmelden?next=/wissel")
    enter(client)
    page = client.page("/wissel")
    assert page.says("asks you to work for them too")
    client.send(answer_of(page), {"answer": "yes"})
    assert people_of(app) == [asked.here, asked.there]
    assert reader_of(app, client) == asked.here  # signed in still, with a new session
    client.send(f"/wissel/{asked.away}")
    assert reader_of(app, client) == asked.there
    assert client.get(link_in_the_mail(app)).status_code == 404


def test_a_no_and_no_button_hang_nothing_on_the_account(app, asked):
    client = enter(app.test_client())
    address = answer_of(client.page("/wissel"))
    client.send(address, status=422)
    client.send(address, {"answer": "no"})
    assert people_of(app) == [asked.here]
    assert not client.page("/wissel").says("asks you to work for them too")
    client.send(address, {"answer": "yes"}, status=422)


def test_nobody_answers_for_another_account(app, asked, client_as):
    address = answer_of(enter(app.test_client()).page("/wissel"))
    other = client_as(Role.LEAD)
    assert other.post(address, data={"answer": "yes"}).status_code == 404
    assert not other.page("/wissel").says("asks you to work for them too")
    assert app.test_client().post(address, data={"answer": "yes"}).status_code == 401
    assert people_of(app)[0] == asked.here
    assert asked.there not in people_of(app)


def test_a_link_of_a_colleague_says_yes_to_nothing(app, asked):
    address = answer_of(enter(app.test_client()).page("/wissel"))
    client = app.test_client()
    client.post(f"/l/{link_of(app, asked.here, 'sign_in')}")
    client.send(address, {"answer": "yes"}, status=422)
    assert people_of(app) == [asked.here]


def test_a_yes_asks_a_fresh_proof(app, asked):
    client = enter(app.test_client())
    address = answer_of(client.page("/wissel"))
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        answer = client.post(address, data={"answer": "yes"})
        assert answer.location.startswith("/bewijs") or "next=/wissel" in answer.location
        assert people_of(app) == [asked.here]


def test_an_admin_invites_and_asks_once_more(app, given, client_of):
    with given() as make:
        make.member(Role.ADVISOR, email=EMAIL)
        away = make.municipality()
        office = make.organisation("municipality", municipality_id=away.id)
        house = make.organisation("energy_house", municipality_id=away.id).id
        admin = make.member(Role.ADMIN, office).id
    client = client_of(admin)
    form = {
        "name": "Fatma",
        "email": EMAIL,
        "organisation": house,
        "role": "advisor",
        "neighbourhood": 0,
        "language": "nl",
    }
    client.send("/mensen/nieuw", form)
    with app.app_context():
        new = session().scalars(select(Person).where(Person.name == "Fatma")).one().id
    client.send(f"/mensen/{new}/nieuwe-link")
    with app.app_context():
        mails = session().scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(mail.address, mail.person_id) for mail in mails] == [(EMAIL, new)] * 2
    first, second = (re.search(r"/l/\S+", mail.body).group() for mail in mails)
    assert client.get(first).status_code == 404
    assert client.get(second).location == "/wissel"
    assert new not in people_of(app)
