"""What does a code look like with which somebody without e-mail answers, and how long is it good?"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

# Signs that nobody mixes up on paper or on the phone: no O and 0, no I, L and 1.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LETTER_SIGNS, DIGITS = 10, 6
DIGITS_LIVE = timedelta(minutes=30)
DIGITS_TRIES = 5


class CodeKind(StrEnum):
    """Through which channel a code goes."""

    LETTER = "letter"
    DIGITS = "digits"


def new_code(kind: CodeKind, choose: Callable[[str], str]) -> str:
    """A code as it is kept: ten signs for a letter, six digits for a mobile.

    choose   picks one sign of a text, so that nobody can guess it: ``secrets.choice``
    """
    if kind == CodeKind.DIGITS:
        return "".join(choose("0123456789") for _ in range(DIGITS))
    return "".join(choose(SIGNS) for _ in range(LETTER_SIGNS))


def shown(code: str) -> str:
    """As it stands in the letter: in two halves. Six digits stay together."""
    return f"{code[:5]}-{code[5:]}" if len(code) == LETTER_SIGNS else code


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in whatever way; None when it cannot be one.

    Spaces, dashes and small letters are forgiven; only the digits 0 to 9 are digits.
    """
    plain = "".join(sign for sign in typed.upper() if sign not in " -.\u00a0\u2013")
    if len(plain) == DIGITS and all(sign in "0123456789" for sign in plain):
        return plain
    if len(plain) == LETTER_SIGNS and all(sign in SIGNS for sign in plain):
        return plain
    return None


def is_digits(typed: str) -> bool:
    """Does it look like the six digits of a mobile?"""
    return len(read_code(typed) or "") == DIGITS
