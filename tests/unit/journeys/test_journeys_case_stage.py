"""Red means late, and late is only what we did not do: every row of a case, with its days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.infra.holidays import belgian
from renogroep.journeys.rules.case_stage import (
    CaseFacts,
    CaseStage,
    InLot,
    Stage,
    WaitsFor,
    stage_of,
)

OWNER, PACKAGE = WaitsFor.OWNER, WaitsFor.PACKAGE
HOLIDAYS = belgian(date(2027, 1, 1))
DAY = timedelta(days=1)
OPENED = date(2026, 11, 2)  # a Monday; 11 November is a holiday


def day(month, number, year=2027):
    return date(year, month, number)


def case(today, *lots, **facts):
    known = {"heard_on": OPENED, "routed": True}
    return CaseFacts(today, OPENED, **{**known, **facts}, lots=lots)


def staged(facts):
    stage = stage_of(facts, HOLIDAYS)
    return stage.stage, stage.due_on, stage.waits_for


ORDER_UNTIL = day(1, 29)
INDICATIVE = InLot("indicative", "household", ORDER_UNTIL, day(1, 4))
MEASURE = InLot("to_measure", "advisor", ORDER_UNTIL, day(1, 5), day(1, 5), ORDER_UNTIL)
AGREES = InLot("firm_agrees", "contractor", ORDER_UNTIL, day(1, 12))
TO_ORDER = InLot("to_order", "household", ORDER_UNTIL, day(1, 14))
AWAITING = InLot("awaiting", "other_owner", ORDER_UNTIL, day(1, 18))
ORDERED = InLot("ordered", "municipality", day(2, 15), day(2, 4))
FREE = InLot("ordered_free", "nobody", day(2, 3), day(1, 20))
LATE_WORKS = InLot("planned_late", "advisor", day(3, 8), day(3, 9))
HANDED_OVER = InLot("handed_over", "contractor", since=day(3, 26), handed_over_on=day(3, 26))
INVOICED = InLot("invoiced", "household", since=day(4, 1))


@pytest.mark.parametrize(
    ("today", "lot", "stage", "due", "waits_for"),
    [
        (day(1, 5), MEASURE, Stage.TO_MEASURE, day(1, 19), None),
        (day(1, 12), AGREES, Stage.WITH_PACKAGE, None, PACKAGE),
        (day(1, 14), TO_ORDER, Stage.HOUSEHOLD, day(1, 27), OWNER),
        (day(1, 18), AWAITING, Stage.HOUSEHOLD, day(1, 27), OWNER),
        (day(1, 20), FREE, Stage.WITH_PACKAGE, None, PACKAGE),
        (day(2, 4), ORDERED, Stage.WITH_PACKAGE, None, PACKAGE),
        (day(3, 9), LATE_WORKS, Stage.CALL, day(3, 16), None),
        (day(3, 26), HANDED_OVER, Stage.AFTERCARE, day(4, 12), None),
        (day(4, 1), INVOICED, Stage.HOUSEHOLD, None, OWNER),
    ],
)
def test_the_worked_example_of_one_home(today, lot, stage, due, waits_for):
    assert staged(case(today, lot)) == (stage, due, waits_for)


@pytest.mark.parametrize(
    ("today", "waits_for", "late"),
    [
        (day(1, 26), OWNER, False),
        (day(1, 27), None, False),
        (day(1, 28), None, True),
    ],
)
def test_a_household_is_helped_two_working_days_before_its_day(today, waits_for, late):
    stage = stage_of(case(today, TO_ORDER), HOLIDAYS)
    assert (stage.due_on, stage.waits_for, stage.is_late(today)) == (day(1, 27), waits_for, late)


@pytest.mark.parametrize(
    ("since", "on", "due"),
    [
        (day(1, 28), day(1, 29), day(1, 28)),  # a place that is free for one day more
        (day(1, 26), day(2, 1), day(1, 28)),  # over a weekend
        (day(12, 21, 2026), day(12, 29, 2026), day(12, 24, 2026)),  # over Christmas
    ],
)
def test_nobody_is_late_on_a_day_before_it_was_asked(since, on, due):
    lot = InLot("place_free", "household", on, since)
    assert stage_of(case(since, lot), HOLIDAYS).due_on == due


@pytest.mark.parametrize(
    ("said_yes", "until", "due"),
    [
        (day(1, 5), ORDER_UNTIL, day(1, 19)),
        (day(1, 8), ORDER_UNTIL, day(1, 22)),
        (day(1, 11), ORDER_UNTIL, day(1, 22)),  # at most five working days before the last day
        (day(1, 11), None, day(1, 25)),
    ],
)
def test_measured_in_ten_working_days_and_in_time_to_order(said_yes, until, due):
    for code in ("to_measure", "remeasure"):
        lot = InLot(code, "advisor", until, said_yes, said_yes, until)
        assert staged(case(said_yes, lot)) == (Stage.TO_MEASURE, due, None)


def test_danger_stands_above_everything_today_or_the_next_working_day():
    busy = {"danger": True, "task_due": day(1, 1), "wait_until": day(6, 1), "heard_on": None}
    assert staged(case(day(1, 5), TO_ORDER, **busy)) == (Stage.DANGER, day(1, 5), None)
    assert staged(case(day(1, 9), TO_ORDER, **busy)) == (Stage.DANGER, day(1, 11), None)


@pytest.mark.parametrize(
    ("task_due", "stage", "due"),
    [
        (day(1, 18), Stage.TASK, day(1, 18)),
        (day(1, 19), Stage.TO_MEASURE, day(1, 19)),
        (day(1, 20), Stage.TO_MEASURE, day(1, 19)),
    ],
)
def test_a_task_hides_only_what_is_due_later(task_due, stage, due):
    assert staged(case(day(1, 5), MEASURE, task_due=task_due)) == (stage, due, None)


def test_a_task_of_an_ordered_home_is_seen():
    found = staged(case(day(2, 4), ORDERED, task_due=day(2, 12), ordered=True))
    assert found == (Stage.TASK, day(2, 12), None)


@pytest.mark.parametrize(
    ("call_by", "due"),
    [
        (None, day(11, 9, 2026)),
        (day(11, 10, 2026), day(11, 10, 2026)),
        (day(11, 11, 2026), day(11, 12, 2026)),
        (day(1, 1), day(1, 4)),  # 1 January 2027 reads 4 January
        (day(1, 2), day(1, 4)),
    ],
)
def test_a_promised_day_is_a_working_day(call_by, due):
    facts = case(OPENED, INDICATIVE, heard_on=None, routed=False, call_by=call_by)
    assert staged(facts) == (Stage.FIRST_CALL, due, None)


def test_noting_facts_ends_the_first_call_and_asks_for_a_route():
    facts = case(day(11, 4, 2026), MEASURE, heard_on=day(11, 4, 2026), routed=False)
    assert staged(facts) == (Stage.ROUTE, day(11, 12, 2026), None)
    assert staged(replace(facts, routed=True))[0] == Stage.TO_MEASURE


def test_a_stale_route_is_decided_anew_from_the_day_on_which_it_went_stale():
    facts = case(day(1, 5), MEASURE, stale_on=day(1, 4))
    assert staged(facts) == (Stage.ROUTE, day(1, 11), None)


@pytest.mark.parametrize(("changed_on", "due"), [(day(1, 4), day(1, 11)), (None, day(11, 9, 2026))])
def test_who_has_no_interest_left_is_asked_what_else_can_be_done(changed_on, due):
    facts = case(day(1, 5), changed_on=changed_on)
    assert staged(facts) == (Stage.NO_PACKAGE, due, None)


def test_in_two_lots_ours_comes_first_and_then_the_earliest_day():
    today = day(1, 14)
    assert staged(case(today, TO_ORDER, MEASURE))[0] == Stage.TO_MEASURE
    assert staged(case(today, ORDERED, TO_ORDER))[:2] == (Stage.HOUSEHOLD, day(1, 27))
    later = replace(TO_ORDER, on=day(2, 26))
    assert staged(case(today, later, TO_ORDER))[1] == day(1, 27)
    assert staged(case(today, INVOICED, later))[1] == day(2, 24)


@pytest.mark.parametrize(
    ("today", "due", "waits_for", "late"),
    [
        (day(2, 28), day(3, 1), OWNER, False),
        (day(3, 1), day(3, 1), None, False),
        (day(3, 2), day(3, 1), None, True),
    ],
)
def test_wait_until_stands_until_its_day(today, due, waits_for, late):
    for task_due, shown in ((None, Stage.TO_MEASURE), (day(1, 18), Stage.TASK)):
        facts = case(today, MEASURE, task_due=task_due, wait_until=day(3, 1))
        stage = stage_of(facts, HOLIDAYS)
        assert (stage.stage, stage.wait_until) == (shown, day(3, 1))
        assert (stage.due_on, stage.waits_for, stage.is_late(today)) == (due, waits_for, late)


def test_an_ordered_home_that_waited_is_with_the_package_again():
    facts = case(day(3, 2), ORDERED, ordered=True, wait_until=day(3, 1))
    assert staged(facts) == (Stage.WITH_PACKAGE, None, PACKAGE)


@pytest.mark.parametrize(
    ("stage", "late"),
    [
        (CaseStage(Stage.CALL, day(1, 4)), True),
        (CaseStage(Stage.CALL, day(1, 5)), False),
        (CaseStage(Stage.HOUSEHOLD, day(1, 4), OWNER), False),
        (CaseStage(Stage.WITH_PACKAGE, None, PACKAGE), False),
        (CaseStage(Stage.CALL, None), False),
    ],
)
def test_late_is_a_day_of_ours_that_is_over(stage, late):
    assert stage.is_late(day(1, 5)) == late


dates = st.none() | st.dates(date(2026, 11, 2), date(2027, 12, 31))


@given(
    today=st.dates(date(2026, 11, 2), date(2028, 1, 31)),
    lot=st.sampled_from([ORDERED, FREE, InLot("planned", "contractor", day(3, 8))]),
    heard_on=dates,
    routed=st.booleans(),
    stale_on=dates,
    call_by=dates,
)
def test_an_ordered_home_is_never_late(today, lot, heard_on, routed, stale_on, call_by):
    facts = case(
        today,
        lot,
        ordered=True,
        heard_on=heard_on,
        routed=routed,
        stale_on=stale_on,
        call_by=call_by,
    )
    stage = stage_of(facts, HOLIDAYS)
    assert stage.stage == Stage.WITH_PACKAGE
    assert not stage.is_late(today)


@given(
    today=st.dates(date(2026, 11, 2), date(2027, 12, 31)),
    lots=st.lists(st.sampled_from([MEASURE, ORDERED, LATE_WORKS, INVOICED, TO_ORDER])),
    heard_on=dates,
    routed=st.booleans(),
)
def test_a_day_that_we_count_ourselves_is_a_working_day(today, lots, heard_on, routed):
    due = stage_of(case(today, *lots, heard_on=heard_on, routed=routed), HOLIDAYS).due_on
    assert due is None or (due.weekday() < 5 and due not in HOLIDAYS)
