"""What do our tables look like when the municipality stands in front of every key?

One database for many municipalities can be cut in pieces by municipality only when each key holds
it: then a row of one can never point at a row of another, and a partition holds whole households.
``id`` alone stays the key for the rest of the house; it is unique as before, by its one sequence.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Constraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

TENANT = "municipality_id"
# Found before anybody knows for which municipality: unique in the whole installation.
INSTALLATION = frozenset(
    {"municipality", "sign_in_attempt", "account", "account_identity", "web_session"}
)


def is_keyed(table: Table) -> bool:
    """Does the municipality belong in front of the keys of this table?"""
    return TENANT in table.columns and table.name not in INSTALLATION


def wide(table: Table, into: MetaData, keyed: Collection[str], partitions: int = 0) -> Table:
    """A copy of a table for a database in which the municipality is part of every key.

    keyed       names of all tables that are
    partitions  in how many pieces PostgreSQL cuts it; 0 is not at all
    Names of constraints and indexes stay.
    """
    ours = table.name in keyed
    cut = f"HASH ({TENANT})" if ours and partitions else None
    columns = [_plain(column) for column in table.columns]
    copy = Table(table.name, into, *columns, postgresql_partition_by=cut)
    for constraint in _sorted(table.constraints):
        copy.append_constraint(wide_constraint(constraint, keyed, table.name))
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        wide_index(index, copy, keyed)
    if ours and "id" in copy.columns:
        Index(f"ix_{table.name}_id", copy.columns["id"])
    return copy


def _plain(column: Column) -> Column:
    """The column without what says that it is a key, which the constraints say."""
    copy = column._copy()
    copy.primary_key = False
    copy.unique = copy.index = None
    if column.primary_key and is_numbered(column):
        copy.autoincrement = True
    return copy


def is_numbered(column: Column[Any]) -> bool:
    """Does the database give the numbers of this key?"""
    counted = column.autoincrement is not False and isinstance(column.type, Integer)
    return column.name == "id" and counted


def _sorted(constraints: Iterable[Constraint]) -> list[Constraint]:
    return sorted(constraints, key=lambda one: (type(one).__name__, str(one.name)))


def wide_constraint(constraint: Constraint, keyed: Collection[str], table: str) -> Constraint:
    """The same constraint, by the same name, with the municipality in front where it belongs."""
    name = None if constraint.name is None else str(constraint.name)
    if isinstance(constraint, CheckConstraint):
        return CheckConstraint(str(constraint.sqltext), name=name)
    if isinstance(constraint, ForeignKeyConstraint):
        return _wide_reference(constraint, keyed, name)
    if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
        columns = [column.name for column in constraint.columns]
        return type(constraint)(*in_front(columns, table in keyed), name=name)
    raise TypeError(f"what is {constraint!r} of {table} with the municipality in front?")


def in_front(columns: list[str], keyed: bool) -> list[str]:
    """The columns of a key, the municipality first."""
    return [TENANT, *columns] if keyed and TENANT not in columns else columns


def _wide_reference(
    constraint: ForeignKeyConstraint, keyed: Collection[str], name: str | None
) -> ForeignKeyConstraint:
    """Rows of a municipality point at rows of the same one."""
    columns = [element.parent.name for element in constraint.elements]
    target = constraint.elements[0].target_fullname.rpartition(".")[0]
    fields = [element.target_fullname.rpartition(".")[2] for element in constraint.elements]
    if target in keyed and TENANT not in columns:
        columns, fields = [TENANT, *columns], [TENANT, *fields]
    return ForeignKeyConstraint(
        columns,
        [f"{target}.{field}" for field in fields],
        name=name,
        ondelete=constraint.ondelete,
        onupdate=constraint.onupdate,
    )


def wide_index(index: Index, table: Table, keyed: Collection[str]) -> Index:
    """The same index on the copy; a unique one with the municipality in front."""
    fields = [_on(expression, table) for expression in index.expressions]
    names = [getattr(field, "name", "") for field in fields]
    if index.unique and table.name in keyed and TENANT not in names:
        fields.insert(0, table.columns[TENANT])
    where = index.dialect_options["postgresql"].get("where")
    return Index(str(index.name), *fields, unique=index.unique, postgresql_where=where)


def _on(expression: Any, table: Table) -> Any:
    """A column of the copy; what is worked out is written down as it is."""
    return table.columns[expression.name] if isinstance(expression, Column) else expression
