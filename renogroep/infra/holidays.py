"""Which days do people in Belgium not work?"""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=32)
def _year(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def belgian(first: date, years: int = 2) -> frozenset[date]:
    """Public holidays from the year of ``first`` on, as the set that base.calendar wants."""
    return frozenset().union(*(_year(first.year + n) for n in range(-1, years)))
