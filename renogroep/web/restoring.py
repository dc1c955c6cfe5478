"""How does a backup of an earlier version become a database of this one?

Empty tables of the backup's own version, its rows, then every migration since. On PostgreSQL that is
one transaction; on SQLite a file beside it, copied over when it is whole.
"""

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, create_engine, inspect, text

from renogroep.infra import tenant
from renogroep.infra.db import prepare_engine
from renogroep.web import backups, migrating

OTHERS = ("huey_",)  # what the job store keeps in the same database


def restore(engine: Engine, source: Path, *, replace: bool) -> int:
    """Put a backup of this or an earlier version back, all or nothing; gives the number of rows.

    raises   backups.NotRestored, with the database as it was: not a whole backup, newer than this
             version, or a database in use while ``replace`` is False
    """
    with backups.opened(source) as (file, about), tenant.upkeep():
        revision = str(about["revision"])
        if revision == backups.revision_of(engine) == migrating.head():
            return backups.read(engine, source, replace=replace)
        if engine.dialect.name == "sqlite":
            return _through_a_file(engine, file, revision, replace=replace)
        with engine.begin() as connection:
            backups.refuse_filled(connection, replace=replace)
            _drop_all(connection)
            return _rebuild(connection, file, revision)


def _through_a_file(engine: Engine, file: zipfile.ZipFile, revision: str, *, replace: bool) -> int:
    with engine.connect() as connection:
        backups.refuse_filled(connection, replace=replace)
    engine.dispose()
    with scratch(Path(str(engine.url.database)).parent) as beside:
        count = _rebuilt(beside, file, revision)
        with (
            closing(sqlite3.connect(beside)) as new,
            closing(sqlite3.connect(str(engine.url.database), timeout=30)) as old,
        ):
            new.backup(old)  # one transaction of the old file: all or nothing
    return count


def _rebuilt(target: Path, file: zipfile.ZipFile, revision: str) -> int:
    url = f"sqlite:///{target}"
    migrating.migrate_to(url, revision)
    engine = create_engine(url)
    prepare_engine(engine)
    with engine.begin() as connection:
        count = backups.fill(connection, _reflected(connection), file, plain=True)
    engine.dispose()
    migrating.migrate_to_head(url)
    return count


def _rebuild(connection: Connection, file: zipfile.ZipFile, revision: str) -> int:
    migrating.migrate_within(connection, revision)
    into = _reflected(connection)
    count = backups.fill(connection, into, file, plain=True)
    backups.renumber(connection, into)
    migrating.migrate_within(connection, "head")
    return count


def _reflected(connection: Connection) -> list[Table]:
    """The tables as the database has them; no value in a JSON column is no value."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: _is_ours(name))
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _is_ours(name: str) -> bool:
    return not name.startswith(OTHERS)


def _drop_all(connection: Connection) -> None:
    for name in inspect(connection).get_table_names():
        if _is_ours(name):
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """An empty SQLite file that nobody else reads and that does not stay."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(".scratch", "restore-", folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)
