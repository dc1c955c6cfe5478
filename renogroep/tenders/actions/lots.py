"""How does a lot come to be, change and move from step to step?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.tenders.actions.drafts import check_draft, hold_draft
from renogroep.tenders.models import Band, Lot, Package, Post
from renogroep.tenders.rules.events import Did
from renogroep.tenders.rules.lifecycle import (
    DONE,
    LOTS,
    PACKAGES,
    LotState,
    PackageState,
)
from renogroep.tenders.rules.lot_details import LotDetails, bands_from, check_details


def add_lot(session: Session, package: Package, details: LotDetails, *, by: By) -> Lot:
    """A lot with the next number. Raises Refused for a published package or numbers that clash."""
    hold_draft(session, package, package, by)
    check_details(details)
    number = max((lot.number for lot in package.lots), default=0) + 1
    lot = Lot(
        municipality_id=package.municipality_id,
        package_id=package.id,
        number=number,
        quote_deadline=package.first_quote_deadline,
    )
    _fill(lot, details)
    session.add(lot)
    session.flush()
    _bands(session, lot, details.band_starts)
    flag_modified(package, "title")  # a new version: the same form sent again is an old one
    session.flush()
    session.refresh(package, ["lots"])
    record(session, Did.LOT_ADDED, actor_id=by.actor_id, subject=lot, package_id=package.id)
    return lot


def change_lot(session: Session, lot: Lot, details: LotDetails, *, by: By) -> None:
    """Raises Refused as ``add_lot``."""
    hold_draft(session, lot.package, lot, by)
    check_details(details)
    _fill(lot, details)
    flag_modified(lot, "title")  # bands are other rows: the lot's version must move with them
    session.execute(delete(Band).where(Band.lot_id == lot.id))
    _bands(session, lot, details.band_starts)
    record(
        session,
        Did.LOT_CHANGED,
        actor_id=by.actor_id,
        subject=lot,
        min_to_quote=lot.min_to_quote,
        min_to_execute=lot.min_to_execute,
        max_homes=lot.max_homes,
        pay_days=lot.pay_days,
        advance_percent=lot.advance_percent,
        bands=list(details.band_starts),
    )


def remove_lot(session: Session, lot: Lot, *, by: By) -> None:
    """Take a lot with its bill out of a draft; the others keep their numbers."""
    package = lot.package
    check_draft(session, package)
    record(
        session,
        Did.LOT_REMOVED,
        actor_id=by.actor_id,
        subject=package,
        lot_id=lot.id,
        lot=lot.number,
    )
    session.execute(delete(Post).where(Post.lot_id == lot.id))
    session.execute(delete(Band).where(Band.lot_id == lot.id))
    session.expire(lot, ["posts", "bands"])
    session.delete(lot)
    session.flush()
    session.refresh(package, ["lots"])


def _fill(lot: Lot, details: LotDetails) -> None:
    lot.title, lot.title_fr, lot.title_en = details.title, details.title_fr, details.title_en
    lot.measure = details.measure
    lot.min_to_quote, lot.min_to_execute = details.min_to_quote, details.min_to_execute
    lot.max_homes = details.max_homes
    lot.pay_days, lot.advance_percent = details.pay_days, details.advance_percent


def _bands(session: Session, lot: Lot, starts: Sequence[int]) -> None:
    for number, band in enumerate(bands_from(starts), start=1):
        session.add(
            Band(
                municipality_id=lot.municipality_id,
                lot_id=lot.id,
                number=number,
                from_homes=band.from_homes,
                to_homes=band.to_homes,
            )
        )
    session.flush()
    session.expire(lot, ["bands"])


def move_lot(session: Session, lot: Lot, move: str, *, by: By, **facts: Any) -> LotState:
    """One guarded step of a lot, with its place in the history; the only way in which a lot moves.

    move     a name from ``rules.lifecycle`` (ask_quotes, open, check, decide, fail, ...)
    facts    ids and figures that the step rested on, for the audit trail
    raises   Refused when the step is not possible now, or the package is not published; in one that
             is cancelled a lot only fails. When every lot is closed or failed, a published package
             closes with the last one.
    """
    package = lot.package
    locked(session, Package, package.id)  # two last lots that close together see each other
    locked(session, Lot, lot.id)
    failing = move == "fail" and package.state == PackageState.CANCELLED
    if package.state != PackageState.PUBLISHED and not failing:
        raise Refused(
            "lot.not_published",
            "“%(title)s” is not open, so its lots cannot go on.",
            title=package.title,
        )
    before = lot.state
    after = LOTS[package.mode].move(lot, move)
    record(
        session,
        Did.LOT_MOVED,
        actor_id=by.actor_id,
        subject=lot,
        move=move,
        before=before,
        after=after,
        **facts,
    )
    if not failing and all(other.state in DONE for other in package.lots):
        PACKAGES.move(package, "close")
        record(session, Did.PACKAGE_CLOSED, actor_id=by.actor_id, subject=package)
    return after
