"""What does a lead see about the contractors of a lot before the opening? Never a price."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.identity import queries as identity
from renogroep.infra.access import May, may
from renogroep.quotes.queries import invitations as queries
from renogroep.tenders.models import Lot


def invite_page(session: Session, lot: Lot) -> dict[str, Any]:
    """Who was asked, how many quotes came in, and whom else to ask (``choices``)."""
    invited = queries.invitations(session, lot.id)
    known = {row.organisation_id for row in invited}
    firms = identity.organisations(session, lot.municipality_id, "contractor")
    return {
        "lot": lot,
        "package": lot.package,
        "invited": invited,
        "asked": asked(session, lot),
        "choices": [
            (firm.id, f"{firm.name} ({firm.company_number})")
            for firm in firms
            if firm.active and firm.id not in known
        ],
        "contractors": contractors_link(),
    }


def asked(session: Session, lot: Lot) -> list[tuple[Any, int]]:
    """Every request with the number of quotes that came in; before the opening no more than that."""
    requests = queries.requests_of(session, lot.id)
    return [(request, queries.quotes_in(session, request.id)) for request in requests]


def contractors_link() -> str | None:
    """The page where a firm is added, for who may do that."""
    return url_for("pages.organisations") if may(May.ORGANISATION_MANAGE) else None
