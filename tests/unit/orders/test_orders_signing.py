"""Where another owner may sign, and until when somebody calls about a shared device."""

from datetime import date

import pytest

from renogroep.orders.rules.signing import call_owner, is_same_device, why_not_here


@pytest.mark.parametrize(
    ("people", "code"), [((), None), ((2, 3), None), ((1,), "order.asker_here"), ((2, 1), "order.asker_here")]
)  # fmt: skip
def test_nobody_signs_as_other_owner_where_the_household_is_signed_in(people, code):
    refused = why_not_here(1, "An", people)
    assert (refused and refused.code) == code


@pytest.mark.parametrize(
    ("order", "mark", "same"),
    [("a", "a", True), ("a", "b", False), (None, "a", False), (None, None, False), ("a", None, False)],
)  # fmt: skip
def test_paper_has_no_device(order, mark, same):
    assert is_same_device(order, mark) is same


@pytest.mark.parametrize(
    ("freeze_on", "due"),
    [
        (date(2027, 1, 26), date(2027, 1, 25)),
        (date(2027, 2, 15), date(2027, 2, 12)),  # Monday: the Friday before
        (date(2027, 2, 13), date(2027, 2, 12)),  # Saturday
        (date(2027, 1, 4), date(2026, 12, 31)),  # 1 January is a holiday
    ],
)
def test_the_owner_is_called_on_a_working_day_before_the_freeze(freeze_on, due):
    what, when = call_owner("BE-1", freeze_on, [date(2027, 1, 1)])
    assert (when, what.params) == (due, {"reference": "BE-1", "day": freeze_on})
