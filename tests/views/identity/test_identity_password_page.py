"""Who changes a password types the old one, or came in just now; an easy one is refused in words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import passwords
from renogroep.identity.models import Account, Person
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import NOW

OLD, NEW = "een zin van vroeger", "een zin van vandaag"
LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def firm(given, client_of):
    """The browser of a firm's owner that signed in at NOW."""
    with given() as make:
        person = make.member(Role.CONTRACTOR_OWNER, email="baas@dakwerken.example")
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, OLD, by=TICK)
        key = person.id
    browser = client_of(key)
    browser.comes_back = None
    return browser


def opens(app, typed):
    with app.app_context():
        return passwords.fits(db.session().scalars(select(Account.password_hash)).one(), typed)


def fields(page):
    form = page.select_one("main form")
    assert len(page.select("main form")) == 1
    return [(one["name"], one["type"]) for one in form.select("input:not([type=hidden])")]


def test_who_came_in_just_now_is_not_asked_for_the_old_one(app, firm):
    assert fields(firm.page("/wachtwoord")) == [("password", "password")]
    firm.send("/wachtwoord", {"password": NEW})
    assert opens(app, NEW)


def test_ten_minutes_later_the_old_one_is_asked(app, firm):
    with clock.frozen_at(NOW + timedelta(minutes=10)):
        assert len(fields(firm.page("/wachtwoord"))) == 1
    with clock.frozen_at(LATER):
        assert fields(firm.page("/wachtwoord")) == [("old", "password"), ("password", "password")]
        for old in ({}, {"old": NEW}):
            page = firm.send("/wachtwoord", {"password": NEW, **old}, status=422)
            assert page.select("#old-error")
        assert opens(app, OLD)
        firm.send("/wachtwoord", {"old": OLD, "password": NEW})
    assert opens(app, NEW)


def test_guesses_at_the_old_one_wait_like_every_guess(app, firm):
    with clock.frozen_at(LATER):
        for _ in range(5):
            firm.send("/wachtwoord", {"old": "mis", "password": NEW}, status=422)
        page = firm.send("/wachtwoord", {"old": OLD, "password": NEW}, status=422)
        assert page.says("Seconds to wait: 1.")
    assert opens(app, OLD)


@pytest.mark.parametrize(
    "easy",
    ["", "kort", "1qaz2wsx3edc", "1928374655647", "abcdabcdabcd", "wij van dakwerken", "x" * 501],
)
def test_an_easy_password_is_refused_beside_its_field(app, firm, easy):
    page = firm.send("/wachtwoord", {"password": easy}, status=422)
    assert page.select("#password-error")
    assert not easy or easy not in str(page)
    assert opens(app, OLD)


def test_the_own_name_is_no_password(app, given, firm):
    with given() as make:
        name = make.session.scalars(select(Person.name).order_by(Person.id.desc())).first()
    firm.send("/wachtwoord", {"password": f"ik ben {name.upper()}!"}, status=422)
    assert opens(app, OLD)
