"""What do the ceilings of next year become with a percentage on top?"""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from renogroep.base.money import Money
from renogroep.base.numbers import half_up
from renogroep.financing.rules.tables import IncomeRule

TEN_EUROS = 1_000  # cents
LOWEST, HIGHEST = Decimal(-20), Decimal(20)  # per cent; more is a typing error
_COUNTED = re.compile(r".+ [+-] \d+(,\d+)? %\Z")


def indexed(amount: Money, percent: Decimal) -> Money:
    """amount x (100 + percent) / 100, half up to 10 euro.

    Source: HOUSEHOLD 4, point 1; our own choice, until the official ceilings are there
    (2026-11-29). 24,750 + 2.1 % is 25,270.
    """
    exact = Fraction(amount.cents) * (100 + Fraction(percent)) / 100
    return Money(half_up(exact / TEN_EUROS) * TEN_EUROS)


def indexed_row(row: IncomeRule, percent: Decimal, source: str) -> IncomeRule:
    """All three amounts of a row, with low confidence: nobody official said them yet."""
    top = row.income_max_incl_eur
    return replace(
        row,
        income_min_excl_eur=indexed(row.income_min_excl_eur, percent),
        income_max_incl_eur=None if top is None else indexed(top, percent),
        per_extra_dependant_eur=indexed(row.per_extra_dependant_eur, percent),
        source=source,
        confidence="low",
        confidence_note="",
        note="",
    )


def source_of(label: str, percent: Decimal) -> str:
    """What stands as the source of ceilings that we counted ourselves: "income_2026 + 2,1 %"."""
    sign = "-" if percent < 0 else "+"
    return f"{label} {sign} {format(abs(percent), 'f').replace('.', ',')} %"


def is_counted(source: str) -> bool:
    """Is this the source of a table that we counted ourselves?"""
    return bool(_COUNTED.match(source.strip()))
