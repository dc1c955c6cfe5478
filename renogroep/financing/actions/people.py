"""What does this room know of a person, and how is it given, forgotten or moved?"""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleCase, RuleVersion

COLUMNS = (RuleVersion.author_id, RuleVersion.proposed_by, RuleVersion.activated_by)


def export_person(session: Session, person_id: int) -> dict[str, object]:
    """Which rules and worked cases they wrote, proposed and switched on."""
    rows = session.scalars(
        select(RuleVersion)
        .where(or_(*(column == person_id for column in COLUMNS)))
        .order_by(RuleVersion.id)
    ).all()
    cases = session.scalars(
        select(RuleCase).where(RuleCase.author_id == person_id).order_by(RuleCase.id)
    )
    return {
        "rules_written": [_name(row) for row in rows if row.author_id == person_id],
        "rules_proposed": [_name(row) for row in rows if row.proposed_by == person_id],
        "rules_switched_on": [_name(row) for row in rows if row.activated_by == person_id],
        "cases_written": [f"{row.kind} {row.added_at.date()}" for row in cases],
    }


def _name(row: RuleVersion) -> str:
    return f"{row.kind} {row.label}"


def erase_person(session: Session, person_id: int) -> None:
    """The rules stay; who wrote them and who switched them on is forgotten."""
    _set(session, person_id, None)


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person."""
    _set(session, old_id, new_id)


def _set(session: Session, old_id: int, new_id: int | None) -> None:
    for column in (*COLUMNS, RuleCase.author_id):
        session.execute(update(column.class_).where(column == old_id).values({column.key: new_id}))
