"""How do the photos of a home stand on a page, for whoever may see them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from renogroep.base.text import Text, t
from renogroep.infra.access import May
from renogroep.owners.file_models import HomeFile
from renogroep.owners.rules.home_files import AUDIENCE_LABELS, PURPOSE_LABELS, Audience, FileKind

# Through which of these somebody opens a file, the first that gives it.
DOORS = (May.MY_HOME, May.CASE_SENSITIVE, May.WORKLIST_SEE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo or paper of a list.

    small_url   None: a paper
    """

    id: int
    version: int
    url: str
    small_url: str | None
    title: Text
    caption: str
    audience: Audience
    audience_label: str
    released: bool
    photo: bool
    own: bool  # the reader sent it


def shown(rows: Iterable[HomeFile], reader_id: int | None = None) -> list[Shown]:
    """A line of a list for each."""
    return [
        Shown(
            id=row.id,
            version=row.version,
            url=url_for("orders.home_file", file_id=row.id),
            small_url=url_for("orders.home_file_small", file_id=row.id)
            if row.kind is FileKind.JPEG
            else None,
            title=_title(row),
            caption=row.caption,
            audience=row.audience,
            audience_label=AUDIENCE_LABELS[row.audience],
            released=row.released_at is not None,
            photo=row.kind is FileKind.JPEG,
            own=row.author_id == reader_id,
        )
        for row in rows
    ]


def _title(row: HomeFile) -> Text:
    what = Text(PURPOSE_LABELS[row.purpose])
    return t("%(what)s, taken on %(day)s", what=what, day=row.taken_on) if row.taken_on else what


def download_name(row: HomeFile) -> dict[str, Any]:
    """As what a browser keeps a paper: our word and number, never a name that somebody typed."""
    return {"name": f"{row.purpose}-{row.id}", "extension": "pdf"}
