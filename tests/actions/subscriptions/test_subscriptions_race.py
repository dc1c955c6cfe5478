"""Two people of one home send the form at the same moment: what then?"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.acts import By
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import interest
from renogroep.subscriptions.models import Subscription
from tests.support.make_subscriptions import ANSWERS, place, sender


def send_twice(app, at, monkeypatch, *, meet):
    """Both requests at once; they wait for each other where ``meet`` says, if they can."""
    barrier = Barrier(2)
    look = queries.live_at

    def look_and_wait(*given):
        found = look(*given)
        with suppress(BrokenBarrierError):  # the lock kept the other one out
            barrier.wait(timeout=0.4)
        return found

    if meet:
        monkeypatch.setattr(interest.queries, "live_at", look_and_wait)

    def send(name):
        with app.test_request_context():
            try:
                with db.transaction() as session:
                    package = queries.public_package(session, at.reference)
                    interest.register_interest(
                        session,
                        package=package,
                        address=queries.address_in(
                            session, at.address_id, package.neighbourhood_id
                        ),
                        answers=ANSWERS,
                        sender=sender(name),
                        by=By(None),
                    )
            except Refused as refused:
                return refused.code
            except DBAPIError:
                return "broken"
            return "written"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(send, ("Ann", "Bob")))


@pytest.mark.parametrize("meet", [False, True])
def test_two_at_once_are_one_interest_and_one_told(app, given, monkeypatch, meet):
    with given() as make:
        at = place(make)
    assert send_twice(app, at, monkeypatch, meet=meet) == ["subscription.known", "written"]
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Subscription)) == 1


def test_without_the_lock_the_index_still_holds(app, given, monkeypatch, database):
    """The control: on PostgreSQL the same race breaks when nobody holds the address."""
    with given() as make:
        at = place(make)
        make.dwelling(make.session.merge(at.address))
    from renogroep.owners.actions import intake

    monkeypatch.setattr(interest, "locked", lambda *given: None)
    monkeypatch.setattr(intake, "locked", lambda *given: None)
    outcome = send_twice(app, at, monkeypatch, meet=True)
    expected = "broken" if database == "postgresql" else "subscription.known"
    assert outcome == [expected, "written"]
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Subscription)) == 1
