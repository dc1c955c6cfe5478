"""What is still to do before publication, where, and what will residents read?"""

from dataclasses import dataclass

from flask import url_for

from renogroep.infra import db
from renogroep.tenders import queries
from renogroep.tenders.models import Package
from renogroep.tenders.rules.checklist import CheckItem
from renogroep.tenders.rules.lifecycle import PackageState

_CRITERIA = {"criteria", "scenarios"}
_OF_A_LOT = {"lots", "bill", "bands", "gates"}


@dataclass(frozen=True, slots=True)
class Line:
    """A check with the page on which it is put right."""

    item: CheckItem
    url: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every check of a package; ``mark`` is of what publication would fix."""

    lines: tuple[Line, ...]
    left: int  # checks that are not done
    draft: bool
    mark: str


def checklist_of(package: Package) -> Checklist:
    """Every check, done or not, with the way to put it right."""
    items = queries.checklist(db.session(), package)
    return Checklist(
        lines=tuple(Line(item, _where(package, item)) for item in items),
        left=sum(1 for item in items if not item.done),
        draft=package.state == PackageState.DRAFT,
        mark=queries.draft_mark(package),
    )


def _where(package: Package, item: CheckItem) -> str:
    if item.code == "phone":
        return url_for("neighbourhoods.edit", id=package.neighbourhood_id)
    if item.code in _CRITERIA:
        return url_for("tenders.criteria", id=package.id)
    if item.code in _OF_A_LOT and not package.lots:
        return url_for("tenders.lot_new", id=package.id)
    if item.code in _OF_A_LOT:
        return _lot_page(package, item)
    return url_for("tenders.edit", id=package.id)


def _lot_page(package: Package, item: CheckItem) -> str:
    """The page of the first lot with a problem; group sizes belong to the package itself."""
    number = item.problems[0].params.get("lot") if item.problems else package.lots[0].number
    lot = next((lot for lot in package.lots if lot.number == number), None)
    if lot is None:
        return url_for("tenders.edit", id=package.id)
    page = "tenders.bill" if item.code == "bill" else "tenders.lot_edit"
    return url_for(page, id=package.id, lot_id=lot.id)


def texts_in(package: Package, language: str) -> dict[str, str | list[str]]:
    """Title, summary and lots in one language; Dutch where there is nothing else."""
    return {
        "title": queries.in_language(package, "title", language),
        "summary": queries.in_language(package, "summary", language),
        "lots": [queries.in_language(lot, "title", language) for lot in package.lots],
    }
