"""Today shows what is due within ten working days, and calls late only what is ours and over."""

from datetime import date, timedelta

import pytest

from renogroep.infra.holidays import belgian
from renogroep.journeys.rules.case_stage import measure_by
from renogroep.journeys.rules.today import is_for_today, is_late, last_day_shown

MONDAY = date(2027, 1, 4)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (MONDAY, date(2027, 1, 18)),
        (date(2027, 1, 9), date(2027, 1, 22)),  # from a Saturday
        (date(2026, 12, 21), date(2027, 1, 6)),  # Christmas and New Year are no working days
    ],
)
def test_the_horizon_is_ten_working_days(today, last):
    assert last_day_shown(today, belgian(today)) == last


@pytest.mark.parametrize(
    ("due", "urgent", "shown"),
    [
        (None, False, True),
        (MONDAY - DAY, False, True),
        (date(2027, 1, 18), False, True),
        (date(2027, 1, 19), False, False),
        (date(2027, 1, 19), True, True),
        (date(2027, 6, 1), False, False),
    ],
)
def test_what_is_due_later_is_no_work_of_today_unless_it_is_urgent(due, urgent, shown):
    assert is_for_today(due, MONDAY, urgent=urgent) is shown


@pytest.mark.parametrize(("due", "late"), [(None, False), (MONDAY, False), (MONDAY - DAY, True)])
def test_the_last_day_is_in_time(due, late):
    assert is_late(due, MONDAY) is late


@pytest.mark.parametrize(
    ("said", "order_until", "due"),
    [
        (date(2027, 1, 5), date(2027, 1, 29), date(2027, 1, 19)),
        (date(2027, 1, 5), date(2027, 1, 25), date(2027, 1, 18)),
        (date(2027, 1, 5), None, date(2027, 1, 19)),
    ],
)
def test_a_home_is_measured_in_ten_days_and_five_before_the_last_order(said, order_until, due):
    assert measure_by(said, order_until) == due
