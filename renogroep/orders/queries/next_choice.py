"""Which contractors kept their minimum, and which homes are left without one?"""

from sqlalchemy.orm import Session

from renogroep.orders.queries import finding, waves
from renogroep.orders.rules.freeze import Outcome
from renogroep.quotes.queries import opened
from renogroep.subscriptions.queries import subscriptions_of
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode


def gone_quotes(session: Session, lot: Lot) -> set[int]:
    """Quotes below their minimum at a freeze, whose contractor said no, and that have no home."""
    below = {
        row.quote_id
        for wave in waves.waves_of(session, lot.id)
        for row in wave.firms
        if row.outcome == Outcome.BELOW_MINIMUM and row.waive_until is None
    }
    return below - {order.quote_id for order in finding.live_orders_of_lot(session, lot.id)}


def homes_left(session: Session, lot: Lot) -> int:
    """Homes that still count on a contractor that does not come; 0 in procurement."""
    if lot.package.mode != Mode.GROUP_QUOTES:
        return 0
    gone = gone_quotes(session, lot)
    homes = {row.id for row in subscriptions_of(session, lot.package_id, SCREENED, lot.id)}
    homes -= {order.subscription_id for order in finding.live_orders_of_lot(session, lot.id)}
    return sum(
        row.quote_id in gone and row.subscription_id in homes
        for run in opened.latest_runs(session, lot.id).values()
        for row in run.assignments
    )
