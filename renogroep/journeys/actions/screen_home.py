"""Facts of a home are noted: which works fit it now, and which orders fall?"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from renogroep.infra.acts import By, check_seen
from renogroep.journeys.actions.holding import hold_interests
from renogroep.orders.actions.stopping import release_unfit
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.actions.routes import decide_anew
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.screening import apply_screening
from renogroep.subscriptions.queries import of_case, wanted_measures
from renogroep.subscriptions.rules.lifecycle import LIVE, SubscriptionState
from renogroep.subscriptions.rules.screening import Outcome


@dataclass(frozen=True, slots=True)
class Screened:
    """What the facts mean for one interest; ``to_ask`` is how many questions are left."""

    reference: str
    outcome: Outcome
    to_ask: int


def screen_home(
    session: Session, case: Case, facts: Mapping[str, tuple[str, str]], *, by: By
) -> list[Screened]:
    """Keep the facts, screen every interest of the case, let orders fall that do not fit now, and
    decide the route anew.

    facts   as ``record_facts`` takes them. Raises Refused for another answer; nothing is kept then.
    """
    interests = of_case(session, case.id)
    hold_interests(session, interests, [case.id])
    check_seen(case, by)
    record_facts(session, case, facts, by=by.inside)
    screened = []
    for row in interests:
        if row.state in LIVE - {SubscriptionState.INTERESTED}:
            result = apply_screening(session, row, by=by.inside)
            release_unfit(session, row, by=by.inside)
            screened.append(Screened(row.reference, result.outcome, len(result.to_ask)))
    decide_anew(session, case, measures=wanted_measures(session, case.id), by=by.inside)
    return screened
