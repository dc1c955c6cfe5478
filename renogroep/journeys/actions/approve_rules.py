"""A second person switches a version on; whoever did not sign and is touched by it hears it once."""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.financing.actions import activate
from renogroep.financing.models import RuleVersion
from renogroep.infra.acts import By
from renogroep.journeys.queries.open_cards import both_ways
from renogroep.journeys.rules.tried_rules import is_told
from renogroep.orders.actions import tell


def approve(session: Session, row: RuleVersion, *, by: By) -> None:
    """Raises as ``activate``; a version that is switched on again tells nobody twice."""
    touched = [pair for pair in both_ways(session, row, clock.today()) if is_told(pair[1])]
    activate(session, row, by=by)
    for order, (old, new) in touched:
        tell.household(
            session,
            order,
            "rules_changed",
            str(row.id),
            old=old,
            new=new,
            since=max(row.valid_from, clock.today()),
        )
