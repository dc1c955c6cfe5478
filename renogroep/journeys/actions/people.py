"""What do all rooms together know of a person, and how is it given, forgotten or moved?

Every room that holds a person offers the same three functions; a room is added here by its module.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.financing.actions import people as financing
from renogroep.groups.actions import people as groups
from renogroep.identity.actions import contacts
from renogroep.identity.actions import people as identity
from renogroep.identity.models import Person
from renogroep.identity.queries import own_account
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.journeys.actions.holding import hold_people
from renogroep.journeys.actions.restage import forget_stages
from renogroep.orders.actions import people as orders
from renogroep.owners.actions import people as owners
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import Case
from renogroep.owners.queries import cases_of
from renogroep.owners.rules.cases import CaseState
from renogroep.quotes.actions import people as quotes
from renogroep.subscriptions.actions import people as subscriptions
from renogroep.subscriptions.models import Subscription

# From the top of the house down: what leans on a row goes before the row itself.
ROOMS: tuple[tuple[str, Any], ...] = (
    ("orders", orders),
    ("quotes", quotes),
    ("groups", groups),
    ("subscriptions", subscriptions),
    ("owners", owners),
    ("financing", financing),
    ("identity", identity),
)
EXPORT: dict[str, Callable[[Session, int], dict[str, object]]] = {
    name: room.export_person for name, room in ROOMS
}
ERASE: tuple[Callable[[Session, int], None], ...] = tuple(room.erase_person for _, room in ROOMS)
REPOINT: tuple[Callable[[Session, int, int], None], ...] = tuple(
    room.repoint_person for _, room in ROOMS
)


def export_person(session: Session, person: Person, *, by: By) -> dict[str, dict[str, object]]:
    """Everything that is kept, per room; that it was given is recorded."""
    found = {name: export(session, person.id) for name, export in EXPORT.items()}
    record(session, Did.PERSON_EXPORTED, actor_id=by.actor_id, subject=person)
    return found


def erase_person(session: Session, person: Person, *, by: By) -> None:
    """Every room forgets who this was; twice is once."""
    hold_people(session, [person.id])
    if person.erased_at is not None:
        return
    for erase in ERASE:
        erase(session, person.id)
    forget_stages(session, person.id)
    record(session, Did.PERSON_ERASED, actor_id=by.actor_id, subject=person)


def forget_told(session: Session, person: Person, *, by: By) -> None:
    """Every room forgets what somebody told; the name, the contact and the contracts stay.

    For who signed a contract that the law makes us keep: the night does the rest afterwards.
    """
    hold_people(session, [person.id])
    if person.erased_at is not None:
        return
    for _name, room in ROOMS:
        if room is not identity:
            room.erase_person(session, person.id)
    identity.forget_told(session, person.id)
    forget_stages(session, person.id)
    record(session, Did.PERSON_TOLD_ERASED, actor_id=by.actor_id, subject=person)


def _open_cases(session: Session, *person_ids: int) -> list[Case]:
    mine = Case.person_id.in_(person_ids), Case.state == CaseState.OPEN
    return list(session.scalars(select(Case).where(*mine)))


def _move_interests(session: Session, open_before: Sequence[Case]) -> None:
    """Two files of one home became one: its interests and orders go on in the file that is kept.

    Else its account, its loan and its photos would stand in one file and its orders in the other.
    """
    for gone in open_before:
        if gone.state == CaseState.OPEN:
            continue
        kept = select(Case.id).where(
            Case.dwelling_id == gone.dwelling_id,
            Case.person_id == gone.person_id,
            Case.state == CaseState.OPEN,
        )
        moved = update(Subscription).where(Subscription.case_id == gone.id)
        session.execute(moved.values(case_id=session.scalars(kept).one()))


def merge_people(session: Session, old: Person, new: Person, *, by: By) -> None:
    """Two rows turn out to be one person: all that is the old one's becomes the new one's.

    Every key and session of both is over, and that one person gets a new link. Twice is once: a row
    that was emptied before has nothing left to move. Raises Refused when one of them signs in with
    an account: a colleague or firm is never put together with a resident.
    """
    hold_people(session, [old.id, new.id])
    if old.erased_at is not None:
        return
    if any(own_account(session, one.id) is not None for one in (old, new)):
        raise Refused(
            "person.has_account",
            "One of these two signs in with an account. Only people without one can be put together.",
        )
    had_link = [contacts.shut_out(session, one, by=by) for one in (old, new)]
    came = list(cases_of(session, old.id))
    open_before = _open_cases(session, old.id, new.id)
    for repoint in REPOINT:
        repoint(session, old.id, new.id)
    _move_interests(session, open_before)
    owners.note_merge(session, old.id, new, came, by=by)
    refresh_words(session, cases_of(session, new.id))  # numbers came over last
    record(session, Did.PERSON_MERGED, actor_id=by.actor_id, subject=new, old_id=old.id)
    session.expire(new)
    if any(had_link):
        contacts.renew_link(session, new, by=by)
