"""Which papers does a firm have, and who reads them?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.company_models import Company, CompanyPaper
from renogroep.identity.models import AccountPerson, Membership, Municipality, Organisation
from renogroep.identity.rules.papers import PaperKind
from renogroep.infra.access import Role
from renogroep.infra.scope import Reach, Scope, reaches


@reaches(Organisation, Reach.FIRM)
def _own_firm(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (
        Organisation.municipality_id == scope.municipality_id,
        Organisation.id == scope.firm_id,
    )


@reaches(CompanyPaper, Reach.FIRM)
def _papers_of_own_company(scope: Scope) -> Sequence[ColumnElement[bool]]:
    confirmed = select(Organisation.company_id).where(
        *_own_firm(scope), Organisation.company_confirmed_at.is_not(None)
    )
    return (CompanyPaper.company_id.in_(confirmed),)


def company_of(session: Session, firm: Organisation) -> Company | None:
    """The company that its people confirmed; None before that."""
    if firm.company_id is None or firm.company_confirmed_at is None:
        return None
    return session.get(Company, firm.company_id)


def papers_of(session: Session, firm: Organisation) -> Sequence[CompanyPaper]:
    """The papers of an organisation's company, per kind the longest first; none before it confirmed."""
    company = company_of(session, firm)
    if company is None:
        return ()
    return session.scalars(
        select(CompanyPaper)
        .where(CompanyPaper.company_id == company.id)
        .order_by(CompanyPaper.kind, CompanyPaper.valid_until.desc(), CompanyPaper.id)
    ).all()


def insured_until(session: Session, firm: Organisation) -> date | None:
    """The last day of the longest insurance that the firm showed; None when none counts today."""
    if firm.company_id is None or firm.company_confirmed_at is None:
        return None
    return session.scalar(
        select(func.max(CompanyPaper.valid_until)).where(
            CompanyPaper.company_id == firm.company_id,
            CompanyPaper.kind == PaperKind.INSURANCE,
            CompanyPaper.valid_until >= clock.today(),
        )
    )


def readers_of(across: Session, company_id: int) -> Sequence[str]:
    """The municipalities in which somebody confirmed this company, by name: only for its own people.

    across   a session of ``everywhere()``
    """
    return across.scalars(
        select(Municipality.name)
        .join(Organisation, Organisation.municipality_id == Municipality.id)
        .where(
            Organisation.company_id == company_id,
            Organisation.company_confirmed_at.is_not(None),
        )
        .order_by(Municipality.name)
        .distinct()
    ).all()


def owner_accounts(across: Session, firm: Organisation) -> frozenset[int] | None:
    """Accounts of who owns this company where it is confirmed already; None: nobody confirmed it.

    across   a session of ``everywhere()``
    """
    confirmed = across.scalars(
        select(Organisation.id).where(
            Organisation.company_id == firm.company_id,
            Organisation.company_confirmed_at.is_not(None),
            Organisation.id != firm.id,
        )
    ).all()
    if not confirmed:
        return None
    owners = across.scalars(
        select(AccountPerson.account_id)
        .join(Membership, Membership.person_id == AccountPerson.person_id)
        .where(
            Membership.organisation_id.in_(confirmed),
            Membership.role == Role.CONTRACTOR_OWNER,
            or_(Membership.valid_until.is_(None), Membership.valid_until >= clock.today()),
        )
    )
    return frozenset(owners)
