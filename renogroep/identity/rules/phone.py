"""Which phone number was typed, and how is it written for people?"""

import re

import phonenumbers

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned

REGION = "BE"
_BELGIUM = 32
_WRITTEN = re.compile(r"[\d\s./()+-]{1,80}")
_BIG_ZONES = ("02", "03", "04", "09")  # Brussels, Antwerp, Liège, Ghent: 09 123 45 67
_BIG_ZONE_DIGITS = 9


def read(text: str) -> str:
    """The number in E.164, so that the same number is recognised: "+32470123456".

    A number without a country is Belgian. Possible is enough, because the plan of numbers that the
    library knows refuses numbers that exist, like 09 123 45 67.
    raises   Refused ``phone.unreadable`` for anything that cannot be dialled.
    Source: ITU-T E.164; design of the advisor's day, 2026-11-28.
    """
    typed = cleaned(text)
    number = _parsed(typed)
    if number is None:
        raise Refused(
            "phone.unreadable",
            "“%(value)s” is not a phone number that we can call. Write it like 0470 12 34 56.",
            value=typed[:40],
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(typed: str) -> phonenumbers.PhoneNumber | None:
    if not _WRITTEN.fullmatch(typed):
        return None
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    # A Belgian number that keeps its 0 is too short: 0470 12 34.
    cut = number.country_code == _BELGIUM and number.italian_leading_zero
    return number if phonenumbers.is_possible_number(number) and not cut else None


def shown(e164: str) -> str:
    """As people here write it: 0470 12 34 56, 09 123 45 67, +31 6 12345678.

    What is not in E.164 was never read, and stays as somebody typed it.
    """
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != _BELGIUM:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = f"0{number.national_number}"
    if len(digits) == _BIG_ZONE_DIGITS and digits.startswith(_BIG_ZONES):
        return f"{digits[:2]} {digits[2:5]} {digits[5:7]} {digits[7:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def is_mobile(e164: str) -> bool:
    """Can a text message reach it? Where a country does not tell its numbers apart: yes."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return False
    mobile = phonenumbers.PhoneNumberType
    return kind in {mobile.MOBILE, mobile.FIXED_LINE_OR_MOBILE}
