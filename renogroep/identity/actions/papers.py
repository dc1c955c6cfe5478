"""How does a firm keep its papers, once for all municipalities?

The log of the municipality in which somebody acted tells it; the paper itself belongs to none.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.company_models import Company, CompanyPaper
from renogroep.identity.models import Organisation
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.papers import Paper, why_not
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def add_paper(session: Session, firm: Organisation, paper: Paper, *, by: By) -> CompanyPaper:
    """One more paper. The same one twice is one paper.

    raises   Refused: nobody confirmed which company this is, or a last day that cannot be
    """
    company_id = _held(session, firm)
    known = session.scalar(
        select(CompanyPaper).where(
            CompanyPaper.company_id == company_id,
            CompanyPaper.kind == paper.kind,
            CompanyPaper.valid_until == paper.valid_until,
            CompanyPaper.note == paper.note,
        )
    )
    if known is not None:
        return known
    _check_day(paper, None)
    row = CompanyPaper(company_id=company_id)
    _write(row, paper)
    session.add(row)
    session.flush()
    _record(session, Did.PAPER_ADDED, firm, row, by)
    return row


def change_paper(
    session: Session, firm: Organisation, row: CompanyPaper, paper: Paper, *, by: By
) -> None:
    """Other words or another day on a paper; what stands there already changes nothing.

    raises   Refused as ``add_paper``; StaleDataError for an older version, or when it was taken away
    """
    _hold_paper(session, firm, row)
    if (row.kind, row.valid_until, row.note) == (paper.kind, paper.valid_until, paper.note):
        return
    check_seen(row, by)
    _check_day(paper, row.valid_until)
    _write(row, paper)
    _record(session, Did.PAPER_CHANGED, firm, row, by)


def remove_paper(session: Session, firm: Organisation, row: CompanyPaper, *, by: By) -> None:
    """No municipality reads it any more.

    raises   StaleDataError for an older version, or when it was taken away by somebody else
    """
    _hold_paper(session, firm, row)
    check_seen(row, by)
    _record(session, Did.PAPER_REMOVED, firm, row, by)
    session.delete(row)


def _held(session: Session, firm: Organisation) -> int:
    """The company of a firm that confirmed it; nobody else changes its papers until the end."""
    locked(session, Organisation, firm.id)
    if firm.company_id is None or firm.company_confirmed_at is None:
        raise Refused(
            "company.not_confirmed",
            "First confirm that this is your company. Then you can keep its papers.",
        )
    locked(session, Company, firm.company_id)
    return firm.company_id


def _hold_paper(session: Session, firm: Organisation, row: CompanyPaper) -> None:
    """Not there: somebody took it away meanwhile, or the firm got another number."""
    held = locked(session, CompanyPaper, row.id) if _held(session, firm) == row.company_id else None
    if held is None:
        raise StaleDataError("this paper is not the firm's any more")


def _check_day(paper: Paper, before: date | None) -> None:
    refused = why_not(paper.valid_until, before, clock.today())
    if refused:
        raise refused


def _write(row: CompanyPaper, paper: Paper) -> None:
    row.kind, row.valid_until, row.note = paper.kind, paper.valid_until, paper.note


def _record(session: Session, did: StrEnum, firm: Organisation, row: CompanyPaper, by: By) -> None:
    record(
        session,
        did,
        actor_id=by.actor_id,
        subject=firm,
        paper_id=row.id,
        kind=str(row.kind),
        valid_until=row.valid_until.isoformat(),
    )
