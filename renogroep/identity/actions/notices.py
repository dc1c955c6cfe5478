"""How do we tell somebody something, in their language and in the way that they chose?"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.identity.actions.keys import make_link
from renogroep.identity.events import Did
from renogroep.identity.models import Municipality, Person
from renogroep.identity.queries.municipalities import host_of_municipality
from renogroep.infra import outbox
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.infra.pages import external_url

WAYS = {"email": Way.MAIL, "mobile": Way.CALL, "letter": Way.LETTER}
CALL_WITHIN = 2  # working days
WHAT_NOW = "renogroep_what_now"  # the extension that create_app hangs in


def notify(
    session: Session,
    person: Person,
    notice: str,
    *,
    key: str,
    link: str | None = "my_home",
    link_subject_id: int | None = None,
    by: By = TICK,
    letter_to: str | None = None,
    told: bool = False,
    **facts: Any,
) -> OutboxMessage | None:
    """Queue one notice in the caller's transaction; the same key never queues twice.

    notice   a template ``mail/<notice>.txt``: the first line is the subject, the rest the text
    key      ``<event>:<subject>:<person>``
    link     purpose of the signed link that goes along, or None for people with an account
    letter_to   a postal address: on paper, whatever way the person chose
    told     they hear it in the talk in which they said it: it is kept, and nobody calls again
    facts    values for the template; never a price of a quote before its opening
    A template that may tell of something urgent asks ``what_now()`` in ``mail/_what_now.txt``.
    """
    if person.erased_at is not None:
        return None
    if known := session.scalar(select(OutboxMessage).where(OutboxMessage.key == key)):
        return known
    url = _key_to(session, person, link, link_subject_id, by) if link else None
    subject, body = _written(session, person, notice, {"url": url, **facts})
    way = Way.LETTER if letter_to else WAYS[person.contact_way]
    message = OutboxMessage(
        municipality_id=person.municipality_id,
        key=key,
        way=way,
        person_id=person.id,
        address=letter_to or person.reached_at,
        language=person.language,
        subject=subject,
        body=body,
        due_on=_call_before() if way is Way.CALL else None,
    )
    outbox.put(session, message)
    if told and way is Way.CALL:
        mark_called(session, message, by=by)
    return message


def _written(
    session: Session, person: Person, notice: str, facts: dict[str, Any]
) -> tuple[str, str]:
    """Subject and text, in the language of this person."""
    what_now = partial(current_app.extensions[WHAT_NOW], session, person, facts)
    municipality = session.get_one(Municipality, person.municipality_id)
    with in_language(person.language):
        text = render_template(
            f"mail/{notice}.txt",
            person=person,
            municipality=municipality,
            what_now=what_now,
            **facts,
        )
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _key_to(session: Session, person: Person, purpose: str, subject_id: int | None, by: By) -> str:
    """The address of a new signed link of this person."""
    token = make_link(session, person=person, purpose=purpose, subject_id=subject_id, by=by)
    return external_url(
        "identity.open_link",
        host=host_of_municipality(session, person.municipality_id),
        token=token,
    )


def _call_before() -> Any:
    today = clock.today()
    return clock.at_local(add_working_days(today, CALL_WITHIN, belgian(today))) + timedelta(
        hours=17
    )


def mark_called(session: Session, message: OutboxMessage, *, by: By) -> None:
    """A call from the list was made. Raises Refused when somebody did it already."""
    locked(session, OutboxMessage, message.id)
    if message.done_at is not None:
        raise Refused("call.done_already", "A colleague has already made this call.")
    message.done_at, message.done_by = clock.now(), by.actor_id
    message.body = outbox.without_links(message.body)
    record(session, Did.CALL_MADE, actor_id=by.actor_id, subject=message)


def try_again(session: Session, message: OutboxMessage, *, by: By) -> None:
    """A mail that no server took starts over, to the address that the person has now."""
    locked(session, OutboxMessage, message.id)
    if not outbox.is_stuck(message):
        return  # a colleague was first
    person = session.get(Person, message.person_id) if message.person_id else None
    if person is not None and person.email:
        message.address = person.email
    message.tries, message.claimed_at, message.last_error = 0, None, None
    record(session, Did.MAIL_TRIED_AGAIN, actor_id=by.actor_id, subject=message)


def note_seen(session: Session, municipality_id: int, keys: Sequence[int], *, by: By) -> None:
    """Somebody read names and addresses in the list of what waits."""
    if keys:
        record(
            session,
            Did.MESSAGES_SEEN,
            actor_id=by.actor_id,
            subject=session.get_one(Municipality, municipality_id),
            messages=list(keys),
        )


def note_download(session: Session, messages: Sequence[OutboxMessage], *, by: By) -> None:
    """Letters went into a file; they wait until somebody says that they are printed."""
    for message in messages:
        record(session, Did.LETTERS_DOWNLOADED, actor_id=by.actor_id, subject=message)


def mark_printed(session: Session, messages: Sequence[OutboxMessage], *, by: By) -> int:
    """Letters came out of the printer: they leave the list, without the keys in them.

    Gives how many. Raises Refused when none of them waits any more.
    """
    held = [locked(session, OutboxMessage, key) for key in sorted(row.id for row in messages)]
    waiting = [row for row in held if row is not None and row.done_at is None]
    if not waiting:
        raise Refused(
            "letters.none", "No letter is waiting. A colleague may have printed them just now."
        )
    for message in waiting:
        message.done_at, message.done_by = clock.now(), by.actor_id
        message.body = outbox.without_links(message.body)
        record(session, Did.LETTERS_PRINTED, actor_id=by.actor_id, subject=message)
    return len(waiting)
