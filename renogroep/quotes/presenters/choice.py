"""Households choose their contractor; where does that stand?"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.quotes.actions import choosing as actions
from renogroep.quotes.queries import choosing
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def choice_page(session: Session, lot: Lot) -> dict[str, Any]:
    """Where every group of the lot stands, and what the lead may do now.

    waiting   how many households may still say yes to another contractor
    """
    groups = [group for group in choosing.group_choices(session, lot) if group.quotes]
    waiting = sum(
        row.assignment is not None and choosing.waits_for_yes(row.assignment)
        for group in groups
        for row in group.households
    )
    worked_out = any(group.run for group in groups)
    return {
        "lot": lot,
        "package": lot.package,
        "groups": groups,
        "can_start": lot.state == LotState.OPENED,
        "can_run": lot.state in actions.RUN_IN,
        "ordering": lot.state == LotState.ORDERING,
        "worked_out": worked_out,
        "can_order": lot.state == LotState.CHOOSING and worked_out and not waiting,
        "waiting": waiting,
        "waits": choosing.waits_for_yes,
    }
