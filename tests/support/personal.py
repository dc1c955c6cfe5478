"""One person of whom every table that can know something knows something."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Table, or_, select
from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.identity.models import Person
from renogroep.infra.columns import EnumType
from renogroep.infra.db import Model, Moment, MoneyType, QuantityType
from renogroep.web import tables  # noqa: F401  every table of the house
from tests.support.make import NOW, Make
from tests.support.make_orders import open_wave, ready_to_order

# A row that hangs on one of these says something about a household.
PERSONAL = ("dwelling", "case_file", "subscription", "home_order")
TABLES = Model.metadata.tables
HOUSEKEEPING = {"id", "municipality_id", "version", "erased_at"}


def target(column: Column[Any]) -> str:
    """The table that a column points at, or nothing; ``person_id`` needs no foreign key for it."""
    named = "person" if column.name == "person_id" else ""
    return next((key.column.table.name for key in column.foreign_keys), named)


def key_of(table: Table) -> Column[Any]:
    """The one column by which a row is known; often ``id``."""
    return next(iter(table.primary_key.columns))


def personal_tables() -> list[Table]:
    """Every table that leads to one person, and the person itself."""
    return [
        table
        for table in Model.metadata.sorted_tables
        if table.name == "person"
        or "person_id" in table.columns
        or any(target(column) in PERSONAL for column in table.columns)
    ]


def household(make: Make) -> Person:
    """Somebody with a home, a case, an interest and an order, and a full row in all the rest."""
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    person = orders["H1"].person
    make.reach(
        person,
        "email",
        email=person.email,
        phone="0470 12 34 56",
        postal_address="Rozenstraat 12, 9999 Testgem",
    )
    make.account(person, str(person.email))
    for table in personal_tables():
        if not rows_of(make.session, table, person.id):
            _insert(make.session, table, person)
        for row in rows_of(make.session, table, person.id):
            empty = {
                c.name: _sample(c) for c in _said(table) if row[c.name] in (None, "", False, [], {})
            }
            if empty:
                key = key_of(table)
                make.session.execute(table.update().where(key == row[key.name]).values(empty))
    make.session.expire_all()
    return person


def rows_of(session: Session, table: Table, person_id: int) -> list[Any]:
    """The rows of one table that are about this person or its home."""
    if table.name == "person":
        return list(session.execute(select(table).where(table.c.id == person_id)).mappings())
    about = [
        column == person_id if target(column) == "person" else column.in_(_homes(person_id, column))
        for column in table.columns
        if column.name == "person_id" or target(column) in PERSONAL
    ]
    return list(session.execute(select(table).where(or_(*about))).mappings())


def kept_of(before: list[Any], after: list[Any], table: Table) -> Iterator[str]:
    """``table.column`` that still says what it said."""
    name = key_of(table).name
    now = {row[name]: row for row in after}
    for row in before:
        for column in _said(table):
            if row[name] in now and now[row[name]][column.name] == row[column.name]:
                yield f"{table.name}.{column.name}"


def _homes(person_id: int, column: Column[Any]) -> Any:
    """The keys of the rows of a person in one of the PERSONAL tables."""
    parent = TABLES[target(column)]
    if parent.name == "dwelling":
        case = TABLES["case_file"]
        return select(case.c.dwelling_id).where(case.c.person_id == person_id)
    return select(parent.c.id).where(parent.c.person_id == person_id)


def _said(table: Table) -> list[Column[Any]]:
    """The columns that say something by themselves."""
    return [
        column
        for column in table.columns
        if column.name not in HOUSEKEEPING and not target(column) and not column.primary_key
    ]


def _insert(session: Session, table: Table, person: Person) -> int:
    values = {
        column.name: _key(session, column, person) if target(column) else _sample(column)
        for column in table.columns
        if not column.primary_key or target(column)
    }
    values["municipality_id"] = person.municipality_id
    done = session.execute(table.insert().values(values)).inserted_primary_key
    assert done is not None
    return int(done[0])


def _key(session: Session, column: Column[Any], person: Person) -> int:
    """A row to point at: the person's own, else any, else a new one."""
    parent = TABLES[target(column)]
    if parent.name == "person":
        return person.id
    query = select(parent.c.id)
    if parent.name in PERSONAL:
        query = query.where(parent.c.id.in_(_homes(person.id, column)))
    known = session.scalar(query.order_by(parent.c.id))
    return _insert(session, parent, person) if known is None else known


def _sample(column: Column[Any]) -> Any:
    """Something to say in a column of this kind."""
    if isinstance(column.type, JSON):
        return SHAPES.get(column.name, SENTENCE)
    if isinstance(column.type, EnumType):
        words = list(column.type.kind)
        return CODES[column.name] if CODES.get(column.name) in words else words[0]
    known = {MoneyType: Money(700), QuantityType: Quantity.of("7"), Moment: NOW}
    for kind, value in known.items():
        if isinstance(column.type, kind):
            return value
    plain = {int: 7, bool: True, str: "iets", date: date(2026, 11, 2), bytes: b"iets"}
    return CODES.get(column.name, plain[column.type.python_type])


SENTENCE = {"msgid": "iets", "params": {}}
SHAPES: dict[str, Any] = {
    "answers": {"q": ["iets"]},
    "corrections": [],
    "left_out": [],
    "notes": [SENTENCE],
    "quantities": {"01.01": 7},
    "quote_ids": [1],
    "reasons": [SENTENCE],
    "screening": [SENTENCE],
    "steps": [SENTENCE],
}
CODES = {"language": "nl", "purpose": "my_home", "role": "advisor", "state": "open"}
