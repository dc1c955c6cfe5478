"""How do we ask whoever an interest is about whether it is theirs?"""

from datetime import timedelta

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import TICK
from renogroep.infra.i18n import in_language
from renogroep.infra.pages import external_url
from renogroep.subscriptions.actions.codes import make_code
from renogroep.subscriptions.actions.network import to_recipient
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.codes import CodeKind, shown
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
    """The one place where something goes to a mobile: a call, as there is no text message.

    With a gateway it sends ``make_code(kind=CodeKind.DIGITS)``, which ``/bevestig`` takes already.
    """
    _notice(session, row, event, code=None)


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


def _notice(session: Session, row: Subscription, event: str, code: str | None) -> None:
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
        answer_url=external_url("subscriptions.answer"),
        until=row.confirm_by,
    )
