"""How do we talk to the database, and how does anything get written?"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import current_app
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import JSON, BigInteger, Date, DateTime, MetaData, String, event, select
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity

db = SQLAlchemy()


class _Scaled(TypeDecorator[Any]):
    """A whole number in the database, a value type in Python."""

    impl = BigInteger
    cache_ok = True
    kind: type
    attribute = "scaled"

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.kind.__name__} expected, not {value!r}")
        return int(getattr(value, self.attribute))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.kind(value)


class MoneyType(_Scaled):
    """Whole cents."""

    cache_ok = True
    kind = Money
    attribute = "cents"


class UnitPriceType(_Scaled):
    """Whole 1/10,000 euro."""

    cache_ok = True
    kind = UnitPrice


class QuantityType(_Scaled):
    """Whole thousandths."""

    cache_ok = True
    kind = Quantity


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Every table of the house."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        Money: MoneyType(),
        UnitPrice: UnitPriceType(),
        Quantity: QuantityType(),
        datetime: Moment(),
        date: Date(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: String(200),
    }


Row = TypeVar("Row", bound=Model)
AFTER_COMMIT = "renogroep_after_commit"  # the extension that create_app hangs in
EVERYWHERE = "everywhere"  # the name of the session that reads across municipalities
ACROSS = "across"  # on a session and its connection: the municipality is not put in statements
_TOUCHED = "touched_rows"
_AFTERWARDS = "afterwards"
PATIENCE = 30_000  # milliseconds that a writer of SQLite waits for the one before it
LOOK = 10  # milliseconds after which it has looked again


def engines_of(url: str) -> dict[str, dict[str, Any]]:
    """Name -> engine, as the settings want them.

    Names and amounts travel as parameters; an error report in a log shows none of them.
    A connection of SQLite that only reads stays so: to switch it costs every statement that it
    prepared (measured: 15 % of a page).
    """
    names = ["default", EVERYWHERE] if url.startswith("sqlite") else ["default"]
    one: dict[str, Any] = {"url": url, "hide_parameters": True}
    if url.startswith("postgresql"):
        # Behind pgbouncer the next transaction has another connection, which knows no statement.
        one["connect_args"] = {"prepare_threshold": None}
    return {name: dict(one) for name in names}


def prepare_engines(engines: Mapping[str, Engine]) -> None:
    """SQLite: those of ``engines_of``; whoever lets go of the first lets go of both."""
    for name, engine in engines.items():
        prepare_engine(engine, only_reading=name == EVERYWHERE)
    if EVERYWHERE in engines:
        event.listen(
            engines["default"], "engine_disposed", lambda _engine: engines[EVERYWHERE].dispose()
        )


def prepare_engine(engine: Engine, *, only_reading: bool = False) -> None:
    """SQLite: write-ahead log, foreign keys, and a BEGIN that says whether it will write.

    Without BEGIN IMMEDIATE two read-modify-write transactions lose updates silently (measured:
    1,026 of 1,600); see docs/decisions/0003.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={PATIENCE}",
            f"query_only={int(only_reading)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if not options.get("writing"):
            connection.exec_driver_sql("BEGIN")
            return
        wait = options.get("wait_ms")
        _write_next(connection, PATIENCE if wait is None else wait)


def _write_next(connection: Connection, patience: int) -> None:
    """Become the one writer of SQLite within so many milliseconds.

    Left alone SQLite looks ten times a second, so who writes a lot gets hold again and again before
    anybody who waits has looked.
    """
    kept: Any = connection.connection.dbapi_connection
    until = time.monotonic() + patience / 1000
    kept.execute(f"PRAGMA busy_timeout={min(LOOK, patience)}")
    while time.monotonic() < until:
        try:
            kept.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                break
        else:
            kept.execute(f"PRAGMA busy_timeout={PATIENCE}")
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, for an error that others know
    kept.execute(f"PRAGMA busy_timeout={PATIENCE}")


def session() -> Session:
    """The session of this request, command or job."""
    current: Session = db.session
    return current


@contextmanager
def transaction(wait_ms: int | None = None) -> Iterator[Session]:
    """The one way to write: commit at the end of the block, roll back on any error.

    Load rows inside the block: what was read before may be stale, so it is thrown away.
    wait_ms  milliseconds that it waits for a lock of somebody else at most; None: as long as it takes
    raises   OperationalError, which ``is_crowd`` knows, when it waited that long
    """
    current = session()
    current.rollback()
    current.info.pop(_TOUCHED, None)
    current.info.pop(_AFTERWARDS, None)
    connection = current.connection(execution_options={"writing": True, "wait_ms": wait_ms})
    try:
        if wait_ms is not None and connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, wait_ms)}")
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    left = current.info.pop(_AFTERWARDS, ())
    _follow(current)
    _finish(left)


@contextmanager
def jotting() -> Iterator[Connection]:
    """A short write beside the request that is left out when another one is writing.

    For what nobody misses, such as when a session was last used: a page never waits for it.
    Raises OperationalError at once instead.
    """
    hurried = db.engine.connect().execution_options(writing=True, wait_ms=0)
    with hurried as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        yield connection


# PostgreSQL: serialization failure, deadlock, a lock that did not come in time.
_CROWD = {"40001", "40P01", "55P03"}


def is_crowd(error: OperationalError) -> bool:
    """Is nothing wrong but that others were writing too?"""
    return getattr(error.orig, "sqlstate", None) in _CROWD or "database is locked" in str(
        error.orig
    )


@contextmanager
def everywhere() -> Iterator[Session]:
    """Rows of every municipality, only to read: to sign in, in lists of jobs, for commands.

    A session of its own, closed at the end of the block: what was loaded is not for elsewhere. What
    writes does so afterwards, in a transaction of the municipality of the row that was found.
    """
    across: Session = db.get_session(EVERYWHERE)
    if across.in_transaction():
        raise RuntimeError("everywhere() inside everywhere(): pass its session on")
    across.info[ACROSS] = True
    across.bind = db.engines.get(EVERYWHERE, db.engine)
    try:
        # The database itself refuses a write.
        across.connection(execution_options={"postgresql_readonly": True, ACROSS: True})
        yield across
    finally:
        across.close()


def has_one_writer(current: Session) -> bool:
    """Does everybody who writes wait for whoever writes now, whatever that is about?"""
    return current.get_bind().dialect.name == "sqlite"


def touched(current: Session, kind: str, key: int) -> None:
    """A row of this table changed: what is worked out from it is written after the commit."""
    current.info.setdefault(_TOUCHED, set()).add((kind, key))


def _follow(current: Session) -> None:
    """After the commit, never under a lock, in a transaction of its own; a crash is for the night."""
    rows = sorted(current.info.pop(_TOUCHED, ()))
    follow = current_app.extensions.get(AFTER_COMMIT) if rows else None
    if follow is None:
        return
    try:
        with transaction() as later:
            follow(later, rows)
    except Exception:  # the change itself is kept: nobody is told that it is not
        if current_app.config.get("TESTING"):
            raise
        current_app.logger.exception("the steps of cases wait for the night")


def afterwards(current: Session, work: Callable[[Session], object]) -> None:
    """Done once the change is kept, in a transaction of its own, and never when it is not kept.

    Only for what comes right by itself when the server dies just then.
    """
    current.info.setdefault(_AFTERWARDS, []).append(work)


def _finish(left: Iterable[Callable[[Session], object]]) -> None:
    for work in left:
        try:
            with transaction() as later:
                work(later)
        except Exception:
            if current_app.config.get("TESTING"):
                raise
            current_app.logger.exception("what follows a change was left for the next time")


def locked(current: Session, kind: type[Row], key: int) -> Row | None:
    """The row, held until the transaction ends; None when it is not there.

    PostgreSQL locks the row, but nobody who only refers to it with a new row of their own; on SQLite
    the whole transaction is the lock. Fresh values either way.
    """
    statement = select(kind).where(kind.__mapper__.primary_key[0] == key)
    return current.scalar(
        statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    )
