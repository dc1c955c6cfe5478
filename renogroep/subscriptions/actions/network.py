"""From which network did interests come lately, without keeping whose it is?"""

import secrets
from datetime import date, timedelta

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import ContactPoint, Municipality
from renogroep.infra.db import locked
from renogroep.subscriptions.models import NetworkKey, Subscription
from renogroep.subscriptions.rules.limits import (
    MARK_LIVES,
    NETWORK_WINDOW,
    RECIPIENT_WINDOW,
    mark_of,
)


def leave_mark(session: Session, row: Subscription, address: str | None) -> None:
    """Note on an interest which network it came from, under the key of today."""
    if address is not None:
        key = _key_of(session, row.municipality_id, clock.today(), make=True)
        row.network_mark = mark_of(address, key)


def from_network(session: Session, row: Subscription, address: str | None) -> int:
    """Interests of this network in the last hour that nobody confirmed, without this one."""
    if address is None:
        return 0
    since = clock.now() - NETWORK_WINDOW
    keys = {
        _key_of(session, row.municipality_id, clock.local(at).date()) for at in (since, clock.now())
    }
    return _count(
        session,
        select(func.count()).where(
            Subscription.network_mark.in_([mark_of(address, key) for key in keys if key]),
            Subscription.interested_at > since,
            Subscription.confirmed_at.is_(None),
            Subscription.id != row.id,
        ),
    )


def to_recipient(session: Session, row: Subscription) -> int:
    """Messages to confirm that went to this address or number in the last 24 hours, also of others."""
    since = clock.now() - RECIPIENT_WINDOW
    point = row.person.live_points[0]
    people = select(ContactPoint.person_id).where(
        ContactPoint.municipality_id == row.municipality_id,
        ContactPoint.kind == point.kind,
        ContactPoint.value_key == point.value_key,
        ContactPoint.preferred.is_(True),
    )
    asked, reminded = (
        _count(session, select(func.count()).where(Subscription.person_id.in_(people), at > since))
        for at in (Subscription.asked_at, Subscription.reminded_at)
    )
    return asked + reminded


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalar(statement) or 0


def _key_of(session: Session, municipality_id: int, day: date, *, make: bool = False) -> str:
    """The key of a day, "" when there is none. Whoever makes it holds the municipality."""
    query = select(NetworkKey).where(
        NetworkKey.municipality_id == municipality_id, NetworkKey.day == day
    )
    row = session.scalar(query)
    if row is None and make:
        locked(session, Municipality, municipality_id)
        row = session.scalar(query)
        if row is None:
            row = NetworkKey(municipality_id=municipality_id, day=day, key=secrets.token_hex(32))
            session.add(row)
            session.flush()
    return row.key if row else ""


def forget_marks(session: Session) -> None:
    """After a week neither the keys nor the marks are there."""
    ended = clock.now() - MARK_LIVES
    session.execute(
        update(Subscription)
        .where(Subscription.network_mark.is_not(None), Subscription.interested_at < ended)
        .values(network_mark=None)
    )
    last = clock.local(ended).date() - timedelta(days=1)
    session.execute(delete(NetworkKey).where(NetworkKey.day <= last))
