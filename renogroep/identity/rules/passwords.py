"""Is this password good enough to keep?

GROUND of the house, 2026: 12 signs; refused when it is in the list of common passwords, only digits,
made of fewer than 5 different signs, or holds a part of one's own e-mail address or name.
"""

import re
from collections.abc import Collection

from renogroep.base.errors import Refused

LEAST = 12  # signs
LEAST_DIFFERENT = 5  # different signs
OWN_PART = 4  # signs: a shorter part of a name says nothing

_WORD = re.compile(r"\w+")


def check(password: str, *, common: Collection[str], email: str, name: str) -> None:
    """Nothing when it may be kept. Capitals make no difference for what is common or one's own.

    common  passwords in lower case that everybody tries first
    email   of the account; what comes after the last dot is nobody's own
    raises  Refused ``account.short_password``, ``password.common``, ``password.digits``,
            ``password.few_signs``, ``password.own``
    """
    folded = password.casefold()
    if len(password) < LEAST:
        raise Refused(
            "account.short_password",
            "Choose a password of at least %(least)s characters.",
            least=LEAST,
        )
    if folded in common:
        raise Refused(
            "password.common",
            "Many people use this password, so it is tried first. Choose a sentence that only you know.",
        )
    if password.isdecimal():
        raise Refused(
            "password.digits", "A password of digits alone is guessed fast. Use words as well."
        )
    if len(set(folded)) < LEAST_DIFFERENT:
        raise Refused(
            "password.few_signs",
            "Use at least %(least)s different signs in your password.",
            least=LEAST_DIFFERENT,
        )
    if any(part in folded for part in own_parts(email, name)):
        raise Refused(
            "password.own",
            "Your name or e-mail address is in this password. Choose one without it.",
        )


def own_parts(email: str, name: str) -> frozenset[str]:
    """The words of an e-mail address and a name that may not be in a password, in lower case."""
    words = _WORD.findall(f"{email.rpartition('.')[0]} {name}".casefold())
    pieces = [piece for word in words for piece in (word, *word.split("_"))]
    return frozenset(piece for piece in pieces if len(piece) >= OWN_PART)
