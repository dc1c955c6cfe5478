"""What does the page of a bill show, and what stands in its file?"""

from dataclasses import dataclass
from typing import Any

from renogroep.base.text import Text
from renogroep.infra import sheets
from renogroep.tenders import queries
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bill import (
    NATURE_LABELS,
    NO_SOURCE,
    NO_SOURCE_LABEL,
    QUANTITY_SOURCES,
    SCOPE_LABELS,
    bill_checksum,
    check_bill,
)
from renogroep.tenders.rules.bill_reading import COLUMNS, SCOPE_WORDS, TEXT_COLUMNS
from renogroep.tenders.rules.lifecycle import PackageState


@dataclass(frozen=True, slots=True)
class BillPage:
    """A bill with what is still wrong: the number of a post, or nothing, with each message."""

    draft: bool
    checksum: str
    problems: tuple[tuple[str, Text], ...]
    natures: dict[str, str]
    scopes: dict[str, str]
    sources: dict[str, str]


def bill_page(lot: Lot) -> BillPage:
    """Everything that the page of a bill says about it."""
    posts = queries.posts_of(lot)
    return BillPage(
        draft=lot.package.state == PackageState.DRAFT,
        checksum=bill_checksum(posts),
        problems=tuple((p.number, p.message) for p in check_bill(posts)) if posts else (),
        natures={str(code): label for code, label in NATURE_LABELS.items()},
        scopes={str(code): label for code, label in SCOPE_LABELS.items()},
        sources={code: source.label for code, source in QUANTITY_SOURCES.items()}
        | {NO_SOURCE: NO_SOURCE_LABEL},
    )


def next_number(lot: Lot) -> str:
    """A number after the last one: 01.04 -> 01.05; empty when that cannot be told."""
    if not lot.posts:
        return f"{lot.number:02d}.01"
    *head, last = lot.posts[-1].number.split(".")
    return ".".join([*head, f"{int(last) + 1:02d}"]) if last.isdigit() else ""


def as_csv(lot: Lot) -> bytes:
    """The bill as a plain file that can be changed and uploaded again."""
    return sheets.write_csv(COLUMNS, _rows(lot))


def as_xlsx(lot: Lot) -> bytes:
    """The same for Excel and LibreOffice, in which post numbers stay what they are."""
    title = f"Perceel {lot.number}"
    return sheets.write_table(COLUMNS, _rows(lot), title=title, text_columns=TEXT_COLUMNS)


def _rows(lot: Lot) -> list[tuple[Any, ...]]:
    return [
        (
            p.number,
            p.description,
            str(p.nature),
            str(p.unit),
            SCOPE_WORDS[p.scope],
            p.source,
            p.presumed,
        )
        for p in queries.posts_of(lot)
    ]
