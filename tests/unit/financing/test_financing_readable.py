"""A stored table reads as people write it; what we have no word for stays as it is stored."""

from datetime import date
from decimal import Decimal

import pytest

from renogroep.base.money import Money
from renogroep.financing.rules.readable import cell, sections


def shown(value) -> str:
    """Marks what a page would write in its language."""
    return f"<{value}>"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("anything", None, "–"),
        ("anything", [], "–"),
        ("anything", 0, "<0>"),
        ("anything", False, "<no>"),
        ("cap_cents", 150, f"<{Money(150)}>"),
        ("percent", "12.5", f"<{Decimal('12.5')}>"),
        ("valid_from", "2026-03-01", f"<{date(2026, 3, 1)}>"),
        ("confidence", "low", "<low>"),
        ("code", "unheard_of", "<unheard_of>"),
        ("categories", [1, 2], "<1>, <2>"),
        ("x", {"cap_cents": 5}, f"Cap cents: <{Money(5)}>"),
    ],
)
def test_a_value_stands_for_something(name, value, words):
    assert cell(name, value, shown) == words


def test_empty_columns_and_the_name_of_the_version_are_left_out():
    rows = [{"regime": "2026", "odd_name": 1, "note": ""}, {"regime": "2026", "odd_name": 2}]
    assert sections({"odd_rows": rows, "days": 5}, shown) == [
        ("Odd rows", ["Odd name"], [["<1>"], ["<2>"]]),
        ("<Values>", ["<What>", "<Value>"], [["Days", "<5>"]]),
    ]
