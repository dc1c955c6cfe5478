"""When was each chore of the installation last done, and what came of it?

One row per chore, for the whole installation: no municipality, no person.
"""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.infra.db import Model

BACKUP = "backup"
RESTORE_PROVED = "restore_proved"
TICK = "tick"
NIGHT = "night"
FILES = "files"  # what has no row went
FILES_READ = "files_read"  # each file was read; the words are how many held something else


class Upkeep(Model):
    """The last time of one chore."""

    __tablename__ = "upkeep"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(300), default="")


def done(session: Session, name: str, words: str = "") -> None:
    """It was done just now."""
    session.merge(Upkeep(name=name, at=clock.now(), words=words[:300]))


def last(session: Session, name: str) -> Upkeep | None:
    """The last time, or None when it never was done."""
    return session.get(Upkeep, name)
