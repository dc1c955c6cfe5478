"""Are limits and reference prices dated rules with their source, and never a guess?"""

from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.base.units import Quantity

TODAY = date(2026, 11, 30)
AFTER = date(2028, 1, 1)


@pytest.mark.parametrize(
    ("code", "on", "euros", "below"),
    [
        ("limited_value_below", TODAY, "29999.99", True),
        ("limited_value_below", TODAY, "30000", False),
        ("opzb_approved_below", TODAY, "139999.99", True),
        ("opzb_approved_below", TODAY, "140000", False),
        ("eu_works", date(2027, 12, 31), "5404000", False),
        ("eu_works", AFTER, "1", None),  # those of 2028 are not known
        ("limited_value_below", AFTER, "29999.99", True),
    ],
)
def test_a_limit_holds_below_it_and_only_in_its_days(rule, code, on, euros, below):
    assert rule("limits", TODAY).table.is_below(code, Money.euros(euros), on) is below


def test_a_facade_has_one_span_for_the_price_idea_and_a_window_none(rule):
    table = rule("reference_price", TODAY).table
    (facade,) = table.for_idea("wall_outside", TODAY)
    assert (facade.low_eur, facade.high_eur) == (Money.euros(80), Money.euros(170))
    assert table.span(facade.work, facade.region, Quantity.of(50), TODAY) == (
        Money.euros(4000),
        Money.euros(8500),
    )
    assert table.for_idea("windows_doors", TODAY) == ()  # nobody has a source for them
    assert table.span("pyramid", "Gent", Quantity.of(1), TODAY) is None


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("limits", {"code": "own_idea"}),
        ("limits", {"value_eur": Money(0)}),
        ("limits", {"measured_on": "feeling"}),
        ("reference_price", {"high_eur": Money(1)}),
        ("reference_price", {"unit": "hour"}),
        ("reference_price", {"measure": "", "use_for_idea": True}),
    ],
)
def test_a_row_that_no_rule_understands_is_refused(rule, kind, wrong):
    row = rule(kind, TODAY).table.rules[0]
    with pytest.raises(ValueError):
        replace(row, **wrong)
