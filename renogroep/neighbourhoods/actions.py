"""How does a neighbourhood come to be, change and get its list of addresses?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, search_key, slug_of, sort_key
from renogroep.identity.models import Municipality
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.neighbourhoods.events import Did
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.neighbourhoods.queries import neighbourhood_by_slug
from renogroep.neighbourhoods.rules.addresses import AddressRow
from renogroep.neighbourhoods.rules.details import Details, checked

MAX_SLUG = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """What an address list did: homes."""

    added: int
    changed: int
    kept: int
    streets: int  # new ones


def create(session: Session, *, municipality_id: int, details: Details, by: By) -> Neighbourhood:
    """A new neighbourhood.

    Raises Refused for colours that are hard to read, no phone number, or a name that is here
    already: a form that was sent twice makes one neighbourhood.
    """
    brand, accent = checked(details)
    locked(session, Municipality, municipality_id)
    same = select(Neighbourhood).where(
        Neighbourhood.municipality_id == municipality_id,
        Neighbourhood.name == cleaned(details.name),
    )
    if session.scalar(same) is not None:
        raise Refused(
            "neighbourhood.known",
            "There is already a neighbourhood “%(name)s”. Open that one, or choose another name.",
            name=cleaned(details.name),
        )
    row = Neighbourhood(
        municipality_id=municipality_id,
        slug=_free_slug(session, details.name),
        name=cleaned(details.name),
        phone=cleaned(details.phone),
        email=cleaned(details.email),
        story=cleaned(details.story),
        story_fr=cleaned(details.story_fr),
        story_en=cleaned(details.story_en),
        brand_colour=brand,
        accent_colour=accent,
    )
    session.add(row)
    record(session, Did.NEIGHBOURHOOD_CREATED, actor_id=by.actor_id, subject=row)
    return row


def change(session: Session, row: Neighbourhood, *, details: Details, by: By) -> None:
    """Refused as in ``create``, StaleDataError for an older version. The slug stays: it is printed."""
    locked(session, Neighbourhood, row.id)
    check_seen(row, by)
    brand, accent = checked(details)
    row.name, row.phone = cleaned(details.name), cleaned(details.phone)
    row.email = cleaned(details.email)
    row.story, row.story_fr = cleaned(details.story), cleaned(details.story_fr)
    row.story_en = cleaned(details.story_en)
    row.brand_colour, row.accent_colour = brand, accent
    record(
        session,
        Did.NEIGHBOURHOOD_CHANGED,
        actor_id=by.actor_id,
        subject=row,
        brand_colour=brand,
        accent_colour=accent,
    )


def _free_slug(session: Session, name: str) -> str:
    stem = slug_of(name, MAX_SLUG) or "wijk"
    slug, number = stem, 1
    while neighbourhood_by_slug(session, slug) is not None:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def import_addresses(
    session: Session, neighbourhood: Neighbourhood, rows: Sequence[AddressRow], *, by: By
) -> Imported:
    """Put the homes of a list in the neighbourhood; the same list twice changes nothing, also at
    the same moment.

    Nothing is ever deleted: a home may have a file already. A home that stands in the list with
    another way of building gets that one.
    """
    locked(session, Neighbourhood, neighbourhood.id)
    streets = {
        (row.search_key, row.postcode): row
        for row in session.scalars(
            select(Street).where(Street.neighbourhood_id == neighbourhood.id)
        )
    }
    before = len(streets)
    for home in rows:
        key = (search_key(home.street), home.postcode)
        if key not in streets:
            streets[key] = _new_street(session, neighbourhood, home)
    session.flush()
    known = {
        (address.street_id, address.number, address.box): address
        for address in session.scalars(
            select(Address).where(Address.street_id.in_([row.id for row in streets.values()]))
        )
    }
    added = changed = 0
    for home in rows:
        street = streets[search_key(home.street), home.postcode]
        address = known.get((street.id, home.house.plain, home.house.box))
        if address is None:
            session.add(_new_address(street, home))
            added += 1
        elif address.built != home.built:
            address.built = home.built
            changed += 1
    outcome = Imported(added, changed, len(rows) - added - changed, len(streets) - before)
    record(
        session,
        Did.ADDRESSES_IMPORTED,
        actor_id=by.actor_id,
        subject=neighbourhood,
        added=outcome.added,
        changed=outcome.changed,
        kept=outcome.kept,
        streets=outcome.streets,
    )
    return outcome


def _new_street(session: Session, neighbourhood: Neighbourhood, home: AddressRow) -> Street:
    row = Street(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood_id=neighbourhood.id,
        name=home.street,
        search_key=search_key(home.street),
        sort_key=sort_key(home.street),
        postcode=home.postcode,
        town=home.town,
    )
    session.add(row)
    return row


def _new_address(street: Street, home: AddressRow) -> Address:
    return Address(
        municipality_id=street.municipality_id,
        street_id=street.id,
        number=home.house.plain,
        box=home.house.box,
        sort_number=home.house.sort_number,
        built=home.built,
    )
