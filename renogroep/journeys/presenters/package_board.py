"""What does a member of staff see of packages: where is each lot, how many homes, what is next?"""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base.text import N_, Text
from renogroep.infra.access import May, may_in
from renogroep.journeys.presenters.lot_steps import LotStep, steps_of_package
from renogroep.journeys.queries.homes_in_packages import Homes, homes_of_lots, homes_of_packages
from renogroep.tenders import queries
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LOT_LABELS, LotState, Mode, PackageState

HIDE_UNDER = 5  # in what an alderman or the steering group sees


@dataclass(frozen=True, slots=True)
class Door:
    """A page about a lot that somebody may want now."""

    label: str
    endpoint: str
    needs: May
    of_package: bool = False  # the page is about the package, not about the lot
    mode: Mode | None = None  # None: both


_GROUPS = Door(N_("Make groups"), "groups.index", May.GROUP_MANAGE, of_package=True)
_INVITE = Door(N_("Invite contractors"), "quotes.invite", May.PACKAGE_MANAGE)
_OPEN = Door(N_("Open the quotes"), "quotes.opening", May.QUOTES_OPEN)
_COMPARE = Door(N_("Compare the quotes"), "quotes.matrix", May.QUOTES_COMPARE)
_DECIDE = Door(N_("Decide"), "quotes.decision", May.QUOTES_AWARD, mode=Mode.PROCUREMENT)
_READ = Door(N_("Read the decision"), "quotes.decision", May.DECISION_SEE, mode=Mode.PROCUREMENT)
_CHOICE = Door(N_("Let households choose"), "quotes.choice", May.CHOICE_RUN, mode=Mode.GROUP_QUOTES)
_WAVE = Door(N_("Orders and final prices"), "orders.wave", May.ORDER_FREEZE)
_CLOSE = Door(N_("Close the lot"), "orders.close", May.ORDER_FREEZE)

DOORS: dict[LotState, tuple[Door, ...]] = {
    LotState.COLLECTING: (_GROUPS, _INVITE),
    LotState.QUOTING: (_OPEN, _INVITE),
    LotState.OPENED: (_COMPARE, _DECIDE, _CHOICE),
    LotState.CHECKED: (_DECIDE, _COMPARE),
    LotState.DECIDED: (_DECIDE, _COMPARE),
    LotState.STANDSTILL: (_DECIDE, _COMPARE),
    LotState.CHOOSING: (_CHOICE, _COMPARE),
    LotState.ORDERING: (_WAVE, _CLOSE, _COMPARE),
    LotState.EXECUTING: (_WAVE, _CLOSE, _COMPARE),
    LotState.CLOSED: (_READ, _COMPARE),
    LotState.FAILED: (),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Homes, each count holding the ones after it; None: too few to show to this person."""

    interested: int | None
    subscribed: int | None
    screened: int | None
    confirmed: int | None


@dataclass(frozen=True, slots=True)
class NextLine:
    """What somebody does next for a lot. ``url`` "" where it is this page itself."""

    sentence: Text
    due: date | None
    urgent: bool
    url: str


def _shown(homes: Homes, package: Package) -> Counts:
    exact = may_in(May.HOMES_COUNT, package.neighbourhood_id)
    small = range(0) if exact else range(1, HIDE_UNDER)
    return Counts(*(None if count in small else count for count in astuple(homes)))


def package_list(session: Session, rows: Collection[Package]) -> dict[str, Any]:
    """Packages with their state and homes."""
    homes = homes_of_packages(session, rows)
    return {
        "packages": rows,
        "states": {row.id: queries.state_on_screen(row) for row in rows},
        "counts": {row.id: _shown(homes[row.id], row) for row in rows},
        "hide_under": HIDE_UNDER,
    }


def package_board(session: Session, package: Package) -> dict[str, Any]:
    """One package: how far each lot is, what the reader does next, and what happened."""
    draft = package.state == PackageState.DRAFT
    steps = [] if draft else steps_of_package(session, package)
    here = url_for("pages.package", id=package.id)
    return {
        "package": package,
        "state": queries.state_on_screen(package),
        "labels": LOT_LABELS,
        "counts": {
            key: _shown(found, package) for key, found in homes_of_lots(session, package).items()
        },
        "total": _shown(homes_of_packages(session, [package])[package.id], package),
        "next": {lot.id: _next(lot, steps, here) for lot in package.lots},
        "doors": {lot.id: _doors(lot, steps) for lot in package.lots},
        "history": queries.history(session, package),
        "left": _left(session, package),
        "hide_under": HIDE_UNDER,
    }


def _left(session: Session, package: Package) -> int:
    """Points of the checklist that are not in order, for who can do something about it."""
    if package.state != PackageState.DRAFT or not may_in(
        May.PACKAGE_MANAGE, package.neighbourhood_id
    ):
        return 0
    return sum(1 for item in queries.checklist(session, package) if not item.done)


def _of_lot(lot: Lot, steps: Collection[LotStep]) -> list[LotStep]:
    return [step for step in steps if step.lot is not None and step.lot.id == lot.id]


def _next(lot: Lot, steps: Collection[LotStep], here: str) -> list[NextLine]:
    """What the reader does next, urgent things first."""
    return [
        NextLine(
            found.step.sentence,
            found.step.due,
            found.step.urgent,
            "" if found.url == here else found.url,
        )
        for found in sorted(_of_lot(lot, steps), key=lambda found: not found.step.urgent)
    ]


def _doors(lot: Lot, steps: Collection[LotStep]) -> list[tuple[str, str]]:
    """Label and address of the other pages, as far as the reader may open them."""
    if lot.package.state != PackageState.PUBLISHED:
        return []
    taken = {found.url for found in _of_lot(lot, steps)}
    doors = [
        (door.label, _address(door, lot))
        for door in DOORS[LotState(lot.state)]
        if may_in(door.needs, lot.package.neighbourhood_id)
        and door.mode in (None, lot.package.mode)
    ]
    return [(label, url) for label, url in doors if url not in taken]


def _address(door: Door, lot: Lot) -> str:
    if door.of_package:
        return url_for(door.endpoint, package_id=lot.package_id)
    return url_for(door.endpoint, lot_id=lot.id)
