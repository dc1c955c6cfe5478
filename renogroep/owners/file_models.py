"""Table: photos and papers of a home. What is in them stands on the disk, under its hash."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.channel import Channel
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import Audience, FileKind, Purpose


class HomeFile(Model):
    """One photo or paper: who made it why, who sees it, and until when."""

    __tablename__ = "home_file"
    __table_args__ = (
        UniqueConstraint("case_id", "purpose", "sha256"),  # sent twice is once
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(small_sha256 IS NOT NULL) = (kind = 'jpeg')", name="photo_has_small"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)", name="released_by_somebody"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[FileKind] = columns.enum(FileKind)
    purpose: Mapped[Purpose] = columns.enum(Purpose)
    audience: Mapped[Audience] = columns.enum(Audience)
    caption: Mapped[str] = mapped_column(String(200), default="")
    taken_on: Mapped[date | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    small_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int]  # bytes, with the miniature
    author_id: Mapped[columns.maybe_person]
    channel: Mapped[Channel] = columns.enum(Channel)
    at: Mapped[datetime]
    delete_on: Mapped[date | None]  # None: it goes with the person
    released_at: Mapped[datetime | None]  # an advisor showed it to firms without an order
    released_by: Mapped[columns.maybe_person]
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def hashes(self) -> tuple[str, ...]:
        """What stands on the disk for it."""
        return tuple(filter(None, (self.sha256, self.small_sha256)))
