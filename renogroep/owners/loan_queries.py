"""Which loans were proposed for a case, and who reaches them?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import Case, Dwelling, LoanProposal
from renogroep.owners.rules.loans import OPEN, WAITS, LoanState


@reaches(LoanProposal, Reach.OWN)
def _own(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (LoanProposal.case.has(Case.person_id == scope.person_id),)


@reaches(LoanProposal, Reach.STAFF)
def _staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    within = scope.within(Street.neighbourhood_id)
    home = Case.dwelling.has(Dwelling.address.has(Address.street.has(within)))
    return LoanProposal.municipality_id == scope.municipality_id, LoanProposal.case.has(home)


def loans_of_case(session: Session, case_id: int) -> Sequence[LoanProposal]:
    """All of them, the newest first."""
    return session.scalars(
        select(LoanProposal).where(LoanProposal.case_id == case_id).order_by(LoanProposal.id.desc())
    ).all()


def open_loan(session: Session, case_id: int) -> LoanProposal | None:
    """The one on which somebody still decides."""
    return session.scalar(
        select(LoanProposal).where(
            LoanProposal.case_id == case_id, LoanProposal.state.in_(sorted(OPEN))
        )
    )


def waits_for_loan(session: Session, case_id: int) -> bool:
    """Did this household choose a loan on which the lender has not decided? As it stands now."""
    return (
        session.scalar(
            select(LoanProposal.id).where(
                LoanProposal.case_id == case_id, LoanProposal.state.in_(sorted(WAITS))
            )
        )
        is not None
    )


def has_loan(session: Session, case_id: int) -> bool:
    """Did the lender say yes to this household? As it stands now."""
    granted = select(LoanProposal.id).where(
        LoanProposal.case_id == case_id, LoanProposal.state == LoanState.GRANTED
    )
    return session.scalar(granted.limit(1)) is not None


def loans_of_person(session: Session, person_id: int) -> Sequence[LoanProposal]:
    """The newest of each case of one owner, the newest first."""
    rows = session.scalars(
        select(LoanProposal)
        .join(Case, Case.id == LoanProposal.case_id)
        .where(Case.person_id == person_id)
        .options(joinedload(LoanProposal.case))
        .order_by(LoanProposal.id.desc())
    ).all()
    return list({row.case_id: row for row in reversed(rows)}.values())[::-1]


def open_loans(session: Session) -> Sequence[LoanProposal]:
    """Every one on which somebody still decides."""
    return session.scalars(
        select(LoanProposal)
        .where(LoanProposal.state.in_(sorted(OPEN)))
        .options(joinedload(LoanProposal.case))
        .order_by(LoanProposal.id)
    ).all()
