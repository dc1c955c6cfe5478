"""Which neighbourhoods, streets and addresses are there, and which one does somebody mean?"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from renogroep.base.errors import Refused
from renogroep.base.names import sort_key
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address, Neighbourhood, OfficialList, Street
from renogroep.neighbourhoods.rules.addresses import read_house_number
from renogroep.neighbourhoods.rules.official_plan import Known
from renogroep.neighbourhoods.rules.street_names import (
    match_street,
    split_number,
    street_key,
    suggestions,
)


@reaches(Neighbourhood, Reach.STAFF)
def _of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (
        Neighbourhood.municipality_id == scope.municipality_id,
        scope.within(Neighbourhood.id),
    )


def neighbourhoods(
    session: Session, municipality_id: int, scope: Collection[int] | None = None
) -> Sequence[Neighbourhood]:
    """By name; ``scope`` holds the ids that a member of staff works in, None is all of them."""
    statement = select(Neighbourhood).where(Neighbourhood.municipality_id == municipality_id)
    if scope is not None:
        statement = statement.where(Neighbourhood.id.in_(scope))
    return sorted(session.scalars(statement), key=lambda row: sort_key(row.name))


def neighbourhood_by_slug(session: Session, slug: str) -> Neighbourhood | None:
    """The neighbourhood of a public page."""
    return session.scalar(select(Neighbourhood).where(Neighbourhood.slug == slug))


def named(slug: str) -> Select[int]:
    """The key of what has this name in an address, in any municipality."""
    return select(Neighbourhood.id).where(Neighbourhood.slug == slug)


def municipalities_of_slug(session: Session, slug: str) -> Sequence[int]:
    """Which municipalities have a neighbourhood of this name, the oldest first; to ask everywhere."""
    return session.scalars(
        select(Neighbourhood.municipality_id)
        .where(Neighbourhood.slug == slug)
        .order_by(Neighbourhood.municipality_id)
    ).all()


def streets(session: Session, neighbourhood_id: int) -> Sequence[Street]:
    """The streets of a neighbourhood, by name."""
    return session.scalars(
        select(Street)
        .where(Street.neighbourhood_id == neighbourhood_id)
        .order_by(Street.sort_key, Street.postcode)
    ).all()


def address_counts(session: Session, neighbourhood_id: int) -> dict[int, int]:
    """How many addresses each street has: {street id: number}."""
    rows = session.execute(
        select(Address.street_id, func.count())
        .join(Street, Street.id == Address.street_id)
        .where(Street.neighbourhood_id == neighbourhood_id, Address.retired_on.is_(None))
        .group_by(Address.street_id)
    )
    return dict(rows.all())


def home_counts(session: Session, municipality_id: int) -> dict[int, int]:
    """How many addresses each neighbourhood has: {neighbourhood id: number}."""
    rows = session.execute(
        select(Street.neighbourhood_id, func.count())
        .join(Address, Address.street_id == Street.id)
        .where(Street.municipality_id == municipality_id, Address.retired_on.is_(None))
        .group_by(Street.neighbourhood_id)
    )
    return dict(rows.all())


def find_address(
    session: Session, neighbourhood_id: int, street: str, number: str, box: str = ""
) -> tuple[Address | None, list[str]]:
    """The address that somebody typed, or names of streets that they may have meant.

    Only a street that is exactly meant is taken: accents, capitals, spaces and usual abbreviations
    do not matter, and a number that was typed behind the street counts. A number that we do not have
    in a street that we know gives the name of that street, another spelling the streets that are
    close, to ask about; a street from elsewhere gives nothing.
    """
    known = streets(session, neighbourhood_id)
    street, number = split_number(street, number)
    names = [row.name for row in known]
    match = match_street(street, names)
    if match.kind != "exact":
        return None, list(match.names) or suggestions(names, street)
    same = [row for row in known if street_key(row.name) == street_key(street)]
    try:
        house = read_house_number(number, box)
    except Refused:
        return None, [same[0].name]
    found = session.scalar(
        select(Address)
        .where(
            Address.street_id.in_([row.id for row in same]),
            Address.number == house.plain,
            Address.box == house.box,
            Address.retired_on.is_(None),
        )
        .options(joinedload(Address.street))
        .order_by(Address.id)
        .limit(1)
    )
    return found, [] if found else [same[0].name]


def official_list(session: Session, neighbourhood_id: int) -> OfficialList | None:
    """The official file that was read last for a neighbourhood."""
    return session.scalar(
        select(OfficialList).where(OfficialList.neighbourhood_id == neighbourhood_id)
    )


def known_homes(session: Session, neighbourhood: Neighbourhood) -> Iterator[Known]:
    """The homes of a neighbourhood, retired ones too, and those of the others that have an official
    number."""
    rows = session.execute(
        select(
            *(Address.id, Address.official_id, Street.name, Street.postcode, Address.number),
            *(Address.box, Address.until, Address.x, Address.y, Address.retired_on),
            *(Neighbourhood.id, Neighbourhood.name),
        )
        .join(Street, Street.id == Address.street_id)
        .join(Neighbourhood, Neighbourhood.id == Street.neighbourhood_id)
        .where(
            Address.municipality_id == neighbourhood.municipality_id,
            or_(
                Street.neighbourhood_id == neighbourhood.id,
                Address.official_id.is_not(None),
            ),
        )
    )
    for key, official_id, street, postcode, number, box, until, x, y, retired, place, name in rows:
        yield Known(
            *(key, official_id or "", street, postcode, number, box, until, _metres(x), _metres(y)),
            retired=retired is not None,
            elsewhere="" if place == neighbourhood.id else name,
        )


def _metres(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
