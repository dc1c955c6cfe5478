"""How does a case stay findable when its owner, home or references change?"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import ContactKind
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners import queries
from renogroep.owners.models import Case, CaseGram, CaseWord, Dwelling, GramCount
from renogroep.owners.rules.search import grams_of

REFERENCE = "reference"
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
AT_ONCE = 500  # cases that one run of the healing makes findable


def refresh_words(session: Session, case_ids: Collection[int]) -> None:
    """Write anew by which name, address and contact these cases are found; references stay."""
    session.flush()
    session.execute(
        delete(CaseWord).where(CaseWord.case_id.in_(case_ids), CaseWord.kind != REFERENCE)
    )
    found = session.execute(
        select(Case.id, Case.municipality_id, Person, Address)
        .join(Person, Person.id == Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(Case.id.in_(case_ids))
        .order_by(Case.id)
    ).all()
    words = [
        {"municipality_id": row.municipality_id, "case_id": row.id, "kind": kind, "text": text}
        for row in found
        for kind, text in (
            ("name", row.Person.name),
            ("address", row.Address.label),
            *_reached(row.Person),
        )
        if text
    ]
    if words:
        session.execute(insert(CaseWord), words)
    _refresh_grams(session, case_ids)


def _reached(person: Person) -> list[tuple[str, str]]:
    """Every number and mailbox that works now; a letter goes to a home, found by its address."""
    return [
        (str(point.kind), point.value)
        for point in person.live_points
        if point.kind is not ContactKind.LETTER
    ]


def add_reference(session: Session, case_id: int, reference: str) -> None:
    """A room above this one has a reference by which people ask for the case."""
    session.flush()
    case = session.get_one(Case, case_id)
    session.add(
        CaseWord(
            municipality_id=case.municipality_id,
            case_id=case_id,
            kind=REFERENCE,
            text=reference,
        )
    )
    _refresh_grams(session, [case_id])


def forget_words(session: Session, case_ids: Collection[int]) -> None:
    """Nobody is found by a name or contact that was erased; the home and its references stay."""
    session.execute(
        delete(CaseWord).where(
            CaseWord.case_id.in_(case_ids), CaseWord.kind.in_(("name", "phone", "email"))
        )
    )
    _refresh_grams(session, case_ids)


def _refresh_grams(session: Session, case_ids: Collection[int]) -> None:
    session.flush()
    session.execute(delete(CaseGram).where(CaseGram.case_id.in_(case_ids)))
    homes = dict(
        session.execute(select(Case.id, Case.municipality_id).where(Case.id.in_(case_ids))).all()
    )
    grams = [
        {"municipality_id": homes[entry.key], "case_id": entry.key, "gram": gram}
        for entry in queries.entries(session, case_ids)
        for gram in sorted(grams_of(entry))
    ]
    if grams:
        # Two references of one case can come at once: both keep their pieces.
        put = _INSERTS[session.get_bind().dialect.name]
        session.execute(put(CaseGram).on_conflict_do_nothing(), grams)


def heal_words(session: Session) -> int:
    """Cases that cannot be found yet become findable; how many. Called again until it is 0."""
    missing = session.scalars(
        select(Case.id)
        .where(~select(CaseGram.id).where(CaseGram.case_id == Case.id).exists())
        .order_by(Case.id)
        .limit(AT_ONCE)
    ).all()
    if missing:
        refresh_words(session, missing)
    return len(missing)


def count_grams(session: Session) -> None:
    """Count anew in how many cases each piece stands. A count that is old makes a search slower."""
    session.execute(delete(GramCount))
    for municipality_id in session.scalars(select(CaseGram.municipality_id).distinct()).all():
        counted = (
            select(CaseGram.municipality_id, CaseGram.gram, func.count())
            .where(CaseGram.municipality_id == municipality_id)
            .group_by(CaseGram.municipality_id, CaseGram.gram)
        )
        columns = ["municipality_id", "gram", "cases"]
        session.execute(insert(GramCount).from_select(columns, counted))
