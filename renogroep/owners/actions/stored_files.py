"""Does every row of a file have its file, and every file its row, with the bytes that it had?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from renogroep.infra.files import store
from renogroep.owners.file_queries import BATCH, all_hashes, known_hashes

UNUSED_STAYS = timedelta(hours=24)  # longer than any upload is on its way


@dataclass(frozen=True, slots=True)
class Checked:
    """What does not fit.

    missing   (number of the row, hash) without a file
    unused    hashes of files older than 24 hours without a row
    wrong     hashes of files that hold something else
    """

    missing: tuple[tuple[int, str], ...]
    unused: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def check(across: Session, now: datetime, *, whole: bool) -> Checked:
    """Rows of all municipalities beside the files of the disk.

    whole   whether each file is read, which takes a second for some hundred MB
    """
    there = {one for one, _ in store.kept()}
    missing = tuple((key, one) for key, one in all_hashes(across) if one not in there)
    wrong = tuple(one for one in sorted(there) if whole and not store.is_whole(one))
    unused = tuple(one for some in unused_files(across, now) for one in some)
    return Checked(missing, unused, wrong)


def unused_files(across: Session, now: datetime) -> Iterator[list[str]]:
    """Files without a row that nobody is sending any more, some hundreds at a time."""
    old = [one for one, written in store.kept() if written <= now - UNUSED_STAYS]
    for begin in range(0, len(old), BATCH):
        some = old[begin : begin + BATCH]
        known = known_hashes(across, some)
        if unused := [one for one in some if one not in known]:
            yield unused
