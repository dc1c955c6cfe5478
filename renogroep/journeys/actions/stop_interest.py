"""A household no longer takes part: what ends, and what stands in the way?"""

from sqlalchemy.orm import Session

from renogroep.infra.acts import By, check_seen
from renogroep.journeys.actions.holding import hold_interests
from renogroep.journeys.queries.running import running_orders
from renogroep.owners.rules.cases import reason_told
from renogroep.subscriptions.actions.interest import stopped_so, withdraw_interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.guards import InterestNow, SubscriptionAct, why_not


def stop_interest(session: Session, subscription: Subscription, *, reason: str, by: By) -> None:
    """End one interest. The reason is asked and may stay away; twice is once.

    Raises Refused ``subscription.wrong_state`` when it ended before, ``subscription.has_order``
    while an order runs, or for a reason that is not in the list of whoever says it.
    """
    hold_interests(session, [subscription], [subscription.case_id])
    if stopped_so(subscription, reason):
        return
    check_seen(subscription, by)
    running = bool(running_orders(session, [subscription.id]))
    wrong = why_not(
        SubscriptionAct.STOP_INTEREST, InterestNow(state=subscription.state, running=running)
    )
    if wrong is not None:
        raise wrong
    reason_told(reason, by.channel)
    withdraw_interest(session, subscription, reason=reason, by=by.inside)
