"""An advance is counted once to the cent, and what is paid after it is the rest."""

from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.orders.rules.payment import about_due, advance_of, advance_text


@pytest.mark.parametrize(
    ("amount", "percent", "advance"),
    [("9301.71", 0, "0"), ("9301.71", 15, "1395.26"), ("0.10", 5, "0.01"), ("0.09", 5, "0")],
)
def test_an_advance_is_rounded_half_up(amount, percent, advance):
    assert advance_of(Money.euros(amount), percent) == Money.euros(advance)


def test_it_says_what_can_be_lost():
    assert "you can lose that" in str(advance_text(Money.euros(100)))


@pytest.mark.parametrize(
    ("begins", "days", "due"),
    [(None, 30, None), (date(2027, 2, 13), 30, date(2027, 3, 15))],
)
def test_about_when_an_invoice_is_paid(begins, days, due):
    assert about_due(begins, days) == due
