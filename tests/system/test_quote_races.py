"""Two people hand in at once, or at the last second: the guards hold, and without them it goes wrong.

Every race has a control that takes the guard away and must show the damage; without it a green test
proves nothing.
"""

import secrets
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.infra.acts import By
from renogroep.infra.db import db, locked, transaction
from renogroep.quotes.actions import drafting, submitting
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.lifecycle import QuoteState
from tests.support.make_jobs import job, quotes_of, typed
from tests.support.races import Runner

KEY = "one-rendered-form-has-one-key"
LATE = timedelta(seconds=1)
WAIT = 20  # seconds


@pytest.fixture
def one(given):
    """A job with a complete draft."""
    with given() as make:
        made = job(make)
        draft = drafting.save_draft(
            make.session,
            made.request_id,
            made.firm_id,
            typed(),
            revision=1,
            by=By(made.person_id, seen=0),
        )
        made.version = draft.version
        return made


def hand_in(app, one):
    """What the page does with one click."""
    with app.test_request_context(), transaction() as session:
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=one.version),
        )


def together(*works):
    """Run all at once; gives what each of them raised, None when it went well."""
    ended = [None] * len(works)

    def run(place, work):
        try:
            work()
        except Exception as error:
            ended[place] = error

    threads = [Runner(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT * 2)
    assert not any(thread.is_alive() for thread in threads)
    return ended


def counting(app, one):
    """How many quotes of the firm count now."""
    with app.app_context():
        return sum(q.state == QuoteState.SUBMITTED for q in quotes_of(db.session, one.request_id))


def meet_before_writing(monkeypatch):
    """Both clicks pass every check before either writes, when nothing keeps them apart."""
    barrier = threading.Barrier(2, timeout=2)
    nonce = submitting.new_nonce

    def wait():
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        return nonce()

    monkeypatch.setattr(submitting, "new_nonce", wait)


def test_a_double_click_makes_one_quote(app, one, monkeypatch):
    meet_before_writing(monkeypatch)
    ended = together(lambda: hand_in(app, one), lambda: hand_in(app, one))
    assert ended == [None, None]  # the second click is shown the quote of the first
    assert counting(app, one) == 1


@contextmanager
def guards_off(app, monkeypatch):
    """No lock, no key, no unique index; and the checks end before the writing begins."""
    index = next(i for i in Quote.__table__.indexes if i.name == "uq_quote_in_play")
    with app.app_context(), db.engine.begin() as connection:
        index.drop(connection)
    meet = submitting.new_nonce

    def checks_end_here():
        nonce = meet()
        db.session.commit()
        db.session.connection(execution_options={"writing": True})
        return nonce

    monkeypatch.setattr(drafting, "locked", lambda session, kind, key: session.get(kind, key))
    monkeypatch.setattr(submitting, "_key", lambda *_: secrets.token_hex(16))
    monkeypatch.setattr(submitting, "new_nonce", checks_end_here)
    try:
        yield
    finally:
        with app.app_context(), transaction() as session:
            session.execute(delete(Quote))
        with app.app_context(), db.engine.begin() as connection:
            index.create(connection)


def hand_in_without_a_lock(app, one):
    """The same click, but the transaction begins as a reader: on SQLite writing is the lock."""
    with app.test_request_context():
        db.session.expire_on_commit = False
        submitting.submit(
            db.session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=one.version),
        )
        db.session.commit()


def test_control_without_guards_a_double_click_makes_two_quotes(app, one, monkeypatch):
    meet_before_writing(monkeypatch)
    with guards_off(app, monkeypatch):
        ended = together(*[lambda: hand_in_without_a_lock(app, one)] * 2)
        assert ended == [None, None]
        assert counting(app, one) == 2


def test_the_database_itself_refuses_a_second_quote_of_a_firm(app, one):
    """The unique index is the last judge, whatever the code forgot."""
    hand_in(app, one)

    def add_another():
        with app.app_context(), transaction() as session:
            kept = quotes_of(session, one.request_id)[0]
            copied = ("municipality_id", "request_id", "organisation_id", "slot", "state")
            values = {name: getattr(kept, name) for name in copied}
            session.add(
                Quote(**values, request_revision=1, saved_at=clock.now(), saved_by=one.person_id)
            )

    with pytest.raises(IntegrityError):
        add_another()


@pytest.mark.parametrize(
    "after,counted",
    [(-LATE, 1), (timedelta(0), 1), (timedelta(microseconds=999_999), 1), (LATE, 0)],
)
def test_the_second_of_the_deadline_is_in_time_and_the_next_is_late(app, one, after, counted):
    with clock.frozen_at(one.deadline + after):
        (error,) = together(lambda: hand_in(app, one))
    assert counting(app, one) == counted
    assert (error is None) == bool(counted)


@contextmanager
def opened_while_waiting(app, one):
    """Somebody holds the request at the last second; when it is free again the deadline has passed.

    Yields a function that a click calls when it stands at the door.
    """
    holding, at_the_door = threading.Event(), threading.Event()

    def hold():
        with app.app_context(), transaction() as session:
            locked(session, Request, one.request_id)
            holding.set()
            at_the_door.wait(WAIT)
            threading.Event().wait(0.3)  # the click is really waiting now
            time_machine.__enter__()

    time_machine = clock.frozen_at(one.deadline + LATE)
    holder = Runner(target=hold)
    with clock.frozen_at(one.deadline):
        holder.start()
        assert holding.wait(WAIT)
        try:
            yield at_the_door.set
        finally:
            at_the_door.set()
            holder.join(WAIT)
            time_machine.__exit__(None, None, None)


def test_who_waited_for_the_lock_past_the_deadline_is_late(app, one):
    with opened_while_waiting(app, one) as at_the_door:

        def click():
            at_the_door()
            hand_in(app, one)

        (error,) = together(click)
    assert isinstance(error, Refused)
    assert error.code == "quote.late"
    assert counting(app, one) == 0


def test_control_a_clock_that_is_read_before_the_lock_lets_a_late_quote_in(app, one, monkeypatch):
    with opened_while_waiting(app, one) as at_the_door:

        def click():
            read_before = clock.now()
            assert in_time(read_before, one.deadline)
            monkeypatch.setattr(drafting, "refuse_late", lambda request: None)
            at_the_door()
            hand_in(app, one)

        (error,) = together(click)
        assert clock.now() > one.deadline
    assert error is None
    assert counting(app, one) == 1
