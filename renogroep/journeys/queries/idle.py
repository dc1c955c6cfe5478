"""Of whom does nothing run any more, and since when?"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from renogroep.base import clock
from renogroep.identity.models import AccountPerson, Membership, Person, WebSession
from renogroep.identity.rules.events import Did
from renogroep.infra.audit import AuditEvent
from renogroep.journeys.queries.signed_orders import last_handover
from renogroep.journeys.rules.idle import Idle
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.models import Case
from renogroep.owners.rules.cases import CaseState
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import ENDED, SubscriptionState

AT_ONCE = 500
NO_MORE = frozenset({OrderState.WITHDRAWN, OrderState.LAPSED, OrderState.CANCELLED})
DONE = frozenset({OrderState.HANDED_OVER, OrderState.INVOICED, OrderState.SETTLED})
OVER = ENDED | {SubscriptionState.NOT_FIT}
OURS = (Did.PERSON_WARNED, Did.LINK_MADE)  # what we do, not what they do
SAID = (Did.PERSON_WARNED, Did.PERSON_TOLD_ERASED)  # they were told on which day it goes


def idle_people(session: Session, municipality_id: int) -> Iterator[Idle]:
    """Everybody without account, open case, live interest or running order; some at a time."""
    last = 0
    while keys := _candidates(session, municipality_id, last):
        last = keys[-1]
        yield from _of(session, keys)


def idle_person(session: Session, person: Person) -> Idle | None:
    """The same for one person; None when something runs."""
    return next(_of(session, _candidates(session, person.municipality_id, only=person.id)), None)


def _of(session: Session, keys: Sequence[int]) -> Iterator[Idle]:
    used, warned, ordered = _used(session, keys), _warned(session, keys), _ordered(session, keys)
    for key in keys:
        if key in used:  # of whom we know nothing, nobody decides
            yield Idle(key, key in ordered, used[key], warned.get(key))


def _candidates(
    session: Session, municipality_id: int, after: int = 0, only: int | None = None
) -> Sequence[int]:
    runs = (
        exists().where(Membership.person_id == Person.id),
        exists().where(AccountPerson.person_id == Person.id),
        exists().where(Case.person_id == Person.id, Case.state == CaseState.OPEN),
        exists().where(
            Subscription.person_id == Person.id, Subscription.state.not_in(sorted(OVER))
        ),
        exists().where(
            or_(Order.person_id == Person.id, Order.co_owners.any(CoOwner.person_id == Person.id)),
            Order.state.not_in(sorted(NO_MORE | DONE)),
        ),
    )
    return session.scalars(
        select(Person.id)
        .where(
            Person.municipality_id == municipality_id,
            Person.erased_at.is_(None),
            Person.id > after if only is None else Person.id == only,
            *(~one for one in runs),
        )
        .order_by(Person.id)
        .limit(AT_ONCE)
    ).all()


def _ordered(session: Session, keys: Sequence[int]) -> set[int]:
    own = select(Order.person_id).where(Order.person_id.in_(keys), Order.state.in_(sorted(DONE)))
    signed = (
        select(CoOwner.person_id)
        .join(Order, Order.id == CoOwner.order_id)
        .where(CoOwner.person_id.in_(keys), Order.state.in_(sorted(DONE)))
    )
    return {*session.scalars(own), *session.scalars(signed)}


def _events(kind: type[Any], person: InstrumentedAttribute[Any]) -> Select[Any]:
    return (
        select(person, func.max(AuditEvent.at))
        .join(
            AuditEvent,
            (AuditEvent.subject_kind == kind.__tablename__) & (AuditEvent.subject_id == kind.id),
        )
        .where(AuditEvent.did.not_in(OURS))
        .group_by(person)
    )


def _used(session: Session, keys: Sequence[int]) -> dict[int, date]:
    asked = [
        _events(Person, Person.id).where(Person.id.in_(keys)),
        _events(Case, Case.person_id).where(Case.person_id.in_(keys)),
        _events(Subscription, Subscription.person_id).where(Subscription.person_id.in_(keys)),
        _events(Order, Order.person_id).where(Order.person_id.in_(keys)),
        select(WebSession.person_id, func.max(WebSession.seen_at))
        .where(WebSession.person_id.in_(keys))
        .group_by(WebSession.person_id),
    ]
    last: dict[int, datetime] = {}
    for statement in asked:
        for key, at in session.execute(statement):
            last[key] = max(at, last.get(key, at))
    used = {key: clock.local(at).date() for key, at in last.items()}
    return used | _only_a_contract(session, keys)


def _only_a_contract(session: Session, keys: Sequence[int]) -> dict[int, date]:
    """Of whom only a contract stays: it goes so long after the handover, whatever came later."""
    told = session.scalars(
        select(AuditEvent.subject_id).where(
            AuditEvent.subject_kind == Person.__tablename__,
            AuditEvent.subject_id.in_(keys),
            AuditEvent.did == Did.PERSON_TOLD_ERASED,
        )
    ).all()
    return last_handover(session, told) if told else {}


def _warned(session: Session, keys: Sequence[int]) -> dict[int, date]:
    found = session.execute(
        select(AuditEvent.subject_id, func.max(AuditEvent.at))
        .where(
            AuditEvent.subject_kind == Person.__tablename__,
            AuditEvent.subject_id.in_(keys),
            AuditEvent.did.in_(SAID),
        )
        .group_by(AuditEvent.subject_id)
    )
    return {key: clock.local(at).date() for key, at in found}
