"""Who gives a code of their phone when they sign in, and is it the right one?

RFC 6238: six digits, a new code every 30 seconds. One step of slack on either side, and a code works
once. Roles: GROUND of the house, 2026.
"""

import hmac
import unicodedata
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import pyotp

from renogroep.base.errors import Refused
from renogroep.identity.rules.roles import ROLE_LABELS

ROLES = frozenset({"admin", "lead", "advisor", "team_lead", "opening_officer"})
OFF = "off"
SECONDS = 30  # of one step
SLACK = 1  # steps
DIGITS = 6
GROUP = 4  # signs that stand together, to copy them without losing one's place
ASKED_FOR = timedelta(days=1)  # a request that nobody confirms by then is over
RECOVERY_CODES = 10
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0 and 1: they are read wrong
RECOVERY_SIGNS = 16  # of 32 letters and digits: 80 bits


def roles_of_setting(text: str) -> frozenset[str]:
    """Who is asked, from the setting: ``off`` is nobody, empty or ``roles`` the usual ones.

    raises  ValueError for a role that does not exist
    """
    words = {word.strip() for word in text.split(",")} - {""}
    if words == {OFF}:
        return frozenset()
    if words <= {"roles"}:
        return ROLES
    if unknown := sorted(words - ROLE_LABELS.keys()):
        raise ValueError(f"SECOND_FACTOR names roles that do not exist: {', '.join(unknown)}")
    return frozenset(words)


def is_asked(roles: Collection[str], wanted: Collection[str], *, has_one: bool) -> bool:
    """Whoever has one of the roles, or set it up; nobody when it is off."""
    return bool(wanted) and (has_one or not set(wanted).isdisjoint(roles))


def read_code(typed: str) -> str:
    """Six digits 0 to 9; digits of other scripts are read, spaces and dashes left out.

    raises  Refused ``second.shape``
    """
    signs = [sign for sign in typed.strip() if sign not in " -\u00a0\u202f"]
    digits = "".join(str(unicodedata.decimal(sign, "x")) for sign in signs[:40])
    if len(digits) != DIGITS or not digits.isdecimal():
        raise Refused(
            "second.shape",
            "A code has %(digits)s digits. Type the one that your app shows now, or a recovery code.",
            digits=DIGITS,
        )
    return digits


def step_of(secret: str, code: str, *, now: int, last: int | None) -> int | None:
    """The step that this code belongs to; None when it is wrong or was used already.

    secret  base32
    now     seconds since 1970
    last    the step of the last code that worked: it and those before work no more
    """
    app, step = pyotp.TOTP(secret), now // SECONDS
    for one in range(max(0, step - SLACK), step + SLACK + 1):
        fits = hmac.compare_digest(app.at(one * SECONDS), code)
        if fits and (last is None or one > last):
            return one
    return None


def recovery_code(choose: Callable[[str], str]) -> str:
    """A new recovery code, without the dashes that people read between.

    choose  one sign of several, by chance that nobody can guess: ``secrets.choice``
    """
    return "".join(choose(ALPHABET) for _ in range(RECOVERY_SIGNS))


def read_recovery(typed: str) -> str | None:
    """The signs of a recovery code, however it was copied; None when it cannot be one."""
    signs = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return signs if len(signs) == RECOVERY_SIGNS and signs.isascii() else None


def in_groups(signs: str, between: str) -> str:
    """A secret or recovery code as people copy it: abcd-efgh."""
    return between.join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """What the picture says to an app: an ``otpauth`` address.

    issuer  the municipality, so that somebody with several finds the right code
    Source: Key Uri Format of Google Authenticator, as every app reads it.
    """
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def waits_for_second_person(asked_at: datetime | None, now: datetime) -> bool:
    """Was it asked less than a day ago that the second factor of somebody is taken away?"""
    return asked_at is not None and now < asked_at + ASKED_FOR
