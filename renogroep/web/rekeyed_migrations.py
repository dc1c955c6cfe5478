"""What does a later step of the migrations do in a database that is re-keyed?

It is written once, for a plain database. In a re-keyed one each new table, constraint and unique
index gets the municipality in front, and a new table is cut in as many pieces as the others.
"""

from functools import cached_property
from typing import Any

from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Constraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    text,
)

from renogroep.infra.keyed import TENANT, is_keyed, wide, wide_constraint, wide_index
from renogroep.web.rekey import is_rekeyed, partitions_of, pieces

KEYED = text(
    "SELECT c.relname FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.conrelid "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey) "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE k.contype = 'p' AND a.attname = :tenant AND n.nspname = current_schema()"
)


class RekeyedImpl(PostgresqlImpl):
    """Alembic's PostgreSQL, which asks first whether this database is re-keyed."""

    __dialect__ = "postgresql"

    @cached_property
    def rekeyed(self) -> bool:
        """False while SQL is only written down."""
        return self.connection is not None and is_rekeyed(self.connection)

    @property
    def _database(self) -> Connection:
        if self.connection is None:
            raise RuntimeError("only a database says how it is keyed")
        return self.connection

    def _keyed(self) -> set[str]:
        return set(self._database.scalars(KEYED, {"tenant": TENANT}))

    def create_table(self, table: Table, **kw: Any) -> None:
        """A table of a municipality is keyed and cut like the others."""
        if not self.rekeyed or not is_keyed(table):
            super().create_table(table, **kw)
            return
        partitions = partitions_of(self._database)
        copy = wide(table, _with_targets(table), self._keyed() | {table.name}, partitions)
        super().create_table(copy, **kw)
        for statement in pieces(copy, partitions):
            self._exec(text(statement))

    def add_constraint(self, const: Constraint, **kw: Any) -> None:
        """Unique per municipality; a row points at rows of its own municipality."""
        if self.rekeyed and not isinstance(const, CheckConstraint):
            const = self._wide(const)
        super().add_constraint(const, **kw)

    def _wide(self, const: Constraint) -> Constraint:
        keyed = self._keyed()
        into = MetaData()
        for name in keyed | _pointed_at(const):
            Table(name, into, Column(TENANT, Integer), Column("id", Integer))
        if isinstance(const, ForeignKeyConstraint):  # a table across municipalities is not keyed
            _stub(const.elements[0].column.table, into)
        copy = _stub(const.table, into)
        made = wide_constraint(const, keyed, copy.name)
        copy.append_constraint(made)
        return made

    def create_index(self, index: Index, **kw: Any) -> None:
        """A unique index is unique per municipality."""
        if self.rekeyed and index.unique and index.table is not None:
            index = wide_index(index, _stub(index.table, MetaData()), self._keyed())
        super().create_index(index, **kw)


def _pointed_at(const: Constraint) -> set[str]:
    if not isinstance(const, ForeignKeyConstraint):
        return set()
    return {element.target_fullname.rpartition(".")[0] for element in const.elements}


def _with_targets(table: Table) -> MetaData:
    """Where the copy lives: what it points at is known there by name."""
    into = MetaData()
    for other in table.metadata.tables.values():
        if other.name != table.name:
            _stub(other, into)
    return into


def _stub(table: Table, into: MetaData) -> Table:
    """The columns of a table, and the municipality."""
    names = {column.name for column in table.columns} | {TENANT, "id"}
    return Table(
        table.name,
        into,
        *(Column(name, Integer) for name in sorted(names)),
        extend_existing=True,
    )
