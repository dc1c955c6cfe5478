"""What goes because it was kept long enough, and who hears of it before?"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.financing.queries import retention_on
from renogroep.financing.rules.retention import RetentionTable, Step, erased_on, step
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Municipality, Person, SignedLink, WebSession
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.holding import hold_people
from renogroep.journeys.actions.people import erase_person
from renogroep.journeys.queries.idle import idle_people, idle_person
from renogroep.journeys.rules.idle import Idle
from renogroep.owners.actions.home_files import forget_files
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import CallRequest

MOST_BY_HAND = 200  # the night does the rest


def code_of(one: Idle) -> str:
    """Which rule holds for this person."""
    return "person_with_order" if one.ordered else "person"


def people_due(
    session: Session, municipality_id: int, table: RetentionTable, today: date
) -> list[tuple[Idle, Step]]:
    """Who is warned or erased today."""
    found: list[tuple[Idle, Step]] = []
    for one in idle_people(session, municipality_id):
        what = step(one.last_used, table.days(code_of(one)), one.warned_on, today)
        if what != Step.KEEP:
            found.append((one, what))
    return found


def settle_person(session: Session, person_id: int, table: RetentionTable, *, by: By) -> Step:
    """Warn or erase, when it is still so under the lock: somebody may just have come back."""
    today = clock.today()
    person = session.get_one(Person, person_id)
    hold_people(session, [person.id])
    idle = idle_person(session, person)
    if idle is None:
        return Step.KEEP
    what = step(idle.last_used, table.days(code_of(idle)), idle.warned_on, today)
    if what == Step.KEEP:
        return what
    if what == Step.ERASE:
        erase_person(session, person, by=by)
        return what
    on = erased_on(idle.last_used, table.days(code_of(idle)), today)
    record(
        session, Did.PERSON_WARNED, actor_id=by.actor_id, subject=person, erased_on=on.isoformat()
    )
    if person.contact_way:
        key = f"retention:{person.id}:{on.isoformat()}"
        notify(session, person, "retention_warning", key=key, day=on, by=by)
    return what


def sweep(
    session: Session, municipality_id: int, table: RetentionTable, *, by: By
) -> dict[str, int]:
    """Rows that were kept long enough go; gives how many per table."""
    gone = {}
    for code, (kind, old) in _old(municipality_id, table, clock.now()).items():
        if kind is OutboxMessage:  # its key stays, so that nothing is sent twice
            empty: dict[str, Any] = {"address": "", "subject": "", "body": ""}
            result: Any = session.execute(update(kind).where(old).values(empty))
        elif kind is HomeFile:  # with what stands on the disk
            gone[code] = forget_files(session, session.scalars(select(kind).where(old)).all())
            continue
        else:
            result = session.execute(delete(kind).where(old))
        gone[code] = int(result.rowcount)
    if any(gone.values()):
        home = session.get_one(Municipality, municipality_id)
        record(session, Did.RETENTION_RUN, actor_id=by.actor_id, subject=home, **gone)
    return gone


def due_now(session: Session, municipality_id: int) -> dict[str, Counter[str]]:
    """The dry run: per rule how many would be erased and warned now. Nothing changes."""
    today = clock.today()
    table = retention_on(session, municipality_id, today)
    found: dict[str, Counter[str]] = {rule.code: Counter() for rule in table.rules}
    for one, what in people_due(session, municipality_id, table, today):
        found[code_of(one)][what] += 1
    for code, (kind, old) in _old(municipality_id, table, clock.now()).items():
        count = session.scalar(select(func.count()).select_from(kind).where(old))
        found[code][Step.ERASE] = count or 0
    return found


def _old(
    municipality_id: int, table: RetentionTable, now: datetime
) -> dict[str, tuple[type[Any], ColumnElement[bool]]]:
    """In this order: a link goes after the sessions that began with it."""

    def before(code: str) -> datetime:
        return now - max(table.days(code), timedelta(days=1))

    links = before("signed_link")
    return {
        "web_session": (
            WebSession,
            and_(
                WebSession.municipality_id == municipality_id,
                WebSession.seen_at < before("web_session"),
            ),
        ),
        "signed_link": (
            SignedLink,
            and_(
                SignedLink.municipality_id == municipality_id,
                or_(SignedLink.expires_at < links, SignedLink.revoked_at < links),
                ~exists().where(WebSession.link_id == SignedLink.id),
            ),
        ),
        "call_request": (
            CallRequest,
            and_(
                CallRequest.municipality_id == municipality_id,
                CallRequest.handled_at < before("call_request"),
            ),
        ),
        "outbox_message": (
            OutboxMessage,
            and_(
                OutboxMessage.municipality_id == municipality_id,
                OutboxMessage.done_at < before("outbox_message"),
                OutboxMessage.body != "",
            ),
        ),
        "home_file": (
            HomeFile,
            _old_files(municipality_id, clock.local(now).date(), before("home_file")),
        ),
    }


def _old_files(municipality_id: int, today: date, before: datetime) -> ColumnElement[bool]:
    """The day that was said, or earlier when they are kept shorter by now."""
    return and_(
        HomeFile.municipality_id == municipality_id,
        HomeFile.delete_on.is_not(None),
        or_(HomeFile.delete_on <= today, HomeFile.at < before),
    )


def run_now(session: Session, municipality_id: int, *, by: By) -> tuple[int, int]:
    """What the night does, in one transaction; gives how many were warned, and how many erased."""
    table = retention_on(session, municipality_id, clock.today())
    due = people_due(session, municipality_id, table, clock.today())
    steps = [
        settle_person(session, one.person_id, table, by=by) for one, _what in due[:MOST_BY_HAND]
    ]
    gone = sweep(session, municipality_id, table, by=by)
    return steps.count(Step.WARN), steps.count(Step.ERASE) + sum(gone.values())
