"""How does a neighbourhood come to be, change and get its list of addresses?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, search_key, slug_of, sort_key
from renogroep.identity.models import Municipality
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.tenant import in_the_house
from renogroep.neighbourhoods.models import Address, Neighbourhood, OfficialList, Street
from renogroep.neighbourhoods.queries import known_homes, named, official_list
from renogroep.neighbourhoods.rules.addresses import AddressRow, Built
from renogroep.neighbourhoods.rules.details import Details, checked
from renogroep.neighbourhoods.rules.events import Did
from renogroep.neighbourhoods.rules.official import LAMBERT_72, Official, OfficialHome
from renogroep.neighbourhoods.rules.official_pack import pack, pack_left, unpack
from renogroep.neighbourhoods.rules.official_plan import Plan, outcome_of, plan
from renogroep.neighbourhoods.rules.street_names import street_key

MAX_SLUG = 50
AT_ONCE = 1_000  # rows in one statement


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
    while in_the_house(session, named(slug)) is not None:  # an address leads to one page
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


def _new_street(
    session: Session, neighbourhood: Neighbourhood, home: AddressRow | OfficialHome
) -> Street:
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


def read_official_list(
    session: Session, neighbourhood: Neighbourhood, official: Official, *, by: By
) -> OfficialList:
    """Keep an official list, ``located``, until somebody says yes; it replaces the one before.

    No home changes yet.
    """
    locked(session, Neighbourhood, neighbourhood.id)
    what = plan(official, known_homes(session, neighbourhood))
    row = official_list(session, neighbourhood.id)
    if row is None:
        row = OfficialList(
            municipality_id=neighbourhood.municipality_id, neighbourhood_id=neighbourhood.id
        )
        session.add(row)
    row.read_at, row.put_in_at = clock.now(), None
    row.content, row.left, row.outcome = pack(official), pack_left(what.left), outcome_of(what)
    record(
        session, Did.OFFICIAL_READ, actor_id=by.actor_id, subject=neighbourhood, **outcome_of(what)
    )
    return row


def put_in_official_list(
    session: Session, neighbourhood: Neighbourhood, *, by: By
) -> dict[str, int]:
    """Put the list that was read last in the neighbourhood; the same list twice changes nothing.

    Nothing is ever deleted. Homes that the file calls retired are hidden from today on. How a home
    is built stays as it was: the file does not say it.
    returns  numbers of homes: added, changed, kept, retired, left
    raises   Refused ``official.none`` when there is none to put in, StaleDataError when it was
             replaced since the page was shown
    """
    locked(session, Neighbourhood, neighbourhood.id)
    row = official_list(session, neighbourhood.id)
    if row is None or row.put_in_at is not None:
        raise Refused(
            "official.none", "There is no list that waits. Choose the file and read it again."
        )
    check_seen(row, by)
    what = plan(unpack(row.content), known_homes(session, neighbourhood))
    _apply(session, neighbourhood, what)
    outcome = outcome_of(what)
    row.put_in_at, row.content = clock.now(), b""
    row.left, row.outcome = pack_left(what.left), outcome
    record(session, Did.OFFICIAL_PUT_IN, actor_id=by.actor_id, subject=neighbourhood, **outcome)
    return outcome


def _apply(session: Session, neighbourhood: Neighbourhood, what: Plan) -> None:
    streets = _StreetIds(session, neighbourhood)
    old = dict(_old_ids(session, what.changed))
    changed = [
        {"id": key, "retired_on": None, "old_ids": old[key], **_values(home, streets.of(home))}
        for key, home in what.changed.items()
    ]
    same = {
        "municipality_id": neighbourhood.municipality_id,
        "built": Built.UNKNOWN,
        "old_ids": [],
    }
    added = [{**same, **_values(home, streets.of(home))} for home in what.added]
    today = clock.today()
    retired = [{"id": key, "retired_on": today} for key in what.retired]
    session.flush()
    for statement, rows in (
        (update(Address), changed),
        (insert(Address), added),
        (update(Address), retired),
    ):
        for place in range(0, len(rows), AT_ONCE):
            session.execute(statement, rows[place : place + AT_ONCE])
    session.expire_all()


class _StreetIds:
    """The street of each home of a list; a new one is made."""

    def __init__(self, session: Session, neighbourhood: Neighbourhood) -> None:
        self.session, self.neighbourhood = session, neighbourhood
        self.known: dict[tuple[str, str], Street] = {}
        rows = session.scalars(
            select(Street)
            .where(Street.neighbourhood_id == neighbourhood.id)
            .order_by(Street.id.desc())
        )
        for row in rows:
            self.known[street_key(row.name), row.postcode] = row

    def of(self, home: OfficialHome) -> int:
        """Its key."""
        key = street_key(home.street), home.postcode
        if key not in self.known:
            self.known[key] = _new_street(self.session, self.neighbourhood, home)
            self.session.flush()
        return self.known[key].id


def _old_ids(
    session: Session, changed: Mapping[int, OfficialHome]
) -> Iterator[tuple[int, list[Any]]]:
    """What becomes of the numbers of before, by home."""
    keys = list(changed)
    for place in range(0, len(keys), AT_ONCE):
        rows = session.execute(
            select(Address.id, Address.official_id, Address.old_ids).where(
                Address.id.in_(keys[place : place + AT_ONCE])
            )
        )
        for key, official_id, old in rows:
            new = official_id in {None, changed[key].official_id}
            yield key, old if new else [*old, official_id]


def _values(home: OfficialHome, street_id: int) -> dict[str, Any]:
    values = {
        "street_id": street_id,
        "number": home.house.plain,
        "box": home.house.box,
        "sort_number": home.house.sort_number,
        "until": home.house.until,
        "official_id": home.official_id,
    }
    if home.spot is not None:  # a row without coordinates does not wipe those that we have
        values |= {"x": float(home.spot.x), "y": float(home.spot.y), "srid": LAMBERT_72}
    return values
