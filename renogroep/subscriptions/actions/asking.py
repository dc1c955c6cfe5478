"""How do we ask whoever an interest is about whether it is theirs?"""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import t
from renogroep.identity.actions.notices import notify
from renogroep.identity.queries.municipalities import host_of_municipality
from renogroep.infra import sms
from renogroep.infra.acts import TICK
from renogroep.infra.i18n import in_language
from renogroep.infra.pages import external_url
from renogroep.subscriptions.actions.codes import make_code
from renogroep.subscriptions.actions.network import to_recipient
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.codes import DIGITS_LIVE, CodeKind, shown
from renogroep.subscriptions.rules.limits import may_send
from renogroep.subscriptions.words import in_words

CONFIRM = "confirm"  # the purpose of a code
REMIND_AFTER = timedelta(days=3)


def ask(session: Session, row: Subscription, *, from_network: int) -> bool:
    """Send the message to confirm, unless that is too much; gives whether it was sent.

    from_network   interests of the same network that nobody confirmed
    """
    if not may_send(to_recipient=to_recipient(session, row), from_network=from_network):
        return False
    _send(session, row, "confirm")
    row.asked_at = clock.now()
    return True


def remind(session: Session, row: Subscription) -> None:
    """Once more; somebody with a mobile is called already."""
    if row.person.contact_way == "mobile":
        return
    if may_send(to_recipient=to_recipient(session, row), from_network=0):
        _send(session, row, "confirm_again")
        row.reminded_at = clock.now()


def _send(session: Session, row: Subscription, event: str) -> None:
    if row.person.contact_way == "mobile":
        _to_mobile(session, row, event)
        return
    letter = row.person.contact_way == "letter"
    _notice(session, row, event, code=_code_for_letter(session, row) if letter else None)


def _to_mobile(session: Session, row: Subscription, event: str) -> None:
    """Six digits in a text message, good for half an hour; without a gateway somebody calls."""
    if not sms.is_on(current_app.config):
        _notice(session, row, event, code=None)
        return
    code = make_code(
        session, person=row.person, purpose=CONFIRM, subject_id=row.id, kind=CodeKind.DIGITS
    )
    told = t(
        "%(code)s is your code. Type it within half an hour: %(url)s",
        code=code,
        url=_answer_url(session, row, nummer=row.reference),
    )
    until = clock.now() + DIGITS_LIVE
    _notice(session, row, event, code=None, text=told, useless_after=until)


def _answer_url(session: Session, row: Subscription, **asked: str) -> str:
    host = host_of_municipality(session, row.municipality_id)
    return external_url("subscriptions.answer", host=host, **asked)


def _code_for_letter(session: Session, row: Subscription) -> str:
    last = row.confirm_by or clock.today()
    code = make_code(
        session,
        person=row.person,
        purpose=CONFIRM,
        subject_id=row.id,
        kind=CodeKind.LETTER,
        expires_at=clock.at_local(last + timedelta(days=1)),
    )
    return shown(code)


def _notice(
    session: Session, row: Subscription, event: str, code: str | None, **texted: Any
) -> None:
    person = row.person
    with in_language(person.language):
        title = in_words(row.package, "title")
    notify(
        session,
        person,
        "subscriptions_confirm",
        key=f"{event}:{row.id}:{person.id}",
        link="my_home" if person.contact_way == "email" else None,
        by=TICK,
        subscription=row,
        address=row.dwelling.address.full,
        title=title,
        again=event == "confirm_again",
        code=code,
        answer_url=_answer_url(session, row),
        until=row.confirm_by,
        **texted,
    )
