"""Ceilings with a percentage on top: half up to ten euro, and never called sure."""

from datetime import date
from decimal import Decimal

import pytest

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.rules.details import Details, check_details, hole_before
from renogroep.financing.rules.indexing import indexed, indexed_row, is_counted, source_of

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("amount", "percent", "becomes"),
    [
        ("24750", "2.1", "25270"),
        ("43240", "2.1", "44150"),
        ("4420", "2.1", "4510"),
        ("1000", "0.5", "1010"),  # 1,005: half goes up
        ("1000", "0.49", "1000"),
        ("1000", "0", "1000"),
        ("1000", "-1", "990"),
        ("0", "2.1", "0"),
    ],
)
def test_the_examples_of_the_design_and_the_half(amount, percent, becomes):
    assert indexed(Money.euros(amount), Decimal(percent)) == Money.euros(becomes)


def test_a_counted_row_is_never_sure(rule):
    row = next(r for r in rule("income", date(2026, 12, 31)).table.rules if r.category == 1)
    counted = indexed_row(row, Decimal("2.1"), source_of("income_2026", Decimal("2.1")))
    assert (counted.confidence, counted.income_max_incl_eur) == ("low", None)
    assert counted.source == "income_2026 + 2,1 %"


@pytest.mark.parametrize(
    ("source", "counted"),
    [("income_2026 + 2,1 %", True), ("income_2026 - 1 %", True), ("vlaanderen.be, 2027", False)],
)
def test_what_we_counted_stays_low_until_an_official_source_is_given(source, counted):
    assert is_counted(source) == counted
    details = Details("x", DAY, None, source, "medium")
    if counted:
        with pytest.raises(Refused) as refused:
            check_details(details)
        assert refused.value.code == "rules.counted"
    else:
        check_details(details)


@pytest.mark.parametrize(("last", "good"), [(DAY, True), (date(2026, 12, 31), False)])
def test_days_are_not_turned_round(last, good):
    details = Details("x", DAY, last, "vlaanderen.be", "low")
    if good:
        return check_details(details)
    with pytest.raises(Refused) as refused:
        check_details(details)
    assert refused.value.code == "rules.days"
    return None


@pytest.mark.parametrize(
    ("ended", "hole"),
    [(None, False), (date(2026, 12, 31), False), (date(2026, 12, 30), True), (DAY, False)],
)
def test_a_day_without_a_version_is_a_warning(ended, hole):
    assert (hole_before(DAY, ended) is not None) == hole
