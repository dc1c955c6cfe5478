"""How does the end of the audit trail leave the house, so that nobody can cut it off unseen?"""

import fcntl
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import anchors, clock
from renogroep.base.anchors import Anchor, HashAt
from renogroep.infra.audit import AuditEvent, AuditHead

FOLDER = "anchors"


def write(session: Session, folder: Path) -> list[str]:
    """Add a line per signed end to the file of this year; gives the new lines."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / "lock").open("a") as lock:  # two commands at once write one after the other
        fcntl.flock(lock, fcntl.LOCK_EX)
        previous = anchors.last_hash(lines_in(folder))
        added: list[str] = []
        heads = select(AuditHead).order_by(AuditHead.municipality_id)
        for head in session.scalars(heads.execution_options(populate_existing=True)):
            if head.signature is None or head.key_id is None:
                continue
            line = anchors.as_line(
                Anchor(
                    municipality=head.municipality_id,
                    number=head.number,
                    hash=head.hash,
                    at=clock.now().isoformat(),
                    previous=previous,
                    key=head.key_id,
                    signature=head.signature,
                )
            )
            added.append(line)
            previous = anchors.hash_of(line)
        file = place / f"{clock.today().year}.txt"
        file.touch(mode=0o600)
        with file.open("a", encoding="ascii") as out:
            out.writelines(f"{line}\n" for line in added)
    return added


def lines_in(folder: Path) -> list[str]:
    """Every line of this installation, the oldest year first."""
    return lines_of(sorted((folder / FOLDER).glob("*.txt")))


def lines_of(files: Sequence[Path]) -> list[str]:
    """The lines of these files, in this order."""
    return [line for file in files for line in file.read_text("utf-8").splitlines() if line]


def chain_in(session: Session) -> HashAt:
    """The chain in the database, for ``anchors.broken``."""

    def hash_at(municipality: int, number: int) -> str | None:
        return session.scalar(
            select(AuditEvent.hash).where(
                AuditEvent.municipality_id == municipality, AuditEvent.number == number
            )
        )

    return hash_at
