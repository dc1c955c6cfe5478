"""How does a PostgreSQL database get the municipality in front of every key?

In one transaction: the schema is put aside, all tables are made anew, rows are copied and counted,
and only then what was put aside goes. Whatever goes wrong leaves the database as it was.
"""

from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from renogroep.infra.keyed import TENANT, is_keyed, is_numbered, wide
from renogroep.web.tables import METADATA

ASIDE = "before_rekey"
MARK = "person"  # by the key of this table we see whether a database is re-keyed


class CannotRekey(Exception):
    """Said to who asked for it; nothing changed."""


def is_rekeyed(connection: Connection) -> bool:
    """Does the municipality stand in front of the keys of this database?"""
    if connection.dialect.name != "postgresql" or not inspect(connection).has_table(MARK):
        return False
    return TENANT in inspect(connection).get_pk_constraint(MARK)["constrained_columns"]


def partitions_of(connection: Connection) -> int:
    """In how many pieces its tables are cut; 0 is not at all."""
    found = connection.scalar(
        text("SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass(:name)"),
        {"name": MARK},
    )
    return int(found or 0)


def rekey(connection: Connection, partitions: int = 0) -> int:
    """Put the municipality in front of every key; gives how many rows moved.

    Raises CannotRekey on SQLite, twice, and when a row points at a row of another municipality.
    """
    if connection.dialect.name != "postgresql":
        raise CannotRekey("Only a PostgreSQL database can be re-keyed.")
    if is_rekeyed(connection):
        raise CannotRekey("This database is re-keyed already.")
    found = inspect(connection)
    strangers = sorted(set(found.get_table_names()) - set(METADATA.tables))
    connection.execute(text(f"ALTER SCHEMA public RENAME TO {ASIDE}"))
    connection.execute(text("CREATE SCHEMA public"))
    for name in strangers:  # the version of the database, and a job store
        connection.execute(text(f'ALTER TABLE {ASIDE}."{name}" SET SCHEMA public'))
    tables = wide_tables(partitions)
    for table in tables:
        make(connection, table, partitions)
    moved = sum(_copy(connection, table) for table in tables)
    for table in tables:
        for reference in sorted(table.foreign_key_constraints, key=lambda one: str(one.name)):
            connection.execute(AddConstraint(reference))
    connection.execute(text(f"DROP SCHEMA {ASIDE} CASCADE"))
    return moved


def wide_tables(partitions: int) -> list[Table]:
    """All tables of the house with the municipality in front, those that are pointed at first."""
    into = MetaData()
    keyed = {table.name for table in METADATA.sorted_tables if is_keyed(table)}
    return [wide(table, into, keyed, partitions) for table in METADATA.sorted_tables]


def make(connection: Connection, table: Table, partitions: int) -> None:
    """The table, its pieces and its indexes; what it points at comes after the rows."""
    connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
    for statement in pieces(table, partitions):
        connection.execute(text(statement))
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        connection.execute(CreateIndex(index))


def pieces(table: Table, partitions: int) -> list[str]:
    """What makes the pieces of a table that is cut; nothing for one that is not."""
    if not table.dialect_options["postgresql"].get("partition_by"):
        return []
    return [
        f"CREATE TABLE {table.name}_p{n} PARTITION OF {table.name} "
        f"FOR VALUES WITH (MODULUS {partitions}, REMAINDER {n})"
        for n in range(partitions)
    ]


def _copy(connection: Connection, table: Table) -> int:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(
        text(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {ASIDE}.{table.name}")  # noqa: S608 - names of our own tables
    )
    before, after = (
        connection.scalar(text(f"SELECT count(*) FROM {schema}.{table.name}"))  # noqa: S608 - the same
        for schema in (ASIDE, "public")
    )
    if before != after:
        raise CannotRekey(f"{table.name} had {before} rows and has {after} now.")
    if "id" in table.columns and is_numbered(table.columns["id"]):
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - the same
                f"coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table.name}"
            )
        )
    return int(after or 0)
