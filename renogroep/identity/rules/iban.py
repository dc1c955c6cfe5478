"""Is this the number of a bank account, and how is it written?"""

import re

from renogroep.base.errors import Refused

_SEPARATORS = re.compile(r"[\s.\-]+")
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
LENGTHS = {"BE": 16, "NL": 18, "LU": 20, "DE": 22, "FR": 27}  # where our firms have an account
LONGEST, MODULUS = 34, 97


def read_iban(text: str) -> str:
    """The number in capitals, in groups of four; blank for blank.

    text     what a person typed: "be68 5390 0754 7034", with dots, spaces or dashes.
    raises   Refused: no IBAN, another length than its country has, or check digits that do not fit.

    Check: the first four characters go to the end, letters count as 10 (A) to 35 (Z), and the whole
    modulo 97 is 1. Source: ISO 13616; Belgian numbers have 16 characters (own knowledge, 2026-11-30;
    the example BE68 5390 0754 7034 is the one of the Belgian banks).
    """
    typed = _SEPARATORS.sub("", text.strip()).upper()
    if not typed:
        return ""
    if not _SHAPE.fullmatch(typed) or len(typed) != LENGTHS.get(typed[:2], len(typed)):
        raise Refused(
            "iban.shape",
            "“%(typed)s” is not an account number. Type it like BE68 5390 0754 7034.",
            typed=text.strip()[:40],
        )
    if int("".join(str(int(one, 36)) for one in typed[4:] + typed[:4])) % MODULUS != 1:
        raise Refused(
            "iban.check_digits",
            "There is a mistake in “%(typed)s”: its check digits do not fit. Compare it with your invoice paper.",
            typed=text.strip()[:40],
        )
    return " ".join(typed[place : place + 4] for place in range(0, len(typed), 4))
