"""Two people open the same quotes at the same moment: one opening, and the other is told.

The control takes the guard away: then the second one is no longer told but breaks.
"""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Event
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db, transaction
from renogroep.quotes.actions import drafting, opening, submitting
from renogroep.quotes.models import Opening, QuoteLine
from renogroep.tenders.models import Lot
from tests.support.make import NOW
from tests.support.make_jobs import invited, typed
from tests.support.make_quotes import worked_example
from tests.support.races import Pool

SECOND = timedelta(seconds=1)


@pytest.fixture
def one(given):
    """A lot whose deadline is over, with three sealed quotes; nobody confirmed yet."""
    with given() as make:
        example = worked_example(make, stage="quoting")
        return SimpleNamespace(
            lot_id=example.lot.id,
            lead=make.member(Role.LEAD).id,
            people=[make.member(Role.OPENING_OFFICER).id for _ in range(2)],
        )


def confirm(app, one, person, expects):
    with app.test_request_context(), transaction() as session:
        lot = session.get(Lot, one.lot_id)
        opening.open_lot(session, lot, by=By(person), expects=expects)


def confirm_without_lock(app, one, person, expects):
    """The same click in a transaction that begins as a reader: on SQLite writing is the lock."""
    with app.test_request_context():
        lot = db.session.get(Lot, one.lot_id)
        opening.open_lot(db.session, lot, by=By(person), expects=expects)
        db.session.commit()


def at_once(app, one, expects, act=confirm):
    def click(person):
        try:
            act(app, one, person, expects)
        except Refused as refused:
            return refused.code
        except (DBAPIError, StaleDataError):
            return "broken"
        return "confirmed"

    with Pool(2) as pool:
        return sorted(pool.map(click, one.people))


def meet_after_looking(monkeypatch):
    """Both look before either writes, when nothing keeps them apart."""
    barrier = Barrier(2)
    look = opening.opened.latest_opening

    def look_and_wait(*given):
        found = look(*given)
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=0.5)
        return found

    monkeypatch.setattr(opening.opened, "latest_opening", look_and_wait)


def leave_the_line(monkeypatch):
    """The opening no longer waits for firms that are handing in."""
    monkeypatch.setattr(
        opening, "hold", lambda session, lot: opening.opened.requests_of(session, lot.id)
    )


def stands(app):
    with app.app_context():
        rows = db.session.scalars(select(Opening)).all()
        lines = db.session.scalar(select(func.count()).select_from(QuoteLine))
        return [(row.first_id, row.second_id, len(row.minutes)) for row in rows], lines


@pytest.mark.parametrize("meet", [False, True])
def test_two_second_people_are_one_opening_and_one_told(app, one, monkeypatch, meet):
    confirm(app, one, one.lead, 0)
    if meet:
        meet_after_looking(monkeypatch)
    assert at_once(app, one, 1) == ["confirmed", "opening.not_now"]
    (opened,), lines = stands(app)
    assert opened[0] == one.lead
    assert opened[1] in one.people
    assert (opened[2], lines) == (3, 15)


@pytest.mark.parametrize("meet", [False, True])
def test_two_first_people_are_one_first_and_nothing_is_open(app, one, monkeypatch, meet):
    if meet:
        meet_after_looking(monkeypatch)
    assert at_once(app, one, 0) == ["confirmed", "opening.somebody_was_first"]
    (opened,), lines = stands(app)
    assert opened[0] in one.people
    assert (opened[1], lines) == (None, 0)


def test_without_the_lock_the_second_is_not_told_but_breaks(app, one, monkeypatch):
    """The control."""
    confirm(app, one, one.lead, 0)
    meet_after_looking(monkeypatch)
    monkeypatch.setattr(opening, "locked", lambda *_: None)
    leave_the_line(monkeypatch)
    assert at_once(app, one, 1, confirm_without_lock) == ["broken", "confirmed"]


@pytest.fixture
def last_second(given):
    """Two quotes are in and the first person confirmed; a third firm hands in at the last second."""
    with given() as make:
        example = worked_example(make, stage="quoting", firms="AB", deadline=NOW)
        firm, person = invited(make, example.lot)
        draft = drafting.save_draft(
            make.session,
            example.request.id,
            firm.id,
            typed(),
            revision=1,
            by=By(person.id, seen=0),
        )
        officers = [make.member(Role.OPENING_OFFICER).id for _ in range(2)]
        with clock.frozen_at(NOW + SECOND):
            opening.open_lot(make.session, example.lot, by=By(officers[0]))
        return SimpleNamespace(
            lot_id=example.lot.id,
            request_id=example.request.id,
            firm_id=firm.id,
            person_id=person.id,
            version=draft.version,
            people=officers[1:],
        )


def hand_in_while_it_is_opened(app, one, act):
    """The firm was in time, but its transaction ends when the second person has pressed the button."""
    written, confirmed = Event(), Event()

    def hand_in():
        with app.test_request_context(), transaction() as session:
            submitting.submit(
                session,
                one.request_id,
                one.firm_id,
                submission_key="one-rendered-form-has-one-key",
                by=By(one.person_id, seen=one.version),
            )
            written.set()
            confirmed.wait(0.7)

    with Pool(1) as firm:
        handed_in = firm.submit(hand_in)
        assert written.wait(20)
        with clock.frozen_at(NOW + SECOND):
            ended = at_once(app, one, 1, act)
        confirmed.set()
        handed_in.result()
    return ended


def test_a_quote_of_the_last_second_is_opened_with_the_others(app, last_second):
    assert hand_in_while_it_is_opened(app, last_second, confirm) == ["confirmed"]
    (opened,), lines = stands(app)
    assert (opened[2], lines) == (3, 15)


def test_control_without_the_line_of_the_firms_the_last_quote_is_missed(
    app, last_second, monkeypatch
):
    leave_the_line(monkeypatch)
    ended = hand_in_while_it_is_opened(app, last_second, confirm_without_lock)
    (opened,), _lines = stands(app)
    # PostgreSQL opens without it; SQLite refuses the opening that read before the quote was in.
    assert (ended, opened[2]) in ((["confirmed"], 2), (["broken"], 0))
