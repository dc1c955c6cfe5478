"""Is a mailbox really of whoever asks something on the own page? Six digits go there and come back."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import ContactKind, key_of
from renogroep.infra.acts import By
from renogroep.subscriptions.actions.codes import end_codes, make_code, try_digits
from renogroep.subscriptions.models import AnswerCode
from renogroep.subscriptions.rules.codes import DIGITS_LIVE, CodeKind

MOST, WINDOW = 5, timedelta(hours=24)  # codes that one person has sent, to whatever mailbox
OWN_PAGE = "own:"  # what a code of an own page is for begins so
ERASE = "erase"


def send_code(session: Session, person: Person, address: str, *, what: str = "", by: By) -> None:
    """A mail with six digits, good for half an hour; the ones before it for the same end.

    what   ``ERASE``, or empty to show that a new mailbox is one's own
    Raises Refused ``code.too_many`` after five in a day.
    """
    asked = session.scalar(
        select(func.count()).where(
            AnswerCode.person_id == person.id,
            AnswerCode.purpose.startswith(OWN_PAGE),
            AnswerCode.created_at > clock.now() - WINDOW,
        )
    )
    if (asked or 0) >= MOST:
        raise Refused(
            "code.too_many",
            "We sent you %(count)s codes today. Look in your mailbox, also under spam, or call us.",
            count=MOST,
        )
    purpose = _purpose(address, what)
    code = make_code(
        session, person=person, purpose=purpose, subject_id=person.id, kind=CodeKind.DIGITS
    )
    notify(
        session,
        person,
        "journeys_mailbox_code",
        key=f"{purpose}:{person.id}:{clock.now().isoformat()}",
        link=None,
        mail_to=address,
        useless_after=clock.now() + DIGITS_LIVE,
        by=by,
        code=code,
        erases=what == ERASE,
    )


def came_back(
    session: Session, person: Person, address: str, digits: str, *, what: str = ""
) -> bool:
    """Were these digits sent to this very mailbox? They work once.

    A wrong try counts: keep the transaction.
    """
    purpose = _purpose(address, what)
    if not try_digits(session, digits, purpose, person.id):
        return False
    end_codes(session, purpose, person.id)
    return True


def _purpose(address: str, what: str) -> str:
    """One mailbox's code opens nothing for another one."""
    mark = sha256(key_of(ContactKind.EMAIL, address).encode()).hexdigest()[:24]
    return f"{OWN_PAGE}{what}{mark}"
