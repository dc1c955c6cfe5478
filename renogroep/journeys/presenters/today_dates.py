"""Which dates come close for a lead: the end of interest, the last order, the freeze?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.access import May
from renogroep.infra.holidays import belgian
from renogroep.infra.scope import scope_for
from renogroep.journeys.queries.coming_dates import lots_ending_interest, open_rounds
from renogroep.journeys.rules.blocks import Block, Line
from renogroep.journeys.rules.today import HORIZON, last_day_shown
from renogroep.orders.models import Wave
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.tenders.models import Lot

HURRY = timedelta(days=2)


def dates(session: Session) -> Block:
    """The dates of packages and order rounds that come close, or that passed without a freeze."""
    today = clock.today()
    until = last_day_shown(today, belgian(today))
    municipality_id, scope = scope_for(May.PACKAGE_MANAGE).staff
    found = [
        *_ends(session, lots_ending_interest(session, municipality_id, scope, today, until)),
        *_rounds(open_rounds(session, municipality_id, scope), today),
    ]
    near = [(due, line) for due, line in found if due <= until]
    return Block(
        "deadlines",
        _("Dates that come close"),
        _("No date within %(days)s working days.", days=HORIZON),
        [line for _due, line in sorted(near, key=lambda pair: (pair[0], pair[1].title))],
    )


def _date(what: str, url: str, about: str, due: date) -> tuple[date, Line]:
    hurry = due <= clock.today() + HURRY
    return due, Line(what, url, about, due, urgent=hurry)


def _ends(session: Session, lots: Sequence[Lot]) -> Iterator[tuple[date, Line]]:
    """The first gate of each lot that still collects, with how far it is."""
    fit: dict[int, list[frozenset[int]]] = {}
    for lot in lots:
        if lot.package_id not in fit:
            fit[lot.package_id] = list(fitting_lots(session, lot.package_id).values())
        due = lot.package.interest_deadline
        if due is not None:
            yield _date(
                _("End of interest: %(what)s", what=_title(lot)),
                url_for("pages.package", id=lot.package_id),
                _(
                    "Homes that fit: %(screened)s. Needed: %(needed)s.",
                    screened=sum(lot.id in lots_of_home for lots_of_home in fit[lot.package_id]),
                    needed=lot.min_to_quote,
                ),
                due,
            )


def _rounds(waves: Sequence[Wave], today: date) -> Iterator[tuple[date, Line]]:
    """The last day to order, and the freeze, of every round that is not frozen yet."""
    for wave in waves:
        url, about = (
            url_for("orders.wave", lot_id=wave.lot_id),
            _("Round %(number)s", number=wave.number),
        )
        if wave.order_until >= today:
            what = _("Last day to order: %(what)s", what=_title(wave.lot))
            yield _date(what, url, about, wave.order_until)
        what = _("Freeze the prices: %(what)s", what=_title(wave.lot))
        yield _date(what, url, about, wave.freeze_on)


def _title(lot: Lot) -> str:
    return f"{lot.package.title}: {lot.title}"
