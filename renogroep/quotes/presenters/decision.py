"""Who stands first by the announced criteria, or: what was decided, and what waits?"""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from renogroep.base import clock
from renogroep.base.calendar import DAY
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.financing.queries import periods_on
from renogroep.identity.models import Person
from renogroep.infra.access import May, may_in
from renogroep.quotes.actions.finishing import what_waits
from renogroep.quotes.actions.telling import not_told_yet
from renogroep.quotes.documents.decision import decision_view
from renogroep.quotes.models import Decision
from renogroep.quotes.queries import comparing, deciding, opened
from renogroep.quotes.queries.deciding import Ranking
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def ranking_page(session: Session, lot: Lot) -> dict[str, Any]:
    """Before the decision: the ranking, and who can be chosen (``winners``).

    refusal   why there is no ranking, when the quotes cannot be compared
    """
    quotes = opened.quotes_of_lot(session, lot.id)
    checked = lot.state == LotState.CHECKED
    ranking, refusal = _ranking(session, lot)
    periods, _unused = periods_on(session, lot.municipality_id, clock.today())
    return {
        "lot": lot,
        "package": lot.package,
        "standstill_days": periods.days("standstill"),
        "refusal": refusal,
        "ranking": ranking,
        "winners": [SelectChoice(row.quote.id, row.name) for row in ranking.first],
        "quotes": quotes,
        "set_aside": [quote for quote in quotes if quote.state == QuoteState.IRREGULAR],
        "scenarios": comparing.announced(lot.package),
        "price": deciding.price_criterion(lot.package),
        "criteria": deciding.quality_criteria(lot.package),
        "waiting": what_waits(session, lot) if checked else None,
        "checked": checked,
        "over": [why.text for row in ranking.first if (why := deciding.over_maximum(lot, row))],
    }


def _ranking(session: Session, lot: Lot) -> tuple[Ranking, Text | None]:
    try:
        return deciding.ranking(session, lot), None
    except Refused as refused:
        return Ranking((), (), ()), refused.text


def decided_page(session: Session, lot: Lot, row: Decision) -> dict[str, Any]:
    """The decision as it was taken, and whether the orders can start."""
    person = session.get(Person, row.decided_by)
    standstill = lot.state == LotState.STANDSTILL
    return {
        "lot": lot,
        "package": lot.package,
        "decision": row,
        "view": decision_view(row),
        "decided_by": person.name if person else "–",
        "set_aside": opened.set_aside(session, lot.id),
        "orders_from": row.standstill_until + DAY,
        "may_start": standstill and clock.today() > row.standstill_until,
        "standstill": standstill,
        "not_told": not_told_yet(session, f"quotes_result:{lot.id}"),
        "letters": url_for("pages.letters")
        if may_in(May.LETTERS_SEND, lot.package.neighbourhood_id)
        else None,
    }
