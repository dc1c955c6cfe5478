"""A case ends: what ends with it, and what stands in the way?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.journeys.actions.holding import hold_interests
from renogroep.journeys.queries.running import running_orders
from renogroep.owners.actions import cases
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.interest import withdraw_interest
from renogroep.subscriptions.queries import of_case
from renogroep.subscriptions.rules.lifecycle import LIVE


def close_case(session: Session, case: Case, *, reason: str, by: By) -> None:
    """End a case, and the interests of its owner for the same reason; twice is once.

    Raises Refused ``case.has_order`` while an order runs, ``case.danger`` while danger is noted,
    ``case.reason`` without a reason of the list, or when the case was closed otherwise.
    """
    interests = of_case(session, case.id)
    hold_interests(session, interests, [case.id])
    if cases.closed_so(case, reason):
        return
    check_seen(case, by)
    if running_orders(session, [row.id for row in interests]):
        raise Refused(
            "case.has_order",
            "There is an order for this home. Finish or stop the order before you close the case.",
        )
    for row in interests:
        if row.state in LIVE:
            withdraw_interest(session, row, reason=reason, by=by.inside)
    cases.close_case(session, case, reason=reason, by=by.inside)
