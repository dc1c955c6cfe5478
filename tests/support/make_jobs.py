"""Requests, invited firms and what they type, for tests of quotes."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from renogroep.base.units import Unit
from renogroep.groups.models import Request, RequestHome, RequestLine
from renogroep.groups.rules.quantities import freeze, presumed_lines
from renogroep.identity.models import Organisation, Person
from renogroep.infra.access import Role
from renogroep.quotes.models import Invitation, Quote
from renogroep.quotes.rules.typed import Typed
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bill import Nature, Post, Scope
from tests.support.make import NOW, Make

# Prices that appear nowhere else, so that a test can look for them everywhere.
PRICES = {
    "01.01": ("121,37", "119"),
    "01.02": ("61.5", "60"),
    "01.03": ("11", "10.25"),
    "02.01": ("840", "840"),
    "02.02": ("4200", "4100"),
}
TERMS = {
    "own_min": "4",
    "capacity": "10",
    "start_from": "1/3/2027",
    "start_until": "31/5/2027",
    "warranty_years": "10",
    "disruption_days": "5",
    "valid_until": "30/6/2027",
    "validity_days": "",
}


def typed(
    prices: dict[str, Sequence[str]] | None = None, terms: dict[str, str] | None = None
) -> Typed:
    """A complete quote on the five façade posts, as somebody types it."""
    lines = {
        number: {f"price_{place}": text for place, text in enumerate(texts, 1)}
        for number, texts in (PRICES | (prices or {})).items()
    }
    return Typed(lines, TERMS | (terms or {}))


def fields(typed: Typed) -> dict[str, str]:
    """The same as the fields of the price page."""
    found = {
        f"{number}-{column}": text
        for number, texts in typed.lines.items()
        for column, text in texts.items()
    }
    return found | {f"term-{name}": text for name, text in typed.terms.items()}


def open_request(
    make: Make,
    lot: Lot | None = None,
    *,
    homes: int = 7,
    deadline: datetime | None = None,
    households: Sequence[Any] = (),
    **given: Any,
) -> Request:
    """A frozen request on a lot that is out for quotes, until the deadline of its package."""
    lot = lot or make.package().lots[0]
    lot.state = "quoting"
    posts = [
        Post(
            post.number,
            post.description,
            Nature(post.nature),
            Unit(post.unit),
            Scope(post.scope),
            post.source,
            post.presumed,
        )
        for post in lot.posts
    ]
    frozen = freeze(presumed_lines(posts, homes, min(4, homes)))
    values: dict[str, Any] = {
        "municipality_id": lot.municipality_id,
        "reference": f"V-{lot.id:04d}",
        "checksum": frozen.checksum,
        "homes": homes,
        "runs": min(4, homes),
        "opened_for_quotes_at": NOW,
    }
    lot.quote_deadline = deadline or lot.quote_deadline
    row = make._add(Request(**{**values, **given}, lot_id=lot.id))
    for line in frozen.lines:
        make._add(
            RequestLine(
                municipality_id=row.municipality_id,
                request_id=row.id,
                **{name: getattr(line, name) for name in line.__dataclass_fields__},
            )
        )
    for subscription in households:
        make._add(
            RequestHome(
                municipality_id=row.municipality_id,
                request_id=row.id,
                subscription_id=subscription.id,
                run_code="R1",
                quantities={},
            )
        )
    make.session.refresh(row)
    return row


def invited(make: Make, lot: Lot, name: str = "") -> tuple[Organisation, Person]:
    """A firm that may price the lot, and somebody who works there."""
    firm = make.firm(name)
    person = make.member(Role.CONTRACTOR, firm)
    make._add(
        Invitation(
            municipality_id=lot.municipality_id,
            lot_id=lot.id,
            organisation_id=firm.id,
            invited_at=NOW,
            invited_by=person.id,
        )
    )
    return firm, person


def job(make: Make, **given: Any) -> SimpleNamespace:
    """A request with one invited firm: ids to use in pages."""
    request = open_request(make, **given)
    firm, person = invited(make, request.lot)
    return SimpleNamespace(
        request_id=request.id,
        firm_id=firm.id,
        person_id=person.id,
        lot_id=request.lot_id,
        deadline=request.deadline,
        url=f"/opdrachten/{request.id}",
    )


def quotes_of(session: Any, request_id: int) -> list[Quote]:
    """Every quote on a request, oldest first."""
    return list(
        session.scalars(select(Quote).where(Quote.request_id == request_id).order_by(Quote.id))
    )
