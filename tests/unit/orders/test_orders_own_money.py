"""Until when may a household without a loan say that it pays by itself, and when is it called?"""

from datetime import date

import pytest

from renogroep.orders.rules.own_money import call_first, own_money_until

MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("today", "freeze_on", "until"),
    [
        (MONDAY, date(2027, 1, 26), date(2027, 1, 11)),
        (MONDAY, date(2027, 1, 13), date(2027, 1, 11)),
        (MONDAY, date(2027, 1, 12), date(2027, 1, 11)),
        (MONDAY, date(2027, 1, 11), date(2027, 1, 10)),  # always before the freeze
        (MONDAY, date(2027, 1, 5), MONDAY),
        (MONDAY, MONDAY, None),
        (MONDAY, date(2027, 1, 3), None),
    ],
)
def test_five_working_days_and_always_before_the_freeze(today, freeze_on, until):
    assert own_money_until(today, freeze_on) == until


def test_a_holiday_is_no_working_day():
    until = own_money_until(MONDAY, date(2027, 1, 26), {date(2027, 1, 6)})
    assert until == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("today", "due"), [(MONDAY, date(2027, 1, 5)), (date(2027, 1, 8), MONDAY.replace(day=11))]
)
def test_who_wants_to_talk_first_is_called_the_next_working_day(today, due):
    what, on = call_first("B-1", today)
    assert (what.params["reference"], on) == ("B-1", due)
