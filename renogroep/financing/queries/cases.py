"""Which worked cases prove the rules of a municipality, and which cells do they not prove?"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleCase, RuleVersion
from renogroep.financing.queries import RATES, as_value
from renogroep.financing.rules import cases
from renogroep.financing.rules.case_answers import Failing, failing_cases
from renogroep.financing.rules.cases import CASE_KINDS
from renogroep.financing.rules.gate import Unproven, proposals, unproven
from renogroep.infra.scope import Reach, Scope, reaches


@reaches(RuleCase, Reach.STAFF)
def _of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (RuleCase.municipality_id == scope.municipality_id,)


@cache
def shipped() -> tuple[cases.RuleCase, ...]:
    """The worked cases that come with the product."""
    return cases.shipped_cases(lambda name: (RATES / name).read_text("utf-8"))


def own_cases(session: Session, municipality_id: int, kind: str) -> Sequence[RuleCase]:
    """Those of the municipality that still count, the newest first."""
    return session.scalars(
        select(RuleCase)
        .where(
            RuleCase.municipality_id == municipality_id,
            RuleCase.kind == kind,
            RuleCase.gone_at.is_(None),
        )
        .order_by(RuleCase.id.desc())
    ).all()


def as_case(row: RuleCase) -> cases.RuleCase:
    """The case as the rules take it."""
    return cases.RuleCase(row.kind, row.data, row.expected, row.sum_by_hand, cases.OWN, row.author)


def cases_for(session: Session, row: RuleVersion) -> tuple[cases.RuleCase, ...]:
    """Shipped and own, of the kind of a version."""
    own = own_cases(session, row.municipality_id, row.kind)
    return (*(one for one in shipped() if one.kind == row.kind), *map(as_case, own))


def is_gated(row: RuleVersion) -> bool:
    """Do worked cases prove this kind of table?"""
    return row.kind in CASE_KINDS


def unproven_cells(session: Session, row: RuleVersion) -> tuple[Unproven, ...]:
    """The cells that no worked case proves; none for a kind without amounts."""
    return unproven(as_value(row), cases_for(session, row)) if is_gated(row) else ()


def proposed_cases(session: Session, row: RuleVersion) -> tuple[cases.RuleCase, ...]:
    """Questions whose answers would prove them."""
    return proposals(as_value(row), cases_for(session, row)) if is_gated(row) else ()


def differing_cases(session: Session, row: RuleVersion) -> tuple[Failing, ...]:
    """Worked cases that would get another answer under this version."""
    return failing_cases(as_value(row), cases_for(session, row)) if is_gated(row) else ()
