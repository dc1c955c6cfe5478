"""Which dates come close: homes to survey, the end of interest, the last order, the freeze?"""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.orders.models import Wave
from renogroep.orders.queries.finding import to_survey
from renogroep.orders.rules.lifecycle import WaveState
from renogroep.owners.queries import in_scope
from renogroep.subscriptions.actions.screening import screened_count
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState
from renogroep.web.pages.today import SHOWN, Block, Line

AHEAD = timedelta(days=14)  # this far ahead somebody can still do something about it
HURRY = timedelta(days=2)


def surveys(session: Session) -> Block:
    """Homes whose household said a provisional yes, until the last day on which it may order."""
    waiting = to_survey(session, current_user.municipality_id, current_user.neighbourhood_ids)
    lines = [
        Line(
            order.subscription.case.dwelling.address.label,
            url_for("orders.survey", order_id=order.id),
            f"{order.wave.lot.package.title}: {order.wave.lot.title}",
            order.wave.order_until,
            _hurry(order.wave.order_until),
        )
        for order in sorted(waiting, key=lambda order: (order.wave.order_until, order.id))
    ]
    return Block(
        "surveys",
        _("Homes to survey"),
        _("No home waits for a survey. It appears here after a provisional yes."),
        lines[:SHOWN],
        url_for("orders.index"),
        _("All homes to survey: %(count)s", count=len(lines)),
    )


def deadlines(session: Session) -> Block:
    """The dates of packages and order rounds that come close, or that passed without a freeze."""
    found = [*_ends_of_interest(session), *_rounds(session)]
    near = [line for line in found if line.due <= clock.today() + AHEAD]
    return Block(
        "deadlines",
        _("Dates that come close"),
        _("No deadline in the next two weeks."),
        sorted(near, key=lambda line: (line.due, line.title)),
    )


def _ends_of_interest(session: Session) -> Iterator[Line]:
    """The first gate of each lot that still collects, with how far it is."""
    packages = session.scalars(
        select(Package)
        .where(
            Package.municipality_id == current_user.municipality_id,
            in_scope(Package.neighbourhood_id, current_user.neighbourhood_ids),
            Package.state == PackageState.PUBLISHED,
            Package.interest_deadline >= clock.today(),
        )
        .options(selectinload(Package.lots))
        .order_by(Package.id)
    )
    for package in packages:
        for lot in package.lots:
            if lot.state == LotState.COLLECTING:
                yield Line(
                    _("End of interest: %(what)s", what=_title(lot)),
                    url_for("pages.package", id=package.id),
                    _(
                        "Homes that fit: %(screened)s. Needed: %(needed)s.",
                        screened=screened_count(session, lot),
                        needed=lot.min_to_quote,
                    ),
                    package.interest_deadline,
                    _hurry(package.interest_deadline),
                )


def _rounds(session: Session) -> Iterator[Line]:
    """The last day to order, and the freeze, of every round that is not frozen yet."""
    rows = session.scalars(
        select(Wave)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Wave.municipality_id == current_user.municipality_id,
            in_scope(Package.neighbourhood_id, current_user.neighbourhood_ids),
            Wave.state == WaveState.ORDERING,
        )
        .options(joinedload(Wave.lot).joinedload(Lot.package))
        .order_by(Wave.id)
    )
    for wave in rows:
        url = url_for("orders.wave", lot_id=wave.lot_id)
        if wave.order_until >= clock.today():
            yield Line(
                _("Last day to order: %(what)s", what=_title(wave.lot)),
                url,
                _("Round %(number)s", number=wave.number),
                wave.order_until,
                _hurry(wave.order_until),
            )
        yield Line(
            _("Freeze the prices: %(what)s", what=_title(wave.lot)),
            url,
            _("Round %(number)s", number=wave.number),
            wave.freeze_on,
            _hurry(wave.freeze_on),
        )


def _title(lot: Lot) -> str:
    return f"{lot.package.title}: {lot.title}"


def _hurry(day: date | None) -> bool:
    return day is not None and day <= clock.today() + HURRY
