"""What do the pages of an opening show: who confirmed, what is possible now?"""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.infra.access import May, may_in
from renogroep.quotes.actions.deadlines import may_move
from renogroep.quotes.actions.opening import FAILS_ELSEWHERE
from renogroep.quotes.presenters.invite import asked
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.receipts import unreadable_of_lot
from renogroep.quotes.rules.deadline import in_time
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LOTS, LotState, Mode


def opening_page(session: Session, lot: Lot) -> dict[str, Any]:
    """Where the opening stands, and the button for the next person.

    waiting   one person confirmed, the second one opens
    empty     the last opening found no quote, and nothing happened since
    """
    row = opened.latest_opening(session, lot.id)
    requests = asked(session, lot)
    deadline = lot.quote_deadline if requests else None
    quoting = lot.state == LotState.QUOTING
    waiting = row is not None and row.second_at is None
    done = row is not None and row.second_at is not None
    empty = row is not None and done and not row.minutes and quoting
    awards = may_in(May.QUOTES_AWARD, lot.package.neighbourhood_id)
    return {
        "lot": lot,
        "package": lot.package,
        "opening": row,
        "first": session.get(Person, row.first_id) if row else None,
        "asked": requests,
        "deadline": deadline,
        "closed": _closed(deadline),
        "quoting": quoting,
        "waiting": waiting,
        "empty": empty,
        "opened": done and not empty,
        "confirmed_myself": row is not None and waiting and row.first_id == current_user.id,
        "unreadable": [
            one for one in unreadable_of_lot(session, lot.id) if one.quote.state == "unreadable"
        ],
        "may_import": awards,
        "may_move": awards and may_move(session, lot),
        "stop_url": url_for("pages.lot_fail", lot_id=lot.id),
        "may_stop": awards
        and LOTS[Mode(lot.package.mode)].may(lot.state, "fail")
        and lot.state not in (LotState.COLLECTING, *FAILS_ELSEWHERE),
    }


def new_deadline_page(session: Session, lot: Lot) -> dict[str, Any]:
    """What is in until now, and is the deadline still to come?"""
    requests = asked(session, lot)
    return {"lot": lot, "asked": requests, "open_now": not _closed(lot.quote_deadline)}


def _closed(deadline: datetime | None) -> bool:
    return deadline is not None and not in_time(clock.now(), deadline)


TENDER_PAPERS = "proces-verbaal"


def minutes_name(lot: Lot) -> str:
    """What the paper of the opening is called: no word of procurement in group mode."""
    return TENDER_PAPERS if lot.package.mode == Mode.PROCUREMENT else "verslag"
