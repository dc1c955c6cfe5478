"""How do the rules of the product come in?"""

from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.financing import queries
from renogroep.financing.actions.switching import retire, switch_on
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.events import Did
from renogroep.financing.rules.lifecycle import RuleState
from renogroep.financing.rules.personas import failing_personas
from renogroep.financing.rules.versions import EARLIER, seed_versions
from renogroep.infra.acts import By
from renogroep.infra.audit import record


def add_version(
    session: Session,
    *,
    municipality_id: int,
    kind: str,
    label: str,
    valid_from: date,
    valid_until: date | None,
    source: str,
    confidence: str,
    review_on: date | None,
    table: dict[str, Any],
    by: By,
) -> RuleVersion:
    """A new version that comes with the product, not switched on yet; the same label twice is one."""
    known = session.scalar(
        select(RuleVersion).where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind == kind,
            RuleVersion.label == label,
        )
    )
    if known is not None:
        return known
    row = RuleVersion(
        municipality_id=municipality_id,
        kind=kind,
        label=label,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
        confidence=confidence,
        review_on=review_on,
        table=table,
        state=RuleState.DRAFT,
    )
    session.add(row)
    record(session, Did.VERSION_ADDED, actor_id=by.actor_id, subject=row, kind=kind, label=label)
    return row


def seed_rules(session: Session, municipality_id: int, *, by: By) -> int:
    """Load and switch on the money rules that ship with the product; gives how many were new.

    They are switched on together, because a worked case needs premium, VAT and loan at once. The
    worked cases are checked for the whole set first.
    """
    folder = files("renogroep.financing") / "rates"
    shipped = seed_versions(lambda name: (folder / name).read_text("utf-8"))
    failing = failing_personas(shipped, queries.personas())
    if failing:
        raise ValueError(f"the shipped rules do not give what the worked cases expect: {failing}")
    new = 0
    for value in shipped:
        row = add_version(
            session,
            municipality_id=municipality_id,
            kind=value.kind,
            label=value.label,
            valid_from=value.valid_from,
            valid_until=value.valid_until,
            source=value.source,
            confidence=value.confidence,
            review_on=value.review_on,
            table=value.table.to_json(),
            by=by,
        )
        if row.state == RuleState.DRAFT:
            for other in queries.active_versions(session, municipality_id, value.kind):
                if other.label == EARLIER + value.label:  # this one is the correction of it
                    retire(session, other, by=by.inside)
            switch_on(session, row, "ship", by=by)
            new += 1
    return new
