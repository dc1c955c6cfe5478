"""A deadline of quotes still comes, lies before the orders, and only moves later."""

from datetime import date, datetime, timedelta

import pytest

from renogroep.base.errors import Refused
from renogroep.groups.rules.deadline import check_ahead, check_before_orders, check_later

NOON = datetime.fromisoformat("2027-01-22T12:00+01:00")
SECOND = timedelta(seconds=1)


def code_of(check, *given) -> str:
    try:
        check(*given)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("check", "given", "code"),
    [
        (check_ahead, (NOON, NOON), "request.past_deadline"),
        (check_ahead, (NOON + SECOND, NOON), ""),
        (check_later, (NOON, NOON), "deadline.earlier"),
        (check_later, (NOON + SECOND, NOON), ""),
        (check_before_orders, (NOON,), ""),
        (check_before_orders, (NOON, None, date(2027, 1, 23)), ""),
        (check_before_orders, (NOON, None, date(2027, 1, 22)), "request.after_orders"),
        (check_before_orders, (NOON, date(2027, 2, 1), date(2027, 1, 22)), "request.after_orders"),
    ],
)
def test_a_deadline_is_held_against_now_the_former_one_and_the_orders(check, given, code):
    assert code_of(check, *given) == code
