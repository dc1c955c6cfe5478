"""Which contractors can a household choose, and what does each cost for its home?"""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from renogroep.infra.access import May, may_in
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.forms import preference_form
from renogroep.quotes.models import Assignment
from renogroep.quotes.presenters.ordered import ordered_at
from renogroep.quotes.presenters.own_rate import typed_rate
from renogroep.quotes.queries import choosing, offers, opened
from renogroep.quotes.queries.offers import Offers
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

# From when a resident sees a contractor in procurement: the decision was sent.
DECIDED = (LotState.STANDSTILL, LotState.ORDERING, LotState.EXECUTING, LotState.CLOSED)
# From when a household compares in group mode; before that the quotes are still being checked.
COMPARED = (LotState.CHOOSING, LotState.ORDERING, LotState.EXECUTING, LotState.CLOSED)


def sees_income(lot: Lot) -> bool:
    """May the reader see what follows from the income category of these households?"""
    return may_in(May.CASE_SENSITIVE, lot.package.neighbourhood_id)


def comparison(
    session: Session,
    subscription: Subscription,
    lot: Lot,
    asked: Mapping[str, str],
    *,
    sensitive: bool,
) -> dict[str, Any]:
    """The offers for one home, and where it ended.

    asked       what stands in the address: all contractors, an own rate
    sensitive   False leaves out what follows from the income category
    waits       it may still say yes to another contractor
    goes_on     it has a contractor: its first choice, or one to which it said yes
    ordered     its order, which says another figure than the quotes
    """
    show_all = asked.get("alle") == "1"
    typed = typed_rate(asked)
    shown = _offers(session, subscription, lot, show_all, typed.value, sensitive)
    row = opened.assignment_of(session, subscription, lot)
    return {
        "subscription": subscription,
        "lot": lot,
        "offers": shown,
        "ordered": ordered_at(session, subscription, lot, sensitive=sensitive),
        "kept": (shown.preference if shown else None) or NOTHING,
        "assignment": row,
        "waits": row is not None and choosing.waits_for_yes(row),
        "goes_on": row is not None and _goes_on(row),
        "choosing_now": lot.state == LotState.CHOOSING,
        "typed": typed,
        "show_all": show_all,
        "my_home": url_for("pages.my_home"),
    }


def _offers(
    session: Session,
    subscription: Subscription,
    lot: Lot,
    show_all: bool,
    own_rate: Any,
    sensitive: bool,
) -> Offers | None:
    if lot.state not in COMPARED:
        return None
    return offers.offers(
        session, subscription, lot, show_all=show_all, sensitive=sensitive, own_rate=own_rate
    )


def _goes_on(row: Assignment) -> bool:
    answered = row.place == 1 or row.yes_at is not None
    return row.quote is not None and row.declined_at is None and answered


def ranking_form(session: Session, subscription: Subscription, lot: Lot) -> FlaskForm | None:
    """The order of choice, as it was kept; None while there is nothing to choose from."""
    place = offers.place_of(session, subscription, lot) if lot.state in COMPARED else None
    if place is None:
        return None
    names = opened.labels(choosing.quotes_for(session, place.request))
    form = preference_form(len(names), [(str(key), name) for key, name in names.items()])
    known = choosing.preference(session, place.request.id, subscription.id)
    if not form.is_submitted() and known is not None:
        kept = [key for key in known.quote_ids if key in names]
        for number, key in enumerate(kept, start=1):
            form[f"choice_{number}"].data = str(key)
    return form


def winner_page(
    session: Session, subscription: Subscription, lot: Lot, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Procurement: the winner and a reference price; no other firm is named here."""
    typed = typed_rate(asked)
    offer = None
    if lot.state in DECIDED:
        offer = offers.winner_offer(session, subscription, lot, typed.value)
    return {
        "subscription": subscription,
        "lot": lot,
        "offer": offer,
        "ordered": ordered_at(session, subscription, lot),
        "typed": typed,
        "my_home": url_for("pages.my_home"),
        "neighbourhood_theme": lot.package.neighbourhood,
    }
