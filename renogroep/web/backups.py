"""How do we carry a whole database to a file and back, on SQLite and on PostgreSQL?

One zip with a JSON-lines file per table, written inside one read transaction. The same file goes
back into either database. Sealed quotes stay sealed: the key is not in it.
"""

import base64
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from renogroep.base import clock
from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.infra import tenant
from renogroep.infra.files import store
from renogroep.web import migrating, tables

FORMAT = 1
BATCH = 500
ABOUT, SUMS = "about.json", "sums.json"
_WHOLE = 1 << 256


class NotRestored(Exception):
    """The backup does not fit this database; nothing was changed."""


Sums = dict[str, list[Any]]  # table -> [rows, checksum that does not depend on their order]


def _tables() -> list[Table]:
    return tables.METADATA.sorted_tables


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def revision_of(engine: Engine) -> str | None:
    """The version of the tables; None when there are none yet."""
    with tenant.upkeep(), engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        return _revision(connection) if known else None


def write(
    engine: Engine, target: Path, only: Collection[str] = (), *, folder: Path | None = None
) -> int:
    """Write everything to ``target``; gives the number of rows. Replaces the file when complete.

    only     the names of a few tables instead of all
    folder   of the installation, to take photos and papers along
    """
    partial = target.with_suffix(".partial")
    with _only_ours(partial) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        sums = write_tables(engine, file, only)
        if folder is not None:
            add_files(file, folder, sorted((folder / store.NAME).glob("??/*")))
    partial.replace(target)
    return sum(count for count, _ in sums.values())


def write_tables(engine: Engine, file: zipfile.ZipFile, only: Collection[str] = ()) -> Sums:
    """Tables and what they are about into an open zip; gives the sums that stand in it too."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with tenant.upkeep(), engine.connect().execution_options(**options) as connection:
        at = clock.now().isoformat()
        about = {"format": FORMAT, "revision": _revision(connection), "at": at}
        file.writestr(ABOUT, json.dumps(about))
        sums: Sums = {}
        for table in (one for one in _tables() if not only or one.name in only):
            with file.open(f"{table.name}.jsonl", "w") as raw:
                sums[table.name] = _sum_of(_written(connection, table, raw))
        file.writestr(SUMS, json.dumps(sums))
    return sums


def add_files(file: zipfile.ZipFile, folder: Path, paths: Iterable[Path]) -> None:
    """Files of the folder into an open zip; one that goes just now is left out."""
    for path in paths:
        if path.name.endswith(store.PARTIAL):
            continue
        packed = zipfile.ZIP_STORED if store.NAME in path.parts else zipfile.ZIP_DEFLATED
        with suppress(FileNotFoundError):
            file.write(path, f"files/{path.relative_to(folder)}", packed)


def _written(connection: Connection, table: Table, raw: Any) -> Iterator[bytes]:
    for line in _lines(connection, table):
        raw.write(line)
        yield line


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(ordered).mappings():
        plain = {name: _plain(value) for name, value in row.items()}
        yield (json.dumps(plain, ensure_ascii=False) + "\n").encode()


def _sum_of(lines: Iterator[bytes]) -> list[Any]:
    count = total = 0
    for line in lines:
        count += 1
        total = (total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % _WHOLE
    return [count, f"{total:064x}"]


def sums_of(engine: Engine) -> Sums:
    """Rows and checksum per table, as they stand in a database now."""
    with tenant.upkeep(), engine.connect() as connection:
        return {table.name: _sum_of(_lines(connection, table)) for table in _tables()}


def _only_ours(target: Path) -> BinaryIO:
    """An empty file that no other account of this machine can read: everybody's data is in it."""
    target.unlink(missing_ok=True)
    return os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")


@contextmanager
def opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """The zip and what it is about, when it is whole and of a version that we know.

    raises   NotRestored: truncated, changed, not ours, or newer than this version of the product;
             also when the database refuses what stands in it
    """
    try:
        with zipfile.ZipFile(source) as file:
            about = json.loads(file.read(ABOUT))
            if about.get("format") != FORMAT:
                raise NotRestored(f"{source} is not a backup that this version can read.")
            if not migrating.is_known(str(about.get("revision"))):
                raise NotRestored(
                    f"This backup is of version {about.get('revision')}, newer than this renogroep "
                    f"({migrating.head()}). Install the newer version first, then restore."
                )
            _check_sums(file)
            yield file, about
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError) as problem:
        raise NotRestored(f"{source} is not a whole backup: {problem}") from problem
    except SQLAlchemyError as problem:
        raise NotRestored(
            f"The database does not take what stands in {source} ({type(problem).__name__})."
        ) from problem


def _check_sums(file: zipfile.ZipFile) -> None:
    """What was written is what we read. Backups of before this had no sums: those are only read."""
    broken = file.testzip()
    if broken:
        raise NotRestored(f"This backup is damaged at {broken}.")
    if SUMS not in file.namelist():
        return
    for name, sums in json.loads(file.read(SUMS)).items():
        with file.open(f"{name}.jsonl") as raw:
            if _sum_of(iter(raw)) != sums:
                raise NotRestored(f"This backup is damaged at {name}.")


def read(engine: Engine, source: Path, *, replace: bool) -> int:
    """Put everything back, all or nothing; gives the number of rows.

    raises NotRestored when the file is not ours, is not of the version of this database, or the
    database is not empty and ``replace`` is False. Another version: ``restoring.restore``.
    """
    with opened(source) as (file, about), tenant.upkeep(), engine.begin() as connection:
        here = _revision(connection)
        if about["revision"] != here:
            raise NotRestored(f"This backup is of {about['revision']}, the database of {here}.")
        make_room(connection, replace=replace)
        count = fill(connection, _tables(), file)
        renumber(connection, _tables())
        return count


def refuse_filled(connection: Connection, *, replace: bool) -> None:
    """NotRestored when somebody works in this database and nobody said that it may go."""
    if replace or not inspect(connection).has_table("municipality"):
        return
    if connection.scalar(text("SELECT count(*) FROM municipality")):
        raise NotRestored("The database is not empty. Use --yes to replace what is in it.")


def make_room(connection: Connection, *, replace: bool) -> None:
    """Every row goes. Raises NotRestored for a database that is in use."""
    refuse_filled(connection, replace=replace)
    for table in reversed(_tables()):
        connection.execute(table.delete())


def fill(
    connection: Connection, into: Sequence[Table], file: zipfile.ZipFile, *, plain: bool = False
) -> int:
    """The rows of the backup into tables that are empty; gives how many.

    plain   the tables were read from the database itself and know no types of ours
    """
    kinds = _STORED if plain else _KINDS
    count = 0
    for table in into:
        for batch in _batches(file, table, kinds):
            connection.execute(insert(table), batch)
            count += len(batch)
    return count


def _batches(
    file: zipfile.ZipFile, table: Table, kinds: dict[str, Any]
) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with file.open(f"{table.name}.jsonl") as raw:
        for line in io.TextIOWrapper(raw, encoding="utf-8"):
            row = json.loads(line)
            batch.append({name: _typed(value, kinds) for name, value in row.items()})
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def renumber(connection: Connection, filled: Sequence[Table]) -> None:
    """PostgreSQL hands out numbers from a sequence, which has to go on after the last row."""
    if connection.dialect.name != "postgresql":
        return
    for table in filled:
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


def _in_utc(value: str) -> datetime:
    """As the tables of an earlier version keep it: in UTC, without saying so on SQLite."""
    return datetime.fromisoformat(value).astimezone(UTC)


_KINDS: dict[str, Any] = {
    "cents": Money,
    "price": UnitPrice,
    "quantity": Quantity,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": base64.b64decode,
}
# The tables of another version know no types of ours: whole numbers stay whole numbers.
_STORED: dict[str, Any] = {
    **_KINDS,
    "cents": int,
    "price": int,
    "quantity": int,
    "moment": _in_utc,
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


def _typed(value: Any, kinds: dict[str, Any]) -> Any:
    if isinstance(value, dict) and set(value) == {"$"}:
        kind, inner = value["$"]
        return kinds[kind](inner)
    return value
