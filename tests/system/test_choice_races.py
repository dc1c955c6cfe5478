"""A household says yes while the lead works the choice out again: its yes is never lost.

The race runs with a control: with the guard off the yes ends in a run that counts no more.
"""

import pytest

from renogroep.infra import db
from renogroep.infra.acts import By
from renogroep.quotes.actions import choosing
from renogroep.quotes.models import Assignment
from renogroep.quotes.queries import opened
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from tests.support.races import meet_after, together, unguarded
from tests.support.worlds import WORLDS
from tests.support.worlds.base import lead


@pytest.fixture
def asked(app, given, monkeypatch):
    """Ids of a home that is asked for a new yes; both look at the last run together if they can."""
    monkeypatch.setitem(app.extensions, db.AFTER_COMMIT, None)
    with given() as make:
        world = WORLDS["new_yes"](make)
        row = opened.assignment_of(make.session, world.home, world.lot)
        found = {
            "home": world.home.id,
            "lot": world.lot.id,
            "row": row.id,
            "mark": row.mark,
            "by": lead(make),
        }
    monkeypatch.setattr(opened, "latest_runs", meet_after(opened.latest_runs))
    return found


def race(app, ids, begin=db.transaction):
    def say_yes():
        with begin() as session:
            home = session.get_one(Subscription, ids["home"])
            row = session.get_one(Assignment, ids["row"])
            choosing.accept(session, row, by=By(home.person_id, seen=ids["mark"]))

    def work_out():
        with begin() as session:
            choosing.run(session, session.get_one(Lot, ids["lot"]), by=ids["by"])

    return together(app, say_yes, work_out)


def yes_counts(app, asked):
    """Does the run that counts know the yes?"""
    with app.app_context():
        session = db.session()
        home, lot = session.get_one(Subscription, asked["home"]), session.get_one(Lot, asked["lot"])
        row = opened.assignment_of(session, home, lot)
        assert row.id != asked["row"]
        return row.yes_at is not None


def test_a_yes_counts_in_the_new_run_or_its_page_is_old(app, asked):
    said, worked_out = race(app, asked)
    assert worked_out == "well"
    assert (said, yes_counts(app, asked)) in {("well", True), ("stale", False)}


def test_control_without_the_guard_a_yes_is_lost(app, asked, database, monkeypatch):
    """The guard is the row of the lot on PostgreSQL, and BEGIN IMMEDIATE on SQLite."""
    monkeypatch.setattr(choosing, "locked", lambda session, kind, key: session.get(kind, key))
    heard = race(app, asked, unguarded)
    if database == "postgresql":
        assert heard == ["well", "well"]
        assert not yes_counts(app, asked)
    else:
        assert sorted(heard) == ["database error", "well"]
