"""Two people of one home sign up or confirm at the same moment: what then?"""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.acts import By
from renogroep.owners.actions import intake
from renogroep.owners.models import Task
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import confirming, interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import TAKING_PART
from tests.support.make_subscriptions import ANSWERS, place, sender
from tests.support.races import Pool


def meet_at_the_look(monkeypatch):
    """Both look whether the home is free before either of them writes, if they can."""
    barrier = Barrier(2)
    look = queries.live_at

    def look_and_wait(*given):
        found = look(*given)
        with suppress(BrokenBarrierError):  # the lock kept the other one out
            barrier.wait(timeout=0.4)
        return found

    monkeypatch.setattr(interest.queries, "live_at", look_and_wait)


def at_once(app, work, values):
    """What came of doing the same for each value, in threads and transactions of their own."""

    def one(value):
        with app.test_request_context():
            try:
                with db.transaction() as session:
                    return work(session, value)
            except Refused as refused:
                return refused.code
            except DBAPIError:
                return "broken"

    with Pool(len(values)) as pool:
        return sorted(pool.map(one, values))


def register(session, at, name, channel):
    package = queries.public_package(session, at.reference)
    return interest.register_interest(
        session,
        package=package,
        address=queries.address_in(session, at.address_id, package.neighbourhood_id),
        answers=ANSWERS,
        sender=sender(name),
        by=By(None, channel),
    )


def signed_up_twice(app, at):
    def work(session, name):
        register(session, at, name, Channel.PHONE)
        return "written"

    return at_once(app, work, ("Ann", "Bob"))


def confirmed_twice(app, keys):
    def work(session, key):
        row = session.get_one(Subscription, key)
        done = confirming.confirm_interest(session, row, by=By(row.person_id))
        return "holds" if done else "taken"

    return at_once(app, work, keys)


def taking_part(app):
    with app.app_context():
        query = select(func.count()).where(Subscription.state.in_(sorted(TAKING_PART)))
        return db.session().scalar(query)


@pytest.fixture
def waiting(app, given):
    """Two interests for one home, and the keys of their rows."""
    with given() as make:
        at = place(make)
    with app.test_request_context(), db.transaction() as session:
        return [register(session, at, name, Channel.ONLINE).id for name in ("Ann", "Bob")]


@pytest.mark.parametrize("meet", [False, True])
def test_two_at_once_are_one_interest_and_one_told(app, given, monkeypatch, meet):
    with given() as make:
        at = place(make)
    if meet:
        meet_at_the_look(monkeypatch)
    assert signed_up_twice(app, at) == ["subscription.known", "written"]
    assert taking_part(app) == 1


def test_without_the_lock_the_index_still_holds(app, given, monkeypatch, database):
    """The control: on PostgreSQL the same race breaks when nobody holds the address."""
    with given() as make:
        at = place(make)
        make.dwelling(make.session.merge(at.address))
    meet_at_the_look(monkeypatch)
    monkeypatch.setattr(interest, "locked", lambda *given: None)
    monkeypatch.setattr(intake, "locked", lambda *given: None)
    expected = "subscription.known" if database == "sqlite" else "broken"
    assert signed_up_twice(app, at) == [expected, "written"]
    assert taking_part(app) == 1


@pytest.mark.parametrize("meet", [False, True])
def test_of_two_who_confirm_one_home_at_once_one_holds_it(app, waiting, monkeypatch, meet):
    if meet:
        meet_at_the_look(monkeypatch)
    assert confirmed_twice(app, waiting) == ["holds", "taken"]
    assert taking_part(app) == 1
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Task)) == 1


def test_without_the_lock_the_index_still_holds_when_two_confirm(
    app, waiting, monkeypatch, database
):
    """The control of the test above."""
    meet_at_the_look(monkeypatch)
    monkeypatch.setattr(confirming, "locked", lambda *given: None)
    expected = ["holds", "taken"] if database == "sqlite" else ["broken", "holds"]
    assert confirmed_twice(app, waiting) == expected
    assert taking_part(app) == 1


def test_one_link_pressed_twice_at_once_is_one_interest(app, waiting):
    assert confirmed_twice(app, [waiting[0]] * 2) == ["holds", "holds"]
    assert taking_part(app) == 1
