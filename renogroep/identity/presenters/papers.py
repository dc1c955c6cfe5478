"""What does a page show of the papers of a firm, and of who reads them?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.company_models import CompanyPaper
from renogroep.identity.models import Organisation
from renogroep.identity.queries import companies
from renogroep.identity.rules.papers import KIND_LABELS, is_over
from renogroep.infra.db import everywhere


def our_papers(session: Session, firm: Organisation) -> dict[str, Any]:
    """For the firm itself: which company it is, its papers, and which municipalities read them."""
    company = companies.company_of(session, firm)
    readers: Sequence[str] = ()
    if company is not None:
        with everywhere() as across:
            readers = companies.readers_of(across, company.id)
    return {
        "firm": firm,
        "company": company,
        "papers": shown_papers(session, firm),
        "readers": readers,
    }


def shown_papers(session: Session, firm: Organisation) -> list[dict[str, Any]]:
    """Kind, last day and note of each paper, and whether it is over; none before it confirmed."""
    return [_shown(row) for row in companies.papers_of(session, firm)]


def _shown(row: CompanyPaper) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": KIND_LABELS[row.kind],
        "valid_until": row.valid_until,
        "note": row.note,
        "over": is_over(row.valid_until, clock.today()),
    }
