"""A contractor kept its minimum and does not come: which next choice do its homes get? Group mode."""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.db import locked
from renogroep.orders.queries import finding, next_choice, waves
from renogroep.orders.rules.lifecycle import WaveState
from renogroep.quotes.actions import choosing
from renogroep.tenders.models import Lot


def choose_again(session: Session, lot: Lot, *, by: By) -> int:
    """Work the choice out for the homes whose contractor does not come; how many get a next one.

    Homes with a live order keep their contractor. A second choice is never a contract: each moved
    home has its days for a new yes, and comes into the next round with it.
    raises   Refused while a round is open, a contractor may still answer, or everybody comes.
    Source: MONEY "Who chooses", 2026-11-23.
    """
    locked(session, Lot, lot.id)
    rounds = waves.waves_of(session, lot.id)
    if any(wave.state == WaveState.ORDERING for wave in rounds):
        raise Refused(
            "next_choice.open",
            "A round is open. Close it first: then it is clear which contractors come.",
        )
    if any(row.waive_until for wave in rounds for row in wave.firms):
        raise Refused(
            "next_choice.waits",
            "A contractor may still say that it comes anyway. Wait for its answer.",
        )
    gone = next_choice.gone_quotes(session, lot)
    if not gone:
        raise Refused("next_choice.none", "Every contractor of this lot comes.")
    settled = {order.subscription_id for order in finding.live_orders_of_lot(session, lot.id)}
    return choosing.run_without(session, lot, gone=gone, settled=settled, by=by)
