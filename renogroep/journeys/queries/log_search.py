"""Which events of the audit trail does somebody look for?"""

from collections.abc import Collection, Sequence
from datetime import time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.infra.audit import LOOKED, AuditEvent
from renogroep.journeys.rules.log_search import Wanted
from renogroep.owners.models import Case
from renogroep.tenders.models import Lot, Package

PAGE = 100
MOST_PEOPLE = 200


def search(session: Session, municipality_id: int, wanted: Wanted) -> list[AuditEvent]:
    """The latest events first, one more than a page: whether there is a next one."""
    statement = (
        select(AuditEvent)
        .where(AuditEvent.municipality_id == municipality_id, *_conditions(session, wanted))
        .order_by(AuditEvent.number.desc())
        .limit(PAGE + 1)
    )
    return list(session.scalars(statement))


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.case_id is not None:
        found.append(_about(Case.__tablename__, [wanted.case_id], "case_id"))
    if wanted.people is not None:
        about = _about(Person.__tablename__, wanted.people, "person_id")
        found.append(or_(AuditEvent.actor_id.in_(wanted.people), about))
    if wanted.package_id is not None:
        lots = session.scalars(select(Lot.id).where(Lot.package_id == wanted.package_id)).all()
        package = _about(Package.__tablename__, [wanted.package_id], "package_id")
        found.append(or_(package, _about(Lot.__tablename__, lots, "lot_id")))
    if wanted.kind:
        found.append(AuditEvent.did == wanted.kind)
    if wanted.day is not None:
        start = clock.at_local(wanted.day, time())
        end = clock.at_local(wanted.day + timedelta(days=1), time())
        found += [AuditEvent.at >= start, AuditEvent.at < end]
    if wanted.looked:
        found.append(or_(*(AuditEvent.did.endswith(word) for word in LOOKED)))
    if wanted.before is not None:
        found.append(AuditEvent.number < wanted.before)
    return found


def _about(table: str, ids: Collection[int], fact: str) -> ColumnElement[bool]:
    """The event is about one of these rows, or says that it belongs to one."""
    return or_(
        and_(AuditEvent.subject_kind == table, AuditEvent.subject_id.in_(ids)),
        AuditEvent.facts[fact].as_integer().in_(ids),
    )


def people_called(session: Session, municipality_id: int, words: str) -> list[int]:
    """People by a part of their name, or by their number."""
    if words.isdecimal() and len(words) < 10:
        return [int(words)]
    return list(
        session.scalars(
            select(Person.id)
            .where(
                Person.municipality_id == municipality_id,
                Person.name.icontains(words, autoescape=True),
            )
            .order_by(Person.id)
            .limit(MOST_PEOPLE)
        )
    )


def names_of(session: Session, events: Sequence[AuditEvent]) -> dict[int, str]:
    """Who acted, by name; somebody who was erased has none any more."""
    ids = {event.actor_id for event in events if event.actor_id is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {key: name for key, name in rows if name}


def packages_of(session: Session, municipality_id: int) -> list[tuple[int, str]]:
    """The packages to choose from."""
    rows = session.execute(
        select(Package.id, Package.title)
        .where(Package.municipality_id == municipality_id)
        .order_by(Package.title, Package.id)
    )
    return [(key, title) for key, title in rows]
