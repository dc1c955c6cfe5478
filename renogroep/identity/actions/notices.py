"""How do we tell somebody something, in their language and in the way that they chose?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.base.sms_text import may_be_texted
from renogroep.base.text import Text, t
from renogroep.identity import queries
from renogroep.identity.actions.keys import LIFETIME, make_link
from renogroep.identity.models import Municipality, Person, SignedLink
from renogroep.identity.queries.consents import withdrew
from renogroep.identity.queries.municipalities import host_of_municipality
from renogroep.identity.rules.consents import CONTACT, rests_on_consent
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.phone import is_mobile
from renogroep.infra import outbox, sms
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language, say
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
    mail_to: str | None = None,
    told: bool = False,
    useless_after: datetime | None = None,
    text: Text | None = None,
    **facts: Any,
) -> OutboxMessage | None:
    """Queue one notice in the caller's transaction; the same key never queues twice.

    notice   a template ``mail/<notice>.txt``: the first line is the subject, the rest the text
    key      ``<event>:<subject>:<person>``
    link     purpose of the signed link that goes along, or None for people with an account
    letter_to   a postal address: on paper, whatever way the person chose
    mail_to  a mailbox: by mail, whatever way the person chose; for who has an account
    told     they hear it in the talk in which they said it: it is kept, and nobody calls again
    useless_after   from when on it is not sent any more; its link may end sooner
    text     what to do, for who is texted: no name, address or amount; else a sentence for all
    facts    values for the template; never a price of a quote before its opening
    """
    known = session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if known or person.erased_at or _does_not_agree(session, person, notice):
        return known
    url = link and _key_to(session, person, link, link_subject_id, by)
    subject, body = _written(session, person, notice, {"url": url, **facts})
    way = Way.LETTER if letter_to else Way.MAIL if mail_to else WAYS[person.contact_way]
    what = None if told else text or (url and _what_to_do(useless_after)) or None
    short = _short(session, person, what, url) if way is Way.CALL else None
    message = OutboxMessage(
        municipality_id=person.municipality_id,
        key=key,
        way=Way.SMS if short else way,
        person_id=person.id,
        address=letter_to or mail_to or person.reached_at,
        language=person.language,
        subject=subject,
        body=body,
        short=short,
        due_on=_call_before() if way is Way.CALL and not short else None,
        useless_after=_soonest(useless_after, link),
    )
    return _put(session, message, told=told, by=by)


def _does_not_agree(session: Session, person: Person, notice: str) -> bool:
    return rests_on_consent(notice) and withdrew(session, person.id, CONTACT)


def _put(session: Session, message: OutboxMessage, *, told: bool, by: By) -> OutboxMessage:
    outbox.put(session, message)
    if told and message.way == Way.CALL:
        mark_called(session, message, by=by)
    return message


def _written(
    session: Session, person: Person, notice: str, facts: dict[str, Any]
) -> tuple[str, str]:
    """Subject and text, in the language of this person.

    A template that may tell of something urgent asks ``what_now()`` in ``mail/_what_now.txt``.
    """
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


def _what_to_do(before: datetime | None) -> Text:
    """The same for everybody: it says nothing of what or who it is about."""
    if before is None:
        return t("There is news about the works on your home. Read what you can do.")
    return t(
        "We ask your answer before %(moment)s. Read what you can do.",
        moment=before,
    )


def _short(session: Session, person: Person, what: Text | None, url: str | None) -> str | None:
    """The words of a text message; None when there is no gateway, or they cannot be texted."""
    if not what or not sms.is_on(current_app.config) or not is_mobile(person.reached_at):
        return None
    municipality = session.get_one(Municipality, person.municipality_id)
    with in_language(person.language):
        call = say(t("Questions? %(phone)s", phone=municipality.phone))
        words = " ".join(filter(None, (say(what), url, call)))
    return words if may_be_texted(words, (person.name, person.postal_address)) else None


def _soonest(given: datetime | None, link: str | None) -> datetime | None:
    """From when on nobody has use of the message: its day or its link is over."""
    ends = [given] if given else []
    if link:
        ends.append(clock.now() + LIFETIME[link])
    return min(ends, default=None)


def call_instead(session: Session, message: OutboxMessage) -> OutboxMessage:
    """What was refused for good is said on the phone: a call to make, once.

    Without a number the call shows the address that refused: somebody finds out how to reach them.
    """
    person = session.get(Person, message.person_id) if message.person_id else None
    number = person.phone if person is not None else None
    return outbox.put(
        session,
        OutboxMessage(
            municipality_id=message.municipality_id,
            key=f"{message.key}:call",
            way=Way.CALL,
            person_id=message.person_id,
            address=number or message.address,
            language=message.language,
            subject=message.subject,
            body=message.body,
            due_on=_call_before(),
        ),
    )


def _call_before() -> datetime:
    today = clock.today()
    return clock.at_local(add_working_days(today, CALL_WITHIN, belgian(today))) + timedelta(
        hours=17
    )


def mark_called(session: Session, message: OutboxMessage, *, by: By) -> None:
    """A call from the list was made. Raises Refused when somebody did it already."""
    locked(session, OutboxMessage, message.id)
    if message.done_at is not None:
        raise Refused("call.done_already", "A colleague has already made this call.")
    outbox.finish(message, by.actor_id)
    record(session, Did.CALL_MADE, actor_id=by.actor_id, subject=message)


def try_again(session: Session, message: OutboxMessage, *, by: By) -> None:
    """What was refused or stopped starts over, to the address that the person has now."""
    locked(session, OutboxMessage, message.id)
    if not outbox.is_stuck(message):
        return  # a colleague was first
    person = session.get(Person, message.person_id) if message.person_id else None
    if person is not None:
        now = person.email if message.channel == Way.MAIL else person.phone
        message.address = now or message.address
    outbox.put_back(message)
    record(session, Did.MAIL_TRIED_AGAIN, actor_id=by.actor_id, subject=message)


def send_again(session: Session, messages: Sequence[OutboxMessage], *, by: By) -> int:
    """As ``try_again`` for many; gives how many. Raises Refused when none of them was stuck."""
    stuck = [row for row in sorted(messages, key=lambda row: row.id) if outbox.is_stuck(row)]
    if not stuck:
        raise Refused(
            "delivery.none",
            "Nothing was sent again. Choose a message that was refused or stopped; a colleague may have sent yours just now.",
        )
    for row in stuck:
        try_again(session, row, by=by)
    return len(stuck)


def renew(session: Session, message: OutboxMessage, *, by: By) -> OutboxMessage:
    """What was too late for its link goes out with a new one, once.

    Raises Refused when it is not its link that ended: then only a talk helps.
    """
    locked(session, OutboxMessage, message.id)
    link = old_link(session, message)
    if link is None:
        raise Refused(
            "delivery.no_link", "There is no link to make again. Call, when it still matters."
        )
    url = _key_to(session, link.person, link.purpose, link.subject_id, by)
    token = outbox.token_in(message.body) or ""
    old = external_url("identity.open_link", token=token)
    new = outbox.put(
        session,
        OutboxMessage(
            municipality_id=message.municipality_id,
            key=f"{message.key}:new-{message.id}",
            way=message.way,
            person_id=message.person_id,
            address=message.address,
            language=message.language,
            subject=message.subject,
            body=message.body.replace(old, url),
            short=message.short and message.short.replace(old, url),
            useless_after=_soonest(None, link.purpose),
        ),
    )
    message.done_at, message.done_by = clock.now(), by.actor_id
    message.body = outbox.without_links(message.body)
    record(session, Did.MESSAGE_RENEWED, actor_id=by.actor_id, subject=new, old=message.id)
    return new


def old_link(session: Session, message: OutboxMessage) -> SignedLink | None:
    """The link that ended while this message waited; None when that is not why it was not sent."""
    token = outbox.token_in(message.body)
    if message.state != outbox.MessageState.USELESS or token is None:
        return None
    link = queries.link_by_token(session, token)
    ended = link is not None and link.revoked_at is None and link.expires_at <= clock.now()
    return link if ended else None


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
        outbox.finish(message, by.actor_id)
        record(session, Did.LETTERS_PRINTED, actor_id=by.actor_id, subject=message)
    return len(waiting)
