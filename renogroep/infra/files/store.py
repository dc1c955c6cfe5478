"""Where do files stand on the disk: whole or not at all, each by the hash of what is in it?

``FOLDER/files/ab/abcd...``. The same bytes are one file, whoever sent them. A file is written before
its row and goes after it, so a row never waits for its file; what has no row goes a day later.
"""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.db import has_one_writer

NAME = "files"
PARTIAL = ".partial"  # no backup takes it along
_HASH = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PRIVATE = 0o700
_LOCK_DIGITS = 15  # of the hash, as many as fit a number of PostgreSQL


def folder() -> Path:
    """The folder of all files of this installation."""
    place: Path = current_app.config["FOLDER"]
    return place / NAME


def path_of(sha256: str) -> Path:
    """Where the file with this hash stands, or would stand."""
    return folder() / sha256[:2] / sha256


def hash_of(data: bytes) -> str:
    """By what a file is known."""
    return hashlib.sha256(data).hexdigest()


def hold(session: Session, hashes: Collection[str]) -> None:
    """Until this transaction ends nobody else keeps or drops these files."""
    if has_one_writer(session):
        return
    for one in sorted(hashes):
        session.execute(select(func.pg_advisory_xact_lock(int(one[:_LOCK_DIGITS], 16))))


def keep(data: bytes) -> str:
    """Write a file to the disk, for good; gives its hash. ``hold`` it before.

    One that stands there already is written again: then nobody takes it for an old one.
    raises   Refused when the disk is full: nothing is left then
    """
    target = path_of(hash_of(data))
    try:
        for one in (target.parent.parent, target.parent):
            one.mkdir(mode=_PRIVATE, exist_ok=True)
        _write(data, target)
    except OSError as problem:
        if problem.errno not in _FULL:
            raise
        raise Refused(
            "file.no_room",
            "There is no room on our disk at this moment, so this file was not kept. Try again "
            "tomorrow, or call us.",
        ) from problem
    return target.name


def _write(data: bytes, target: Path) -> None:
    handle, name = tempfile.mkstemp(PARTIAL, dir=target.parent)  # for nobody else to read
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        now = clock.now().timestamp()
        os.utime(name, (now, now))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(place: Path) -> None:
    """The name of a file is kept in its folder, which has to reach the disk too."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop(sha256: str) -> None:
    """The file goes. ``hold`` it before, and look whether no row knows it."""
    path_of(sha256).unlink(missing_ok=True)


def kept() -> Iterator[tuple[str, datetime]]:
    """The hash of every file, and when it was last written."""
    for path in sorted(folder().glob("??/*")):
        if _HASH.fullmatch(path.name):
            yield path.name, _written(path)


def drop_unfinished(before: datetime) -> None:
    """What was left half written when a server died."""
    for path in folder().glob(f"??/*{PARTIAL}"):
        if _written(path) < before:
            path.unlink(missing_ok=True)


def is_whole(sha256: str) -> bool:
    """Does the file still hold what its name says? One that just went is not wrong."""
    try:
        with path_of(sha256).open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return True


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
