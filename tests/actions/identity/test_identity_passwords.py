"""How long is a password at least, and what opens with it?"""

import pytest

from renogroep.base.errors import Refused
from renogroep.identity.actions import keys
from renogroep.identity.models import SignInAttempt
from renogroep.identity.queries import LOCK_OUT_AFTER
from renogroep.infra.acts import TICK

EMAIL = "staf@example.org"


@pytest.fixture
def account(make):
    return keys.create_account(make.session, person=make.person(), email=EMAIL, by=TICK)


def come_in(session, password, address="10.0.0.1"):
    return keys.sign_in(session, email=EMAIL, password=password, address=address)


def test_twelve_characters_are_enough(session, account):
    keys.set_password(session, account, "a" * 12, by=TICK)
    assert come_in(session, "a" * 12) is account


def test_eleven_are_not(session, account):
    with pytest.raises(Refused, match=r"account\.short_password"):
        keys.set_password(session, account, "a" * 11, by=TICK)
    assert account.password_hash is None


@pytest.mark.parametrize("wrong", ["", "b" * 12, "a" * 13])
def test_another_password_opens_nothing_and_is_counted(session, account, wrong):
    keys.set_password(session, account, "a" * 12, by=TICK)
    assert come_in(session, wrong) is None
    session.flush()
    assert session.query(SignInAttempt).count() == 2  # of this e-mail, from this address


def test_an_account_without_a_password_or_put_aside_opens_nothing(session, account):
    assert come_in(session, "") is None
    keys.set_password(session, account, "a" * 12, by=TICK)
    account.active = False
    session.flush()
    assert come_in(session, "a" * 12) is None


def test_the_last_try_is_free_and_the_next_one_is_refused(session, account):
    keys.set_password(session, account, "a" * 12, by=TICK)
    for n in range(LOCK_OUT_AFTER - 1):
        come_in(session, "wrong", f"10.0.0.{n}")
    assert come_in(session, "a" * 12) is account
    come_in(session, "wrong")
    with pytest.raises(Refused, match=r"account\.locked_out"):
        come_in(session, "a" * 12)


def test_one_address_has_one_account(session, make, account):
    with pytest.raises(Refused, match=r"account\.known"):
        keys.create_account(session, person=make.person(), email=f" {EMAIL.upper()}", by=TICK)
