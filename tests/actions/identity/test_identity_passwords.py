"""How long is a password at least, what opens with it, and what does a guess cost?"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.actions import guesses, keys, passwords, signing_in
from renogroep.identity.models import AccountPerson, SignInAttempt, SignInSubject
from renogroep.infra.acts import TICK
from tests.support.make import NOW

EMAIL = "staf@example.org"
GOOD = "een zin van mij"


@pytest.fixture
def account(make):
    return keys.create_account(make.session, person=make.person(), email=EMAIL, by=TICK)


def own_person(session):
    return session.scalars(select(AccountPerson.person_id)).one()


def come_in(session, password, address="10.0.0.1", known=()):
    """The account; None when the password is wrong; the seconds when it must wait."""
    attempt = signing_in.begin(session, email=EMAIL, address=address, known=known)
    if attempt.guess.wait:
        return attempt.guess.wait
    if not passwords.fits(attempt.kept, password):
        return None
    return signing_in.finish(session, attempt, password, person_id=own_person(session))


def test_twelve_characters_are_enough(session, account):
    passwords.set_password(session, account, "abcdefabcdef", by=TICK)
    assert come_in(session, "abcdefabcdef") is account
    assert session.query(SignInAttempt).count() == 0, "what was right is no failure"


def test_eleven_are_not(session, account):
    with pytest.raises(Refused, match=r"account\.short_password"):
        passwords.set_password(session, account, "abcdefabcde", by=TICK)
    assert account.password_hash is None


@pytest.mark.parametrize("wrong", ["", "een zin van jou", f"{GOOD}."])
def test_another_password_opens_nothing_and_is_counted(session, account, wrong):
    passwords.set_password(session, account, GOOD, by=TICK)
    assert come_in(session, wrong) is None
    assert session.query(SignInAttempt).count() == 2  # of this e-mail, from this network


def test_an_account_without_a_password_or_put_aside_opens_nothing(session, account):
    assert come_in(session, "") is None
    passwords.set_password(session, account, GOOD, by=TICK)
    account.active = False
    session.flush()
    assert come_in(session, GOOD) is None


def test_an_account_that_goes_off_while_the_password_is_compared_opens_nothing(session, account):
    passwords.set_password(session, account, GOOD, by=TICK)
    attempt = signing_in.begin(session, email=EMAIL, address="10.0.0.1", known=())
    account.active = False
    assert signing_in.finish(session, attempt, GOOD, person_id=own_person(session)) is None


def fail(session, times, network=0):
    for n in range(times):
        assert come_in(session, "wrong", f"10.{network}.{n}.1") is None


def test_four_failures_cost_nothing_and_five_a_second(session, account):
    passwords.set_password(session, account, GOOD, by=TICK)
    fail(session, 4)
    assert come_in(session, GOOD) is account
    fail(session, 1, network=1)
    assert come_in(session, GOOD) == 1
    with clock.frozen_at(NOW + timedelta(seconds=1)):
        assert come_in(session, GOOD) == 1, "the one that had to wait counts, from its own moment"
    with clock.frozen_at(NOW + timedelta(seconds=10)):
        assert come_in(session, GOOD) is account


def test_after_a_quarter_it_is_forgotten_and_after_a_day_the_row_goes(session, account):
    fail(session, 5)
    with clock.frozen_at(NOW + timedelta(minutes=15)):
        assert come_in(session, "wrong", "10.9.9.9") is None
    with clock.frozen_at(NOW + timedelta(days=3)):
        come_in(session, "wrong")
        assert session.query(SignInAttempt).count() == 2
        assert session.query(SignInSubject).count() == 2


def test_wrong_guesses_by_others_never_keep_a_known_device_out(session, account):
    passwords.set_password(session, account, GOOD, by=TICK)
    for n in range(40):
        come_in(session, "wrong", f"10.{n}.0.1")
    assert come_in(session, GOOD, "10.200.0.1") == 30
    assert come_in(session, GOOD, "10.200.0.1", known=[account.id]) is account
    assert come_in(session, GOOD, "10.200.0.1", known=[account.id + 1]) == 30


def test_a_network_that_guesses_at_many_names_waits_for_all_of_them(session):
    guess = [
        guesses.count(session, name=f"n{n}", address=f"10.0.0.{n}", known_device=True)
        for n in range(11)
    ]
    assert [one.wait for one in guess] == [0] * 10 + [1]
    other = guesses.count(session, name="n", address="10.0.1.1", known_device=False)
    assert other.wait == 0


def test_pressing_again_while_waiting_does_not_make_it_longer_for_the_office(session):
    for n in range(15):
        guesses.count(session, name=f"n{n}", address="10.0.0.1", known_device=True)
    waits = [
        guesses.count(session, name="an", address="10.0.0.2", known_device=True).wait
        for _ in range(3)
    ]
    assert waits == [1, 1, 1]


def test_one_address_has_one_account(session, make, account):
    with pytest.raises(Refused, match=r"account\.known"):
        keys.create_account(session, person=make.person(), email=f" {EMAIL.upper()}", by=TICK)
