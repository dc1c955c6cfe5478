"""Are the sealing keys that we were given the ones that sealed what is here?"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, String, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.infra.db import Model
from renogroep.infra.sealing import KeyRing


class SealingKey(Model):
    """A key that was in use here, by its id: never the key itself."""

    __tablename__ = "sealing_key"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    check: Mapped[str] = mapped_column(String(8))  # tells another key under the same id apart
    retired: Mapped[datetime | None]  # since when nothing is sealed with it


class OtherKey(Exception):
    """Under a known id stands another key than before: nothing that it sealed would open."""


def other_keys(session: Session, ring: KeyRing) -> list[str]:
    """The ids under which another key was known."""
    given = ring.checks()
    rows = session.scalars(select(SealingKey).where(SealingKey.id.in_(given)))
    return sorted(row.id for row in rows if row.check != given[row.id])


def refuse_other(session: Session, ring: KeyRing) -> None:
    """Raises OtherKey, which names the ids."""
    if others := other_keys(session, ring):
        raise OtherKey(_other(others))


def _other(ids: Sequence[str]) -> str:
    return (
        f"The sealing key {', '.join(ids)} is another one than the key that was known under "
        "this id. Give the key of before back, or give the new key an id of its own."
    )


def remember(session: Session, ring: KeyRing) -> None:
    """Write down which keys are in use, when they are new or in use again. Raises OtherKey.

    On the connection itself: a quote that is being made is not written half by it.
    """
    connection = session.connection()
    known = {row.id: row for row in connection.execute(select(SealingKey.__table__))}
    for key_id, check in ring.checks().items():
        if key_id not in known:
            connection.execute(_unless_there(connection, key_id, check))
        elif known[key_id].check != check:
            raise OtherKey(_other([key_id]))
    first = known.get(ring.first)
    if first is not None and first.retired is not None:
        again = update(SealingKey).where(SealingKey.id == ring.first).values(retired=None)
        connection.execute(again)


def _unless_there(connection: Connection, key_id: str, check: str) -> Any:
    """Two first quotes at the same moment write it once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(SealingKey).values(id=key_id, check=check)
    return row.on_conflict_do_nothing()


def retire(session: Session, ring: KeyRing, in_use: Collection[str]) -> list[str]:
    """Keys with which nothing is sealed any more; the first one stays. Gives their ids."""
    gone = []
    for row in session.scalars(select(SealingKey).order_by(SealingKey.id)):
        if row.id != ring.first and row.id not in in_use:
            gone.append(row.id)
            row.retired = row.retired or clock.now()
    return gone


def check_at_start(engine: Engine, ring: KeyRing) -> None:
    """Raises OtherKey. A database that is away, or that has no such table yet, says nothing."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file is not None and not Path(file).exists():
        return
    try:
        with suppress(SQLAlchemyError), Session(engine) as session:
            refuse_other(session, ring)
    finally:
        engine.dispose()  # a server that forks hands no connection on
