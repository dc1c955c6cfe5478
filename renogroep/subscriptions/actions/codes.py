"""Which code does somebody without e-mail answer with, and what does a typed code open?"""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import N_
from renogroep.identity.models import Person
from renogroep.infra.db import locked
from renogroep.subscriptions.models import AnswerCode
from renogroep.subscriptions.rules.codes import (
    DIGITS_LIVE,
    DIGITS_TRIES,
    CodeKind,
    new_code,
    read_code,
)

WRONG = N_("This code is not good. Look at the letter or message once more, or call us.")


def make_code(
    session: Session,
    *,
    person: Person,
    purpose: str,
    subject_id: int,
    kind: CodeKind,
    expires_at: datetime | None = None,
) -> str:
    """A new code, of which only the hash is kept; the ones before it for the same answer end.

    expires_at   six digits are good for half an hour, whatever is given
    """
    now = clock.now()
    if kind == CodeKind.DIGITS:
        expires_at = now + DIGITS_LIVE
    if expires_at is None:
        raise ValueError("a code of a letter ends on a day")
    end_codes(session, purpose, subject_id)
    code = new_code(kind, secrets.choice)
    session.add(
        AnswerCode(
            municipality_id=person.municipality_id,
            person_id=person.id,
            purpose=purpose,
            subject_id=subject_id,
            kind=kind,
            code_hash=_hash(code),
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return code


def end_codes(session: Session, purpose: str, subject_id: int) -> None:
    """What was asked is answered, or asked anew."""
    session.execute(
        update(AnswerCode)
        .where(
            AnswerCode.purpose == purpose,
            AnswerCode.subject_id == subject_id,
            AnswerCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )


def code_of_letter(session: Session, typed: str) -> AnswerCode:
    """The row of a code from a letter. Raises Refused ``code.wrong`` when it never was or is over.

    A code that was used comes back too: what it answered is answered, and twice is once.
    """
    code = read_code(typed)
    row = session.scalar(
        select(AnswerCode)
        .where(AnswerCode.kind == CodeKind.LETTER, AnswerCode.code_hash == _hash(code or ""))
        .order_by(AnswerCode.id.desc())
        .limit(1)
    )
    if row is None:
        raise Refused("code.wrong", WRONG)
    return row


def try_digits(session: Session, typed: str, purpose: str, subject_id: int) -> bool:
    """Are these the six digits that went to the mobile? A wrong try counts: keep the transaction.

    Five wrong tries or half an hour end a code.
    """
    key = session.scalar(
        select(func.max(AnswerCode.id)).where(
            AnswerCode.kind == CodeKind.DIGITS,
            AnswerCode.purpose == purpose,
            AnswerCode.subject_id == subject_id,
        )
    )
    row = locked(session, AnswerCode, key) if key is not None else None
    if row is None or row.tries >= DIGITS_TRIES or clock.now() >= row.expires_at:
        return False
    if not hmac.compare_digest(row.code_hash, _hash(read_code(typed) or "")):
        row.tries += 1
        return False
    return True


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
