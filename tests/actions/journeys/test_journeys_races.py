"""Two processes about the same homes at the same moment: neither waits for the other for ever.

The one that reaches the audit trail first stands still there until the other one waits too. Each
takes all its locks before that point; the control shows what happens to one that does not.
"""

from itertools import permutations
from threading import Event, get_ident

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.journeys.actions import people
from renogroep.journeys.actions.close_case import close_case
from renogroep.journeys.actions.screen_home import screen_home
from renogroep.journeys.actions.stop_interest import stop_interest
from renogroep.journeys.actions.stop_lot import stop_lot
from renogroep.journeys.actions.stop_package import stop_package
from renogroep.owners.actions.reading import note_read
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.interest import withdraw_interest
from renogroep.subscriptions.actions.threshold import release_households
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.actions import cancel
from renogroep.tenders.models import Lot, Package
from tests.support.races import Pool

DATABASES = ("postgresql",)  # on SQLite a whole transaction waits for the other
SECONDS = 60
LONG_ENOUGH = 0.7  # for the other one to reach its first lock
REASON = "Er is geen geld meer."


@pytest.fixture
def homes(given):
    """Ids of two interests in a package with two lots, and of who acts."""
    with given() as make:
        package = make.package(lots=2)
        one, two = make.subscription(package), make.subscription(package)
        by = By(make.member(Role.LEAD).id)
        note_read(make.session, one.case, sensitive=False, by=by)  # the trail has an end to hold
        return {
            "package": package.id,
            "lot": package.lots[0].id,
            "interest": one.id,
            "case": one.case_id,
            "person": one.person_id,
            "other": two.person_id,
            "by": by,
        }


def stop_the_interest(session, ids):
    row = session.get_one(Subscription, ids["interest"])
    stop_interest(session, row, reason="cost", by=ids["by"])


def close_the_case(session, ids):
    close_case(session, session.get_one(Case, ids["case"]), reason="moved", by=ids["by"])


def stop_the_lot(session, ids):
    stop_lot(session, session.get_one(Lot, ids["lot"]), reason=REASON, by=ids["by"])


def stop_the_package(session, ids):
    stop_package(session, session.get_one(Package, ids["package"]), reason=REASON, by=ids["by"])


def screen_the_home(session, ids):
    facts = {fact.code: ("yes", "") for fact in SCREENING_2026.facts}
    screen_home(session, session.get_one(Case, ids["case"]), facts, by=ids["by"])


def join_the_people(session, ids):
    old, new = (session.get_one(people.Person, ids[name]) for name in ("person", "other"))
    people.merge_people(session, old, new, by=ids["by"])


def forget_the_person(session, ids):
    person = session.get_one(people.Person, ids["person"])
    people.erase_person(session, person, by=ids["by"])


PROCESSES = [
    stop_the_interest,
    close_the_case,
    stop_the_lot,
    stop_the_package,
    screen_the_home,
    join_the_people,
    forget_the_person,
]
PAIRS = list(permutations(PROCESSES, 2))


def both(app, ids, first, second):
    """``second`` begins when ``first`` has the end of the audit trail; what each of them hears."""
    reached, who = Event(), {}

    def stand_still(_connection, _cursor, statement, *_more):
        mine = "FROM audit_head" in statement and get_ident() == who.get("first")
        if mine and not reached.is_set():
            reached.set()
            Event().wait(LONG_ENOUGH)

    def run(process, name):
        who[name] = get_ident()
        with app.app_context(), app.test_request_context():
            if name == "second":
                reached.wait(SECONDS)
            try:
                with db.transaction() as session:
                    process(session, ids)
            except Refused:
                return "refused"
            except OperationalError as error:
                return type(error.orig).__name__
        return "well"

    with app.app_context():
        engine = db.db.engine
    event.listen(engine, "after_cursor_execute", stand_still)
    try:
        with Pool(2) as pool:
            waiting = [pool.submit(run, first, "first"), pool.submit(run, second, "second")]
            return [one.result(SECONDS) for one in waiting]
    finally:
        event.remove(engine, "after_cursor_execute", stand_still)


@pytest.mark.parametrize(
    ("first", "second"), PAIRS, ids=[f"{a.__name__}-{b.__name__}" for a, b in PAIRS]
)
def test_two_processes_never_hold_each_other_up(app, homes, first, second):
    heard = both(app, homes, first, second)
    assert heard[0] == "well"
    assert heard[1] in {"well", "refused"}


def test_control_a_process_that_locks_as_it_goes_holds_another_one_up(app, homes):
    def stop_as_it_goes(session, ids):
        package = session.get_one(Package, ids["package"])
        cancel(session, package, REASON, by=ids["by"])
        release_households(session, package, by=ids["by"])

    def withdraw_alone(session, ids):
        row = session.get_one(Subscription, ids["interest"])
        withdraw_interest(session, row, reason="cost", by=ids["by"])

    assert "DeadlockDetected" in both(app, homes, stop_as_it_goes, withdraw_alone)
