"""How does a rule come in, and when may it decide?"""

from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing import queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.events import Did
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, RuleState
from renogroep.financing.rules.personas import failing_personas
from renogroep.financing.rules.versions import EARLIER, MONEY_KINDS, seed_versions
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked


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
    """A new version, not switched on yet. The same label twice is one version."""
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


def activate(session: Session, row: RuleVersion, *, by: By) -> None:
    """Switch a version on; another one from the same day is switched off.

    Raises StaleDataError for an older version of the row, Refused when it is on already or when a
    worked case would get another amount.
    """
    same_day = [
        other
        for other in queries.active_versions(session, row.municipality_id, row.kind)
        if other.valid_from == row.valid_from  # only one of both can hold
    ]
    for key in sorted({row.id, *(other.id for other in same_day)}):
        locked(session, RuleVersion, key)
    check_seen(row, by)
    if not RULE_VERSIONS.may(row.state, "activate"):
        raise Refused("rules.active", "“%(label)s” is already switched on.", label=row.label)
    if row.kind in MONEY_KINDS:
        failing = queries.failing(session, row.municipality_id, row)
        if failing:
            raise Refused(
                "rules.personas",
                "“%(label)s” was not switched on: %(count)s worked cases give another amount. The first: %(first)s",
                label=row.label,
                count=len(failing),
                first=failing[0],
            )
    for other in same_day:
        retire(session, other, by=by.inside)
    _switch_on(session, row, by)


def _switch_on(session: Session, row: RuleVersion, by: By) -> None:
    RULE_VERSIONS.move(row, "activate")
    row.activated_at, row.activated_by = clock.now(), by.actor_id
    record(session, Did.VERSION_ACTIVATED, actor_id=by.actor_id, subject=row, kind=row.kind)


def retire(session: Session, row: RuleVersion, *, by: By) -> None:
    """Switch a version off; decisions that used it keep it.

    Raises StaleDataError for an older version of the row, Refused when it is not on.
    """
    locked(session, RuleVersion, row.id)
    check_seen(row, by)
    if not RULE_VERSIONS.may(row.state, "retire"):
        raise Refused("rules.not_active", "“%(label)s” is not switched on.", label=row.label)
    RULE_VERSIONS.move(row, "retire")
    record(session, Did.VERSION_RETIRED, actor_id=by.actor_id, subject=row, kind=row.kind)


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
            _switch_on(session, row, by)
            new += 1
    return new


def export_person(session: Session, person_id: int) -> dict[str, object]:
    """What this room knows of a person: which rules they switched on."""
    rows = session.scalars(
        select(RuleVersion).where(RuleVersion.activated_by == person_id).order_by(RuleVersion.id)
    )
    return {"rules_switched_on": [f"{row.kind} {row.label}" for row in rows]}


def erase_person(session: Session, person_id: int) -> None:
    """The rules stay; who switched them on is forgotten."""
    session.execute(
        update(RuleVersion).where(RuleVersion.activated_by == person_id).values(activated_by=None)
    )


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person."""
    session.execute(
        update(RuleVersion).where(RuleVersion.activated_by == old_id).values(activated_by=new_id)
    )
