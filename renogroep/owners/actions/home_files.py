"""A photo or paper of a home is kept, shown to more people or fewer, and removed, with its file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.financing.queries import retention_on
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import afterwards, everywhere, locked
from renogroep.infra.files import store
from renogroep.infra.files.checks import check_pdf, named
from renogroep.infra.files.pictures import Picture
from renogroep.owners.actions.cases import hold_open
from renogroep.owners.file_models import HomeFile
from renogroep.owners.file_queries import files_of, known_hashes, used
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.home_files import (
    MAX_CAPTION,
    Audience,
    FileKind,
    Purpose,
    check_room,
    day_taken,
    goes_on,
    why_not_released,
)

CODE = "home_file"  # how long it is kept, in the rules


@dataclass(frozen=True, slots=True)
class What:
    """What is said of files that are sent together."""

    purpose: Purpose
    audience: Audience
    caption: str = ""


def add_photos(
    session: Session, case: Case, photos: Sequence[tuple[str, Picture]], what: What, *, by: By
) -> tuple[list[HomeFile], list[Text]]:
    """Keep photos, each on its own: gives those that stayed, and why the others did not.

    photos   (name as it was sent, the photo)
    raises   Refused for a case that is closed
    """
    _hold(session, case, [data for _, one in photos for data in (one.jpeg, one.small)])
    stayed: list[HomeFile] = []
    new: list[HomeFile] = []
    bad: list[Text] = []
    for name, one in photos:
        row = _known(session, case, what, store.hash_of(one.jpeg))
        try:
            if row is None:
                row = _keep(session, case, (one.jpeg, one.small), what, by, one.taken_on)
                new.append(row)
            stayed.append(row)
        except Refused as refused:
            bad.append(named(name, refused.text))
    _recorded(session, case, new, what, by)
    return stayed, bad


def add_paper(
    session: Session, case: Case, data: bytes, what: What, *, name: str, by: By
) -> HomeFile:
    """Keep a PDF, as it is. Raises Refused for anything else, and as ``add_photos``."""
    check_pdf(data, name=name)
    _hold(session, case, [data])
    row = _known(session, case, what, store.hash_of(data))
    if row is None:
        row = _keep(session, case, (data,), what, by)
        _recorded(session, case, [row], what, by)
    return row


def _hold(session: Session, case: Case, files: Iterable[bytes]) -> None:
    """The case, then its home, which has a limit, then the files."""
    hold_open(session, case)
    locked(session, Dwelling, case.dwelling_id)
    store.hold(session, {store.hash_of(data) for data in files})


def _known(session: Session, case: Case, what: What, sha256: str) -> HomeFile | None:
    """Sent twice is once."""
    return session.scalar(
        select(HomeFile).where(
            HomeFile.case_id == case.id,
            HomeFile.purpose == what.purpose,
            HomeFile.sha256 == sha256,
        )
    )


def _keep(
    session: Session,
    case: Case,
    files: Sequence[bytes],
    what: What,
    by: By,
    taken_on: date | None = None,
) -> HomeFile:
    """The files first, then the row."""
    size = sum(map(len, files))
    check_room(*used(session, case.dwelling_id), size)
    hashes = [store.keep(data) for data in files]
    today = clock.today()
    days = retention_on(session, case.municipality_id, today).days(CODE)
    row = HomeFile(
        municipality_id=case.municipality_id,
        dwelling_id=case.dwelling_id,
        case_id=case.id,
        kind=FileKind.JPEG if len(hashes) > 1 else FileKind.PDF,
        purpose=what.purpose,
        audience=what.audience,
        caption=what.caption[:MAX_CAPTION],
        taken_on=day_taken(taken_on, today),
        sha256=hashes[0],
        small_sha256=hashes[1] if len(hashes) > 1 else None,
        size=size,
        author_id=by.actor_id,
        channel=by.channel,
        at=clock.now(),
        delete_on=goes_on(what.purpose, today, days),
    )
    session.add(row)
    session.flush()
    return row


def _recorded(session: Session, case: Case, new: list[HomeFile], what: What, by: By) -> None:
    if new:
        facts = {"purpose": what.purpose, "audience": what.audience}
        keys = [row.id for row in new]
        record(session, Did.FILES_ADDED, actor_id=by.actor_id, subject=case, files=keys, **facts)


def show_to(session: Session, row: HomeFile, audience: Audience, *, by: By) -> None:
    """From now on these people see it; what only advisors see is not released either. Twice is once."""
    locked(session, HomeFile, row.id)
    if row.audience == audience:
        return
    check_seen(row, by)
    row.audience = audience
    if row.released_at is not None and why_not_released(row.kind, audience) is not None:
        row.released_at = row.released_by = None
    _changed(session, row, Did.FILE_SHOWN, by, audience=audience)


def release(session: Session, row: HomeFile, *, by: By) -> None:
    """Firms that are asked for a price may see it: no house number, face or number plate is on it.

    Twice is once. Raises Refused for a paper, and for what the household does not see.
    """
    locked(session, HomeFile, row.id)
    if row.released_at is not None:
        return
    check_seen(row, by)
    refused = why_not_released(row.kind, row.audience)
    if refused is not None:
        raise refused
    row.released_at, row.released_by = clock.now(), by.person_id
    _changed(session, row, Did.FILE_RELEASED, by)


def take_back(session: Session, row: HomeFile, *, by: By) -> None:
    """Firms without an order see it no more. Twice is once."""
    locked(session, HomeFile, row.id)
    if row.released_at is None:
        return
    check_seen(row, by)
    row.released_at = row.released_by = None
    _changed(session, row, Did.FILE_TAKEN_BACK, by)


def remove(session: Session, row: HomeFile, *, by: By) -> None:
    """It goes, and its file with it."""
    locked(session, HomeFile, row.id)
    check_seen(row, by)
    _changed(session, row, Did.FILE_REMOVED, by)
    forget_files(session, [row])


def _changed(session: Session, row: HomeFile, did: Did, by: By, **facts: str) -> None:
    case = session.get_one(Case, row.case_id)
    record(session, did, actor_id=by.actor_id, subject=case, file=row.id, **facts)


def forget_files(session: Session, rows: Iterable[HomeFile]) -> int:
    """Rows go now, their files when that is kept, unless another row has the same; gives how many."""
    hashes: set[str] = set()
    count = 0
    for row in rows:
        hashes.update(row.hashes)
        session.delete(row)
        count += 1
    session.flush()
    if hashes:
        afterwards(session, partial(drop_unused, hashes=frozenset(hashes)))
    return count


def drop_unused(session: Session, hashes: Collection[str]) -> list[str]:
    """Files that no row of any municipality has go from the disk; gives which."""
    store.hold(session, hashes)
    with everywhere() as across:
        known = known_hashes(across, hashes)
    gone = sorted(set(hashes) - known)
    for one in gone:
        store.drop(one)
    return gone


def move_files(session: Session, gone: Case, kept: Case) -> None:
    """Two cases of one home turn out to be one; what both have is once."""
    there = {(row.purpose, row.sha256) for row in files_of(session, [kept.id])}
    twice = []
    for row in files_of(session, [gone.id]):
        if (row.purpose, row.sha256) in there:
            twice.append(row)
        else:
            row.case_id = kept.id
    forget_files(session, twice)
