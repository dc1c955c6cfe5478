"""How often was a name or a network guessed at lately, and must the next guess wait?

A guess is written down as a failure before anybody looks whether it is right, under the held rows of
its name and its network: so many at the same moment are so many. What was right is taken out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.models import SignInAttempt, SignInSubject
from renogroep.identity.rules import slow

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess, counted.

    wait  seconds until the next one; above 0 this one must not be looked at
    rows  what counts it, to take out when it was right
    """

    wait: int
    rows: tuple[int, ...] = ()

    def refusal(self) -> Refused:
        """What to say to who must wait."""
        return slow.refusal(self.wait)


def count(session: Session, *, name: str, address: str, known_device: bool) -> Guess:
    """One guess at the account of this name, from this address.

    One that must wait counts for the name too, never for its network: colleagues who press once more
    do not make it longer for the whole office.
    """
    by_name = queries.attempt_subject(name)
    by_network = queries.attempt_subject(f"network {slow.network_of(address)}")
    now = clock.now()
    _forget(session, now)
    for subject in sorted({by_name, by_network}):
        _hold(session, subject, now)
    fails, last = _failures(session, by_name, now)
    network_fails, network_last = _failures(session, by_network, now)
    wait = max(
        slow.seconds_left(last, slow.wait_after(fails, 0, known_device), now),
        slow.seconds_left(network_last, slow.wait_after(0, network_fails, known_device), now),
    )
    rows = _note(session, [by_name] if wait else [by_name, by_network], now)
    return Guess(wait, rows)


def was_right(session: Session, guess: Guess) -> None:
    """It was no failure."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(guess.rows)))


def _hold(session: Session, subject: str, now: datetime) -> None:
    """Make the row, or take it; either way nobody else counts until this transaction ends."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[
        session.get_bind().dialect.name
    ]
    session.execute(
        insert(SignInSubject)
        .values(subject=subject, at=now)
        .on_conflict_do_update(index_elements=["subject"], set_={"at": now})
    )


def _failures(session: Session, subject: str, now: datetime) -> tuple[int, datetime | None]:
    """How many in the last quarter of an hour, and when was the last?"""
    count_, last = session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(
            SignInAttempt.subject == subject, SignInAttempt.at > now - slow.WINDOW
        )
    ).one()
    return count_, last


def _note(session: Session, subjects: Sequence[str], now: datetime) -> tuple[int, ...]:
    rows = [SignInAttempt(at=now, subject=subject) for subject in subjects]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def _forget(session: Session, now: datetime) -> None:
    """Yesterday's, without waiting for who counts one of them at this moment."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    old = (
        select(SignInSubject.subject)
        .where(SignInSubject.at < now - KEPT)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(SignInSubject).where(SignInSubject.subject.in_(old)))
