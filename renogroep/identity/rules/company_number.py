"""Is this a Belgian company number, and how is it written?"""

import re

from renogroep.base.errors import Refused

_SEPARATORS = re.compile(r"[\s.\-]+")
_SHAPE = re.compile(r"[01][0-9]{9}", re.ASCII)
_OLD_SHAPE = re.compile(r"[0-9]{9}", re.ASCII)
MODULUS = 97


def read_company_number(text: str) -> str:
    """The number in its canonical form 0NNN.NNN.NNN.

    text     what a person typed: "BE 0566.988.259", "0566988259", "566988259"; dots, spaces,
             dashes and the prefix BE may stand anywhere they usually do.
    returns  ten digits with dots; a number of nine digits gets its leading zero back.
    raises   Refused: not ten digits, a first digit other than 0 or 1 (2 to 8 is an establishment
             unit), eight zeros (nobody has that number), or check digits that do not fit. Only the
             digits 0 to 9 count: letters O and digits of other scripts are refused.

    Check: the last two digits are 97 minus the first eight modulo 97; remainder 0 gives 97.
    Source: vlaamseoverheid.atlassian.net, "KBO-nummer", read 2026-11-23.
    """
    digits = _SEPARATORS.sub("", text.strip())
    if digits[:2].upper() == "BE":
        digits = digits[2:]
    if _OLD_SHAPE.fullmatch(digits):
        digits = "0" + digits
    if not _SHAPE.fullmatch(digits) or not int(digits[:8]):
        raise Refused(
            "company_number.shape",
            "“%(typed)s” is not a company number. Type ten digits that start with 0 or 1, like 0566.988.259.",
            typed=text.strip()[:40],
        )
    if MODULUS - int(digits[:8]) % MODULUS != int(digits[8:]):
        raise Refused(
            "company_number.check_digits",
            "The last two digits of “%(typed)s” do not fit the others. Compare the number with your invoice paper.",
            typed=text.strip()[:40],
        )
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
