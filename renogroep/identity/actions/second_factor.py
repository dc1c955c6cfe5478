"""How does somebody set up a second factor, use it, lose it and get it back?"""

import secrets
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.identity import queries
from renogroep.identity.actions import guesses, sessions
from renogroep.identity.actions.accounts import note
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Account, Person, RecoveryCode
from renogroep.identity.rules import second_factor as rules
from renogroep.identity.rules.events import Did
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import locked
from renogroep.infra.sealed_text import put_away, take_out
from renogroep.infra.sealing import ring, sealed_with

WRONG = t(
    "This code is not right, or it was used already. Wait until your app shows a new one, and type that."
)
NONE = t("This person has no second check that could be taken away.")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a code opened. ``refusal`` says why nothing; ``left`` how many recovery codes stay."""

    refusal: Text | None = None
    left: int | None = None


def new_secret() -> str:
    """A secret for an app on a phone, base32."""
    return str(pyotp.random_base32())


def set_up(session: Session, account: Account, secret: str, typed: str, *, by: By) -> list[str]:
    """The app shows the right code: from now on it is asked. Gives the ten recovery codes.

    Every session of before is over. Raises Refused for a wrong code.
    """
    held = _held(session, account.id)
    step = rules.step_of(secret, rules.read_code(typed), now=_now(), last=None)
    if step is None:
        raise Refused("second.wrong", WRONG.msgid)
    held.totp_secret = put_away(secret, _about(held))
    held.totp_last = step
    held.lost_asked_by = held.lost_asked_at = None
    note(session, Did.SECOND_SET, held, actor_id=by.actor_id)
    sessions.renew(session, held, by=by)
    return new_codes(session, held, by=by)


def new_codes(session: Session, account: Account, *, by: By) -> list[str]:
    """Ten recovery codes; those of before work no more. Only their hashes are kept."""
    held = _held(session, account.id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == held.id))
    codes = [rules.recovery_code(secrets.choice) for _ in range(rules.RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=held.id, code_hash=queries.token_hash(code)) for code in codes
    )
    note(session, Did.RECOVERY_CODES_MADE, held, actor_id=by.actor_id)
    return [rules.in_groups(code, "-") for code in codes]


def answer(
    session: Session, account_id: int, typed: str, *, person_id: int, address: str
) -> Answered:
    """A code of the app or a recovery code. Each guess counts, so the answer is no exception.

    person_id   who they are in the municipality where they are
    """
    guess = guesses.count(session, name=f"second {account_id}", address=address, known_device=False)
    if guess.wait:
        return Answered(guess.refusal().text)
    held = _held(session, account_id)
    left = None
    if (signs := rules.read_recovery(typed)) is not None:
        left = _use_recovery(session, held, signs)
        if left is None:
            return Answered(WRONG)
    else:
        refusal = _why_not(held, typed)
        if refusal is not None:
            return Answered(refusal)
    guesses.was_right(session, guess)
    note(session, Did.SECOND_GIVEN, held, actor_id=person_id, recovery=left)
    return Answered(left=left)


def _why_not(held: Account, typed: str) -> Text | None:
    """None for the right code, which is used up."""
    if held.totp_secret is None:
        return WRONG
    try:
        code = rules.read_code(typed)
    except Refused as refused:
        return refused.text
    secret = take_out(held.totp_secret, _about(held))
    step = rules.step_of(secret, code, now=_now(), last=held.totp_last)
    if step is None:
        return WRONG
    held.totp_last = step
    return None


def _use_recovery(session: Session, held: Account, signs: str) -> int | None:
    """How many are left after this one; None when it is none of them, or used."""
    codes = session.scalars(
        select(RecoveryCode).where(
            RecoveryCode.account_id == held.id, RecoveryCode.used_at.is_(None)
        )
    ).all()
    found = next((row for row in codes if row.code_hash == queries.token_hash(signs)), None)
    if found is None:
        return None
    found.used_at = clock.now()
    return len(codes) - 1


def ask_reset(session: Session, person: Person, *, url: str, by: By) -> None:
    """Somebody lost phone and codes: another administrator or a team lead here must agree.

    url   where they do, for their mail
    Asked twice is asked once. Raises Refused when there is nothing to take away.
    """
    held = _held_of(session, person)
    if held.totp_secret is None:
        raise Refused("second.none", NONE.msgid)
    if is_asked(held) and _asked_here(session, held, person):
        return
    held.lost_asked_by, held.lost_asked_at = by.person_id, clock.now()
    note(session, Did.SECOND_LOST, held, actor_id=by.actor_id)
    for one in _who_confirms(session, person, by.person_id):
        notify(
            session,
            one,
            "second_factor_lost",
            key=f"second_lost:{held.id}:{one.id}:{clock.now().isoformat()}",
            link=None,
            mail_to=_mailbox(session, one),
            by=by,
            name=person.name,
            url=url,
        )


def confirm_reset(session: Session, person: Person, *, by: By) -> None:
    """Phone and codes open nothing any more; at the next sign-in it is set up anew.

    Confirmed twice is once. Raises Refused for who asked it, and for oneself.
    """
    held = _held_of(session, person)
    if not is_asked(held) or not _asked_here(session, held, person):
        return
    if by.person_id in (held.lost_asked_by, person.id):
        raise Refused(
            "second.other_person",
            "Somebody else must confirm this: another administrator or a team lead.",
        )
    _take(session, held, person, by=by, on_server=False)


def take_on_server(session: Session, person: Person, *, by: By) -> None:
    """The same from a shell: whoever may run a command on the server is the second person.

    Raises Refused when there is nothing to take away.
    """
    held = _held_of(session, person)
    if held.totp_secret is None:
        raise Refused("second.none", NONE.msgid)
    _take(session, held, person, by=by, on_server=True)


def _take(session: Session, held: Account, person: Person, *, by: By, on_server: bool) -> None:
    held.totp_secret = held.totp_last = held.lost_asked_by = held.lost_asked_at = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == held.id))
    where = {"on_server": True} if on_server else {}
    note(session, Did.SECOND_TAKEN, held, actor_id=by.actor_id, **where)
    sessions.renew(session, held, by=by)
    notify(
        session,
        person,
        "second_factor_taken",
        key=f"second_taken:{held.id}:{clock.now().isoformat()}",
        link=None,
        mail_to=held.email,
        by=by,
        on_server=on_server,
    )


def is_asked(account: Account) -> bool:
    """Does a request wait to be confirmed?"""
    return rules.waits_for_second_person(account.lost_asked_at, clock.now())


def _asked_here(session: Session, held: Account, person: Person) -> bool:
    """Who is one human for two municipalities would else be two people in this."""
    asker = None if held.lost_asked_by is None else session.get(Person, held.lost_asked_by)
    return asker is not None and asker.municipality_id == person.municipality_id


def _who_confirms(session: Session, person: Person, asked_by: int) -> list[Person]:
    people = queries.people_with_role(session, person.municipality_id, Role.ADMIN, Role.TEAM_LEAD)
    return [one for one in people if one.id not in (asked_by, person.id)]


def _mailbox(session: Session, person: Person) -> str | None:
    account = queries.own_account(session, person.id)
    return None if account is None else account.email


def _held_of(session: Session, person: Person) -> Account:
    account = queries.own_account(session, person.id)
    if account is None:
        raise LookupError(f"person {person.id} has no account")
    return _held(session, account.id)


def _held(session: Session, account_id: int) -> Account:
    row = locked(session, Account, account_id)
    if row is None:
        raise LookupError(f"account {account_id}")
    return row


def keys_of_second_factors(session: Session) -> set[str]:
    """The ids of every sealing key that a secret of a second factor asks for."""
    kept = session.scalars(select(Account.totp_secret).where(Account.totp_secret.is_not(None)))
    return {key for one in kept if one and (key := sealed_with(one))}


def reseal_second_factors(session: Session) -> int:
    """Put every secret under the first key of the ring; gives how many. Safe to run again."""
    done = 0
    for key in session.scalars(select(Account.id).where(Account.totp_secret.is_not(None))).all():
        held = locked(session, Account, key)
        if held is None or not held.totp_secret or sealed_with(held.totp_secret) == ring().first:
            continue
        held.totp_secret = put_away(take_out(held.totp_secret, _about(held)), _about(held))
        done += 1
    return done


def _about(account: Account) -> str:
    return f"totp {account.id}"


def _now() -> int:
    return int(clock.now().timestamp())
