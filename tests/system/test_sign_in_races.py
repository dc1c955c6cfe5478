"""Many guess at one password at the same moment: each counts, and five are looked at, not more."""

from functools import partial

import pytest
from sqlalchemy import func, select

from renogroep.identity.actions import guesses, keys, signing_in
from renogroep.identity.models import SignInAttempt
from renogroep.identity.queries import attempt_subject
from renogroep.infra import db
from renogroep.infra.acts import TICK
from tests.support.races import meet_after, together, unguarded

EMAIL = "firma@example.org"


@pytest.fixture
def firm(given):
    """An account at which others guess."""
    with given() as make:
        keys.create_account(make.session, person=make.person(), email=EMAIL, by=TICK)


def guess(looked, transaction, n):
    with transaction() as session:
        attempt = signing_in.begin(session, email=EMAIL, address=f"10.0.{n}.1", known=())
    looked.append(attempt.guess.wait == 0)


def counted(app):
    with app.app_context():
        return db.session().scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.subject == attempt_subject(EMAIL))
        )


def test_twenty_four_guesses_at_once_count_twenty_four(app, firm):
    looked = []
    heard = together(app, *(partial(guess, looked, db.transaction, n) for n in range(24)))
    assert heard == ["well"] * 24
    assert counted(app) == 24
    assert sum(looked) == 5


@pytest.fixture
def four_failed(app, firm):
    """One more is looked at, the next one waits."""
    with app.app_context(), app.test_request_context():
        for n in range(4):
            guess([], db.transaction, n)


def test_of_two_guesses_at_the_limit_one_is_looked_at(app, four_failed, monkeypatch):
    monkeypatch.setattr(guesses, "_failures", meet_after(guesses._failures))
    looked = []
    together(app, *(partial(guess, looked, db.transaction, n) for n in (8, 9)))
    assert sorted(looked) == [False, True]


def test_control_without_the_held_row_both_would_be_looked_at(app, four_failed, monkeypatch):
    monkeypatch.setattr(guesses, "_failures", meet_after(guesses._failures))
    monkeypatch.setattr(guesses, "_hold", lambda *_: None)
    monkeypatch.setattr(guesses, "_forget", lambda *_: None)
    looked = []
    heard = together(app, *(partial(guess, looked, unguarded, n) for n in (8, 9)))
    both = looked == [True, True]
    assert both or "database error" in heard  # SQLite stops the second one with a crash
