"""At which rate of its own does a household want to see what it pays per month? Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.numbers import read_number
from renogroep.financing.rules.loan import OwnRate, own_rate
from renogroep.infra.i18n import say

RATE_DECIMALS = 3
LONGEST = 20  # characters that can still be a rate


@dataclass(frozen=True, slots=True)
class TypedRate:
    """What was typed, the rate when it can be counted with, and else what to repair."""

    rate: str
    years: str
    value: OwnRate | None = None
    problem: str = ""


def typed_rate(values: Mapping[str, str]) -> TypedRate:
    """The rate in the address of the page: ``?rente=3,5&jaren=10``."""
    rate = cleaned(values.get("rente", ""))[:LONGEST]
    years = cleaned(values.get("jaren", ""))[:LONGEST]
    if not rate and not years:
        return TypedRate("", "")
    try:
        percent = read_number(rate, decimals=RATE_DECIMALS)
        count = int(read_number(years, decimals=0))
    except ValueError:
        return TypedRate(rate, years, problem=_("Type both as a number: 3,5 per cent in 10 years."))
    try:
        return TypedRate(rate, years, own_rate(percent, count))
    except Refused as refused:
        return TypedRate(rate, years, problem=say(refused.text))
