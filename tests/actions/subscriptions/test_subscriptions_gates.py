"""What do screening and the interest deadline change, and whom do they tell?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.stop_lot import settle_interest
from renogroep.owners.actions.facts import record_facts
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import screening
from renogroep.subscriptions.models import InterestDecision
from renogroep.subscriptions.rules.screening import SCREENING_2026

ALL_NO = {fact.code: ("no", "") for fact in SCREENING_2026.facts}
AFTER = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)  # the day after the interest deadline


def facts(session, row, **given):
    values = {**ALL_NO, **{code: (answer, "") for code, answer in given.items()}}
    record_facts(session, row.case, values, by=TICK)


def messages(session):
    return session.scalar(select(func.count()).select_from(OutboxMessage))


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "screened_fit"),
        ({"damp": "yes"}, "screened_with_change"),
        ({"protected": "yes"}, "not_fit"),
        ({"damp": "unknown"}, "subscribed"),
    ],
)
def test_facts_decide_the_state(session, make, given, state):
    row = make.subscription(make.package(), state="subscribed")
    facts(session, row, **given)
    screening.apply_screening(session, row, by=TICK)
    assert row.state == state
    assert bool(row.screening) == (state != "subscribed")
    assert messages(session) == (state != "subscribed")


def test_the_same_outcome_twice_tells_nobody_twice(session, make):
    row = make.subscription(make.package(), state="subscribed")
    facts(session, row)
    screening.apply_screening(session, row, by=TICK)
    screening.apply_screening(session, row, by=TICK)
    assert messages(session) == 1
    facts(session, row, damp="yes")
    screening.apply_screening(session, row, by=TICK)
    assert messages(session) == 2


def test_a_decision_keeps_the_version_that_it_used(session, make):
    version = screening.seed_screening_rules(session, make.home.id, by=TICK)
    again = screening.seed_screening_rules(session, make.home.id, by=TICK)
    assert (version.state, again.id) == ("active", version.id)
    row = make.subscription(make.package(), state="subscribed")
    facts(session, row)
    screening.apply_screening(session, row, by=TICK)
    assert row.rule_version_id == version.id


def test_an_ended_interest_is_not_screened(session, make):
    row = make.subscription(make.package(), state="withdrawn")
    facts(session, row)
    with pytest.raises(Refused):
        screening.apply_screening(session, row, by=TICK)


def full(make, fit, interested=0, **given):
    package = make.package(**given)
    for _ in range(fit):
        make.subscription(package)
    for _ in range(interested):
        make.subscription(package, state="subscribed")
    return package


@pytest.mark.parametrize(
    ("fit", "interested", "extended", "outcome"),
    [
        (2, 0, False, "go"),
        (1, 5, False, "extend"),  # interest alone opens nothing
        (1, 5, True, "fail"),
        (2, 0, True, "go"),
    ],
)
def test_the_deadline_decides_once(session, make, fit, interested, extended, outcome):
    package = full(make, fit, interested)
    lot = package.lots[0]
    lot.extended = extended
    with clock.frozen_at(AFTER):
        assert queries.due_lots(session, clock.today()) == [lot.id]
        assert settle_interest(session, lot) == outcome
        told = messages(session)
        assert told == fit + interested
        assert settle_interest(session, lot) is None
        assert queries.due_lots(session, clock.today()) == []
    assert messages(session) == told


PRICE, NOT_YET = "You do nothing now", "We have not looked at your home with you yet"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("screened_fit", PRICE),
        ("screened_with_change", PRICE),
        ("subscribed", NOT_YET),
        ("interested", NOT_YET),
        ("not_fit", None),
    ],
)
def test_only_a_home_that_fits_hears_that_its_price_comes(session, make, state, words):
    package = full(make, 2)
    person = make.person(language="en")
    make.subscription(package, state=state, person=person)
    with clock.frozen_at(AFTER):
        assert settle_interest(session, package.lots[0]) == "go"
    told = session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.person_id == person.id)
    ).all()
    assert [(PRICE in body, NOT_YET in body) for body in told] == (
        [] if words is None else [(words == PRICE, words == NOT_YET)]
    )


@pytest.mark.parametrize(("extended", "told"), [(False, 0), (True, 1)])
def test_a_home_that_does_not_fit_hears_only_of_the_end(session, make, extended, told):
    package = full(make, 0)
    package.lots[0].extended = extended
    row = make.subscription(package, state="not_fit")
    with clock.frozen_at(AFTER):
        settle_interest(session, package.lots[0])
    found = select(func.count()).where(OutboxMessage.person_id == row.person_id)
    assert session.scalar(found) == told


def test_nothing_is_decided_on_the_last_day(session, make):
    package = full(make, 2)
    with clock.frozen_at(AFTER - timedelta(days=1)):
        assert clock.today() == package.interest_deadline
        assert settle_interest(session, package.lots[0]) is None


def test_more_time_moves_the_date_before_the_quotes(session, make):
    package = full(make, 0)
    with clock.frozen_at(AFTER):
        settle_interest(session, package.lots[0])
    assert package.lots[0].extended
    assert package.lots[0].state == "collecting"
    assert AFTER.date() < package.interest_deadline
    assert package.interest_deadline < clock.local(package.lots[0].quote_deadline).date()


def test_no_time_left_before_the_quotes_is_a_stop(session, make):
    package = full(make, 0, quote_deadline=AFTER + timedelta(days=1))
    with clock.frozen_at(AFTER):
        assert settle_interest(session, package.lots[0]) == "fail"


def test_lots_are_decided_one_by_one_whatever_the_order(session, make):
    for order in (0, 1):
        package = make.package(lots=2)
        short = package.lots[order]
        short.min_to_quote = 9
        make.subscription(package)
        make.subscription(package)
        with clock.frozen_at(AFTER):
            found = {lot.id: settle_interest(session, lot) for lot in package.lots}
        assert found == {lot.id: "extend" if lot is short else "go" for lot in package.lots}


def test_two_short_lots_both_get_the_time(session, make):
    package = make.package(lots=2)
    with clock.frozen_at(AFTER):
        assert [settle_interest(session, lot) for lot in package.lots] == ["extend"] * 2
    outcomes = session.scalars(select(InterestDecision.outcome)).all()
    assert outcomes == ["extend", "extend"]


def test_a_stopped_lot_releases_who_wanted_nothing_else(session, make):
    package = make.package(lots=2)
    first, second = package.lots
    first.extended = True
    both, one = make.subscription(package), make.subscription(package)
    session.delete(one.lots[1])
    session.flush()
    session.refresh(one)
    first.min_to_quote = 9
    with clock.frozen_at(AFTER):
        settle_interest(session, first)
    assert (first.state, second.state) == ("failed", "collecting")
    assert (both.state, one.state) == ("screened_fit", "expired")


def test_a_lot_counts_only_homes_that_fit_it(session, make):
    """A protected façade keeps its windows: the home opens the way to one lot and not the other."""
    package = make.package(lots=0)
    facade = make.lot(package)
    windows = make.lot(package, 2, measure="windows_doors")
    for protected in ("no", "yes"):
        row = make.subscription(package, state="subscribed")
        facts(session, row, protected=protected)
        screening.apply_screening(session, row, by=TICK)
        assert row.state.startswith("screened")
    assert screening.screened_count(session, facade) == 1
    assert screening.screened_count(session, windows) == 2
    with clock.frozen_at(AFTER):
        assert settle_interest(session, facade) == "extend"
        assert settle_interest(session, windows) == "go"
