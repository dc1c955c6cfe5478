"""How do we carry a whole database to a file and back, on SQLite and on PostgreSQL?

One zip with a JSON-lines file per table, written inside one read transaction. The same file goes
back into either database. Sealed quotes stay sealed: the key is not in it.
"""

import base64
import io
import json
import os
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from renogroep.base import clock
from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.web import tables

FORMAT = 1
BATCH = 500


class NotRestored(Exception):
    """The backup does not fit this database; nothing was changed."""


def _tables() -> list[Table]:
    return tables.METADATA.sorted_tables


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def write(engine: Engine, target: Path, only: Collection[str] = ()) -> int:
    """Write everything to ``target``; gives the number of rows. Replaces the file when complete.

    only   the names of a few tables instead of all
    """
    count = 0
    partial = target.with_suffix(".partial")
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with (
        engine.connect().execution_options(**options) as connection,
        _only_ours(partial) as raw_file,
        zipfile.ZipFile(raw_file, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        about = {
            "format": FORMAT,
            "revision": _revision(connection),
            "at": clock.now().isoformat(),
        }
        file.writestr("about.json", json.dumps(about))
        for table in (table for table in _tables() if not only or table.name in only):
            with file.open(f"{table.name}.jsonl", "w") as raw:
                out = io.TextIOWrapper(raw, encoding="utf-8")
                ordered = select(table).order_by(*table.primary_key.columns)
                for row in connection.execute(ordered).mappings():
                    plain = {name: _plain(value) for name, value in row.items()}
                    out.write(json.dumps(plain, ensure_ascii=False) + "\n")
                    count += 1
                out.flush()
                out.detach()
    partial.replace(target)
    return count


def _only_ours(target: Path) -> BinaryIO:
    """An empty file that no other account of this machine can read: everybody's data is in it."""
    target.unlink(missing_ok=True)
    return os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")


def read(engine: Engine, source: Path, *, replace: bool) -> int:
    """Put everything back, all or nothing; gives the number of rows.

    raises NotRestored when the file is not ours, is of another version, or the database is not
    empty and ``replace`` is False.
    """
    try:
        with zipfile.ZipFile(source) as file, engine.begin() as connection:
            about = json.loads(file.read("about.json"))
            here = _revision(connection)
            if about.get("format") != FORMAT or about.get("revision") != here:
                raise NotRestored(
                    f"This backup is of version {about.get('revision')}, the database of {here}."
                )
            _make_room(connection, replace=replace)
            count = sum(_fill(connection, table, file) for table in _tables())
            _renumber(connection)
            return count
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as problem:
        raise NotRestored(f"{source} is not a whole backup: {problem}") from problem


def _make_room(connection: Connection, *, replace: bool) -> None:
    for table in reversed(_tables()):
        filled = connection.scalar(select(func.count()).select_from(table))
        if filled and not replace:
            raise NotRestored("The database is not empty. Use --yes to replace what is in it.")
        connection.execute(table.delete())


def _fill(connection: Connection, table: Table, file: zipfile.ZipFile) -> int:
    count = 0
    for batch in _batches(file, table):
        connection.execute(insert(table), batch)
        count += len(batch)
    return count


def _batches(file: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with file.open(f"{table.name}.jsonl") as raw:
        for line in io.TextIOWrapper(raw, encoding="utf-8"):
            batch.append({name: _typed(value) for name, value in json.loads(line).items()})
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _renumber(connection: Connection) -> None:
    """PostgreSQL hands out numbers from a sequence, which has to go on after the last row."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        column = table.primary_key.columns[0]
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        )
        if sequence:
            last = connection.scalar(select(func.max(column)))
            connection.execute(
                text("SELECT setval(:sequence, :last, :used)"),
                {"sequence": sequence, "last": last or 1, "used": last is not None},
            )


_KINDS: dict[str, Any] = {
    "cents": Money,
    "price": UnitPrice,
    "quantity": Quantity,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": base64.b64decode,
}


def _plain(value: Any) -> Any:
    """A value as JSON: an own type becomes a list of its kind and its figure."""
    if isinstance(value, Money):
        return {"$": ["cents", value.cents]}
    if isinstance(value, UnitPrice):
        return {"$": ["price", value.scaled]}
    if isinstance(value, Quantity):
        return {"$": ["quantity", value.scaled]}
    if isinstance(value, datetime):
        return {"$": ["moment", value.isoformat()]}
    if isinstance(value, date):
        return {"$": ["day", value.isoformat()]}
    if isinstance(value, bytes):
        return {"$": ["bytes", base64.b64encode(value).decode()]}
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"$"}:
        kind, inner = value["$"]
        return _KINDS[kind](inner)
    return value
