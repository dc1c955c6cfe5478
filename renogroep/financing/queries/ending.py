"""Which versions end without a next one, and which wait for a second person?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.expiry import Ending, ending
from renogroep.financing.rules.lifecycle import OPEN, RuleState

WAITING = OPEN | {RuleState.PROPOSED}
Endings = list[tuple[RuleVersion, Ending, RuleVersion | None]]


def headings(session: Session, municipality_id: int) -> Sequence[RuleVersion]:
    """All versions, the newest first, without their tables: a list does not need them."""
    return session.scalars(
        select(RuleVersion)
        .where(RuleVersion.municipality_id == municipality_id)
        .options(defer(RuleVersion.table))
        .order_by(RuleVersion.valid_from.desc(), RuleVersion.label.desc())
    ).all()


def endings(rows: Sequence[RuleVersion], today: date) -> Endings:
    """The newest active version of each kind that ends or must be read again, and its draft."""
    newest: dict[str, RuleVersion] = {}
    for row in rows:
        if row.state == RuleState.ACTIVE:
            newest.setdefault(row.kind, row)
    found = [
        (row, told, _draft_after(rows, row))
        for row in newest.values()
        if (told := ending(row.valid_until, row.review_on, today)) is not None
    ]
    return sorted(found, key=lambda one: one[1].last)


def _draft_after(rows: Sequence[RuleVersion], row: RuleVersion) -> RuleVersion | None:
    return next(
        (
            one
            for one in rows
            if one.kind == row.kind and one.state in WAITING and one.valid_from >= row.valid_from
        ),
        None,
    )


def newest_started(
    session: Session, municipality_id: int, kind: str, on: date
) -> RuleVersion | None:
    """The newest version that had started on a day, also when it ended since."""
    return session.scalar(
        select(RuleVersion)
        .where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind == kind,
            RuleVersion.state == RuleState.ACTIVE,
            RuleVersion.valid_from <= on,
        )
        .order_by(RuleVersion.valid_from.desc(), RuleVersion.label.desc())
        .limit(1)
    )
