"""How far are the orders of a lot: its rounds, their homes and contractors, and what may follow?"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import DAY
from renogroep.financing.queries import periods_on
from renogroep.infra.access import May, may_in
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import say
from renogroep.orders.models import Wave, WaveFirm
from renogroep.orders.queries import finding, offers, waves
from renogroep.orders.queries.next_choice import homes_left
from renogroep.orders.queries.to_survey import to_survey, to_survey_count
from renogroep.orders.rules.closing import why_not_closed
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.freeze import earliest_freeze, freeze_text, working_freeze
from renogroep.orders.rules.guards import TAKES_ORDERS
from renogroep.orders.rules.lifecycle import CONFIRMED, LABELS, LIVE, WAVE_LABELS, WAVES, WaveState
from renogroep.orders.rules.paging import cut_of
from renogroep.quotes.models import Quote
from renogroep.subscriptions.queries import counters
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

USUAL_DAYS_TO_ORDER = 42


def lots_page(
    session: Session, scope: tuple[int, frozenset[int] | None], page: int | None
) -> dict[str, Any]:
    """Lots that take orders, and one page of the homes that must be measured."""
    cut = cut_of(page, to_survey_count(session, *scope))
    return {
        "rows": [_lot_row(session, lot) for lot in waves.lots_with_orders(session, *scope)],
        "surveys": to_survey(session, *scope, cut),
        "cut": cut,
        "packages_url": url_for("pages.packages"),
    }


def _lot_row(session: Session, lot: Lot) -> dict[str, Any]:
    """One line of the list of lots: its newest round and its figures."""
    rounds = waves.waves_of(session, lot.id)
    return {
        "lot": lot,
        "wave": rounds[0] if rounds else None,
        "wave_label": WAVES.label(rounds[0].state) if rounds else "",
        "progress": counters(session, [lot], finding.confirmed(session, [lot]))[lot.id],
    }


def usual_dates(session: Session, lot: Lot) -> dict[str, Any]:
    """The dates of the package; when they are over, six weeks from now and the first day after."""
    today = clock.today()
    until = lot.package.order_deadline
    if until is None or until < today:
        until = today + DAY * USUAL_DAYS_TO_ORDER
    periods, _ = periods_on(session, lot.municipality_id, today)
    earliest = earliest_freeze(until, periods, belgian(until))
    freeze_on = max(lot.package.freeze_on or earliest, earliest)
    return {"order_until": until, "freeze_on": working_freeze(freeze_on, belgian(freeze_on))}


def rounds_page(
    session: Session, lot: Lot, number: int | None = None, page: int | None = None
) -> dict[str, Any]:
    """The rounds of a lot, and what whoever may act can do.

    number, page   the round of which another page than the first is shown
    """
    rounds = waves.waves_of(session, lot.id)
    states, waiting = waves.states_of(session, lot.id), waves.waiting_of(session, lot.id)
    quotes = waves.quotes_by_id(session, {key for one in states.values() for key in one})
    ordering = any(one.state == WaveState.ORDERING for one in rounds)
    return {
        "lot": lot,
        "rounds": [
            {
                **_round(session, one, states.get(one.id, {}), quotes),
                **_orders(session, one, states, page if one.number == number else None),
                "waiting": waiting.get(one.id, 0),
            }
            for one in rounds
        ],
        "progress": counters(session, [lot], finding.confirmed(session, [lot]))[lot.id],
        "can_open": lot.state in TAKES_ORDERS and not ordering,
        "may_freeze": may_in(May.ORDER_FREEZE, lot.package.neighbourhood_id),
        "stop_url": url_for("pages.lot_stop", lot_id=lot.id),
        "left": homes_left(session, lot)
        if may_in(May.CHOICE_RUN, lot.package.neighbourhood_id)
        else 0,
        "today": clock.today(),
        "labels": LABELS,
        "wave_labels": WAVE_LABELS,
        "condition_labels": CONDITION_LABELS,
        "condition_states": CONDITION_STATE_LABELS,
    }


def _round(
    session: Session, one: Wave, firms: Mapping[int, Counter[str]], quotes: Mapping[int, Quote]
) -> dict[str, Any]:
    return {
        "wave": one,
        "confirmed": sum(_among(states, CONFIRMED) for states in firms.values()),
        "firms": [_firm_row(session, quotes[key], states) for key, states in firms.items()],
        "came": [came(session, row) for row in one.firms],
    }


def _orders(
    session: Session,
    one: Wave,
    states: Mapping[int, Mapping[int, Counter[str]]],
    page: int | None,
) -> dict[str, Any]:
    """One page of the orders of a round."""
    cut = cut_of(page, sum(firm.total() for firm in states.get(one.id, {}).values()))
    return {"orders": finding.of_wave(session, one.id, part=cut), "cut": cut}


def _among(states: Counter[str], wanted: Collection[str]) -> int:
    return sum(count for state, count in states.items() if state in wanted)


def _firm_row(session: Session, quote: Quote, states: Counter[str]) -> dict[str, Any]:
    return {
        "name": quote.organisation.name,
        "live": _among(states, LIVE),
        "confirmed": _among(states, CONFIRMED),
        "minimum": offers.offer_of(session, quote).minimum,
    }


def came(session: Session, row: WaveFirm) -> dict[str, Any]:
    """What came of a freeze for one contractor, in words, and whether an answer is awaited."""
    name = row.quote.organisation.name
    return {
        "quote_id": row.quote_id,
        "name": name,
        "text": say(freeze_text(name, offers.offer_of(session, row.quote).bands, row)),
        "asks": row.waive_until is not None,
    }


def close_page(session: Session, lot: Lot) -> dict[str, Any]:
    """What closing a lot means, and what stands in the way."""
    rounds = waves.waves_of(session, lot.id)
    return {
        "lot": lot,
        "rounds": rounds,
        "labels": WAVE_LABELS,
        "obstacle": why_not_closed([wave.state for wave in rounds]),
        "package_url": url_for("pages.package", id=lot.package_id),
        "over": lot.state in (LotState.CLOSED, LotState.FAILED),
    }
