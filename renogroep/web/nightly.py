"""What does a backup hold that somebody can sleep on?

Every table, the files of the folder and the database's own copy, put back in a scratch database and
compared before it is encrypted for a key that this server does not have. Keys are never inside.
"""

import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyrage
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.audit import broken_links
from renogroep.infra.db import prepare_engine
from renogroep.web import backups, erasures, migrating, restoring

NAME = "renogroep-{at:%Y-%m-%dT%H%M%S}.zip.age"
PATTERN = "renogroep-*.zip.age"
LEFT_OUT = {"mail"}  # letters with live links in them: the outbox forgets those when they leave
DATABASE_ENDINGS = (".db", ".db-wal", ".db-shm", ".scratch", ".partial")


class NotProved(Exception):
    """The backup did not come back as it was: nothing was kept."""


@dataclass(frozen=True, slots=True)
class Made:
    """One backup that was put back."""

    file: Path
    rows: int
    native: str  # the database's own copy: "sqlite", "pg_dump" or "" when pg_dump is not there


def recipient(key: str) -> pyrage.x25519.Recipient:
    """For whom we encrypt: ``age1...``. Raises ValueError for anything else."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as problem:
        raise ValueError(
            f"{key[:12]}... is no public age key: it starts with age1 (make one with age-keygen)"
        ) from problem


def make(engine: Engine, folder: Path, to: Path, key: str, *, keep: int) -> Made:
    """Write one encrypted backup in ``to`` and keep the newest ``keep`` of them.

    folder   the FOLDER of the installation
    raises   ValueError for a key that is none, NotProved when it does not come back as it was
    """
    whom = recipient(key)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = to / NAME.format(at=clock.now())
    with restoring.scratch(to) as plain:
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as file:
            sums = backups.write_tables(engine, file)
            backups.add_files(file, folder, _files(folder, to))
            native = _native(engine, file, to)
        prove(plain, sums, to)
        with restoring.scratch(to) as sealed:
            pyrage.encrypt_file(str(plain), str(sealed), [whom])
            sealed.chmod(0o600)
            shutil.move(sealed, target)
            sealed.touch()
    erasures.beside(to, folder)
    for old in sorted(to.glob(PATTERN))[: -max(1, keep)]:
        old.unlink()
    return Made(target, sum(count for count, _ in sums.values()), native)


def _files(folder: Path, to: Path) -> Iterator[Path]:
    """What else stands in the folder: no database, no letter, and nothing that could be a key."""
    for top in sorted(folder.iterdir()) if folder.exists() else ():
        if not top.is_dir() or top.name in LEFT_OUT or top.resolve() == to.resolve():
            continue
        for path in sorted(top.rglob("*")):
            secret = "key" in path.name.lower() or "secret" in path.name.lower()
            if path.is_file() and not secret and not path.name.endswith(DATABASE_ENDINGS):
                yield path


def _native(engine: Engine, file: zipfile.ZipFile, beside: Path) -> str:
    """The database in its own form, for whoever mends one table of it."""
    with restoring.scratch(beside) as copy:
        if engine.dialect.name == "sqlite":
            with (
                closing(sqlite3.connect(str(engine.url.database))) as old,
                closing(sqlite3.connect(copy)) as new,
            ):
                old.backup(new)
                if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise NotProved("the copy of the SQLite file is not whole")
            file.write(copy, "native/renogroep.db")
            return "sqlite"
        tool = shutil.which("pg_dump")
        if tool is None or not _dumped(tool, engine, copy):
            return ""
        file.write(copy, "native/renogroep.dump")
        return "pg_dump"


def _dumped(tool: str, engine: Engine, copy: Path) -> bool:
    """False when this pg_dump is older than the server: the tables are in the backup anyway."""
    url = engine.url.set(drivername="postgresql")
    password = url.password or ""
    plain = url.set(password=None).render_as_string()
    said = subprocess.run(  # noqa: S603 - our own address, without its password
        [tool, "-Fc", "-f", str(copy), "-d", plain],
        env={"PGPASSWORD": password, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    return said.returncode == 0


def prove(plain: Path, sums: backups.Sums, beside: Path) -> None:
    """Put the tables back in a scratch database: every row is there and the chain holds.

    raises   NotProved
    """
    with restoring.scratch(beside) as empty:
        url = f"sqlite:///{empty}"
        migrating.migrate_to_head(url)
        scratch = create_engine(url)
        prepare_engine(scratch)
        try:
            backups.read(scratch, plain, replace=False)
            came = backups.sums_of(scratch)
            different = sorted(name for name in sums if came.get(name) != sums[name])
            if different:
                raise NotProved(f"these tables did not come back as they were: {different}")
            with Session(scratch) as session:
                broken = next(broken_links(session), None)
            if broken:
                raise NotProved(f"the audit trail does not hold: {broken}")
        except backups.NotRestored as problem:
            raise NotProved(str(problem)) from problem
        finally:
            scratch.dispose()


def decrypted(source: Path, key_file: Path | None, target: Path) -> Path:
    """The zip of an encrypted backup; one that was never encrypted is used as it is.

    raises   backups.NotRestored: no key given, another key, or a file that is not whole
    """
    with source.open("rb") as raw:
        if raw.read(4) == b"PK\x03\x04":
            return source
    if key_file is None:
        raise backups.NotRestored(f"{source} is encrypted: give the file of its key with --key.")
    try:
        pyrage.decrypt_file(str(source), str(target), _identities(key_file))
    except (pyrage.DecryptError, OSError) as problem:
        raise backups.NotRestored(
            f"{source} does not open with this key, or is not whole: {problem}"
        ) from problem
    return target


def _identities(key_file: Path) -> list[pyrage.x25519.Identity]:
    lines = key_file.read_text().split()
    try:
        found = [
            pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith("AGE-SECRET")
        ]
    except pyrage.IdentityError as problem:
        raise backups.NotRestored(f"{key_file} is not a key of age: {problem}") from problem
    if not found:
        raise backups.NotRestored(f"{key_file} holds no line that starts with AGE-SECRET-KEY-1.")
    return found


def put_files_back(source: Path, folder: Path) -> int:
    """Files of the folder that are not there now; one that is there is never replaced."""
    count = 0
    with zipfile.ZipFile(source) as file:
        for name in file.namelist():
            inside = (folder / name.removeprefix("files/")).resolve()
            if not name.startswith("files/") or not inside.is_relative_to(folder.resolve()):
                continue
            if not inside.exists():
                inside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                inside.touch(mode=0o600)
                inside.write_bytes(file.read(name))
                count += 1
    return count
