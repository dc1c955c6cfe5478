"""Which interests stand together on the page of what must be looked at?"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.review import Together, Waiting


def review_groups(rows: Sequence[Subscription]) -> list[Together]:
    """By the mark of the network, then the minute, then the recipient; the largest group first."""
    ordered = sorted(rows, key=_place)
    groups = [
        Together(mark, tuple(_waiting(row) for row in together))
        for mark, together in groupby(ordered, key=lambda row: row.network_mark or "")
    ]
    return sorted(groups, key=lambda group: -len(group.rows))


def _place(row: Subscription) -> tuple[str, datetime, str]:
    minute = row.interested_at.replace(second=0, microsecond=0)
    return row.network_mark or "", minute, row.person.reached_at


def _waiting(row: Subscription) -> Waiting:
    return Waiting(
        id=row.id,
        version=row.version,
        name=row.person.name,
        recipient=row.person.reached_at,
        address=row.dwelling.address.full,
        reference=row.reference,
        minute=row.interested_at,
        to_call=row.asked_at is not None,
    )
