"""What of a decision does somebody read who does not decide, such as the alderman?"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.identity.models import Person
from renogroep.infra.access import May, may_in
from renogroep.quotes.documents.decision import decision_view
from renogroep.quotes.models import Decision
from renogroep.tenders.models import Lot


@dataclass(frozen=True, slots=True)
class Seen:
    """The chosen firm with its price and points; of the others only the place.

    Their prices, scores and faults are theirs and the municipality's: the law gives each bidder its
    own reasons, and a page that more people open is no place for them.
    """

    price: Money | None  # excl. VAT, on the mix of the announced scenarios
    points: Fraction | None
    places: tuple[tuple[int, str], ...]


def decides(lot: Lot) -> bool:
    """Does the reader take this decision, so that it reads the whole ranking?"""
    return may_in(May.QUOTES_AWARD, lot.package.neighbourhood_id)


def read_page(session: Session, lot: Lot, decision: Decision) -> dict[str, Any]:
    """The decision without what is sensitive of the firms that were not chosen."""
    person = session.get(Person, decision.decided_by)
    return {
        "lot": lot,
        "package": lot.package,
        "decision": decision,
        "decided_by": person.name if person else "–",
        "seen": without_the_others(decision),
    }


def without_the_others(decision: Decision) -> Seen:
    """Of the stored ranking: the chosen firm whole, of the others the place."""
    rows = decision_view(decision)
    chosen = next((row for row in rows if row.quote_id == decision.quote_id), None)
    return Seen(
        price=chosen.mixed if chosen else None,
        points=chosen.total if chosen else None,
        places=tuple((row.place, row.firm) for row in rows),
    )
