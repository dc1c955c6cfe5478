"""Which cases does a change of a row somewhere in the house say something about?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from renogroep.groups.models import Request
from renogroep.orders.models import Order, Wave
from renogroep.owners.models import Case, Task
from renogroep.quotes.models import ChoiceRun, Decision, Quote
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.tenders.models import Lot

Cases = Select[Any]


def _one(column: Any, key: Any) -> Callable[[Sequence[int]], Cases]:
    """The case that stands in the row itself."""
    return lambda keys: select(column).where(key.in_(keys))


def _orders(keys: Sequence[int]) -> Cases:
    return select(Subscription.case_id).join(Order).where(Order.id.in_(keys))


def _of_lots(lot_ids: Select[Any]) -> Cases:
    """Everybody who is in with one of these lots."""
    return (
        select(Subscription.case_id)
        .join(SubscriptionLot, SubscriptionLot.subscription_id == Subscription.id)
        .where(Subscription.state.in_(sorted(LIVE)), SubscriptionLot.lot_id.in_(lot_ids))
    )


def _lots(key: Any, lot: Any = None) -> Callable[[Sequence[int]], Cases]:
    column = Lot.id if lot is None else lot
    return lambda keys: _of_lots(select(column).where(key.in_(keys)))


def _of_requests(kind: Any) -> Callable[[Sequence[int]], Cases]:
    return lambda keys: _of_lots(
        select(Request.lot_id).join(kind, kind.request_id == Request.id).where(kind.id.in_(keys))
    )


TABLES: Mapping[str, Callable[[Sequence[int]], Cases]] = {
    "case_file": _one(Case.id, Case.id),
    "dwelling": _one(Case.id, Case.dwelling_id),
    "person": _one(Case.id, Case.person_id),
    "task": _one(Task.case_id, Task.id),
    "subscription": _one(Subscription.case_id, Subscription.id),
    "home_order": _orders,
    "lot": _lots(Lot.id),
    "package": _lots(Lot.package_id),
    "wave": _lots(Wave.id, Wave.lot_id),
    "decision": _lots(Decision.id, Decision.lot_id),
    "request": _lots(Request.id, Request.lot_id),
    "quote": _of_requests(Quote),
    "choice_run": _of_requests(ChoiceRun),
}


def cases_of(session: Session, rows: Iterable[tuple[str, int]]) -> list[int]:
    """The numbers of the open and closed cases, in order; one question per kind of row.

    rows   table and key; a table that says nothing about a case is passed over
    """
    keys: dict[str, set[int]] = {}
    for kind, key in rows:
        keys.setdefault(kind, set()).add(key)
    found: set[int] = set()
    for kind in keys.keys() & TABLES.keys():
        found.update(session.scalars(TABLES[kind](sorted(keys[kind]))))
    return sorted(key for key in found if key is not None)
