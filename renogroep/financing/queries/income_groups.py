"""Which income groups may a page show, with the ceilings of which year?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.financing.queries import as_value
from renogroep.financing.queries.ending import newest_started
from renogroep.financing.rules.expiry import told_ceilings
from renogroep.financing.rules.income import Ceiling, ceilings


@dataclass(frozen=True, slots=True)
class IncomeGroups:
    """The income groups with their ceilings, for somebody alone and for two.

    of_year   they are those of an earlier year; the next are not known yet
    """

    alone: tuple[Ceiling, ...] = ()
    together: tuple[Ceiling, ...] = ()
    of_year: int | None = None


def income_groups(session: Session, municipality_id: int, today: date) -> IncomeGroups:
    """Those of today, for a while those of last year, else none: then groups in words only."""
    row = newest_started(session, municipality_id, "income", today)
    told = told_ceilings(row.valid_until if row else None, today)
    if row is None or told.on is None:
        return IncomeGroups()
    alone, together = (
        ceilings(as_value(row), on=told.on, couple=couple, dependants=0) for couple in (False, True)
    )
    return IncomeGroups(alone, together, told.of_year)
