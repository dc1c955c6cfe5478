"""Periods of a municipality that differ from the ones that the product comes with."""

from dataclasses import replace
from datetime import date

from renogroep.financing.actions import activate, add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import shipped_periods
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.infra.acts import TICK
from tests.support.make import Make


def own_periods(make: Make, label: str = "eigen", **days: int) -> RuleVersion:
    """A version that is switched on from 1 November 2026 on: ``own_periods(make, standstill=20)``."""
    rules = [
        replace(rule, value=str(days[rule.code])) if rule.code in days else rule
        for rule in shipped_periods().rules
    ]
    row = add_version(
        make.session,
        municipality_id=make.home.id,
        kind="periods",
        label=label,
        valid_from=date(2026, 11, 1),
        valid_until=None,
        source="Beslissing van het college",
        confidence="high",
        review_on=None,
        table=PeriodsTable(tuple(rules)).to_json(),
        by=TICK,
    )
    activate(make.session, row, by=TICK)
    return row
