"""What number did a person or a spreadsheet mean? One reader for both."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction

_LOOK = re.compile(r"[+-]?[.,]?[0-9][0-9., ']*\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([., '])[0-9]{3}(\1[0-9]{3})*\Z", re.ASCII)
# Before or behind the number; "12€50" is somebody's 12,50, so inside it is not taken away.
_CURRENCY = re.compile(r"\A(€|euro?)\s*|\s*(€|euro?)\Z", re.IGNORECASE)
_NO_CENTS = re.compile(r"[.,]\s?[-–—=]{1,2}\Z")  # "1.250,-"
_MARKS = ".,' "
_ALIKE = {
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " "),
    **dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4`"), "'"),
    ord("\u2212"): "-",
}
MAX_DIGITS = 15
_MAX_TEXT = 40
_EXACT = Context(prec=2 * _MAX_TEXT)  # the usual 28 digits would round a longer tail away


def half_up(value: Fraction | Decimal | int) -> int:
    """Round to the nearest whole number, halves away from zero.

    The one place where amounts are rounded (BOQ-S02: 100.005 euro is 100.01, 2026-11-23).
    """
    if isinstance(value, Decimal):
        return int(value.to_integral_value(ROUND_HALF_UP))
    exact = Fraction(value)
    doubled = abs(exact) * 2 + 1
    whole = doubled.numerator // (2 * doubled.denominator)
    return whole if exact >= 0 else -whole


def read_number(value: object, *, decimals: int) -> Decimal:
    """The number in a typed text or a spreadsheet cell.

    value      "1.250,00", "1250.5", "€ 12,5", "1.250,-", "1'250.50", ",5", 12.5, 7
    decimals   how many decimals the quantity may carry
    raises     ValueError with a short English reason: "empty", "not a number", "ambiguous",
               "too many decimals", "too long".

    One separator with exactly three digits behind it could be thousands or decimals, unless the
    number starts with a zero: "0.500" is a half. With at most two decimals allowed a point can only
    mean thousands; otherwise we refuse to guess, because a wrong guess is a price a thousand times
    too high.
    """
    if isinstance(value, bool) or value is None:
        raise ValueError("empty" if value is None else "not a number")
    if isinstance(value, int):
        number = Decimal(value)
    elif isinstance(value, float):
        number = _from_float(value)
    elif isinstance(value, Decimal):
        number = value
    else:
        number = _from_text(str(value), decimals)
    if not number.is_finite():
        raise ValueError("not a number")
    number = number.normalize(_EXACT)
    if number.adjusted() >= MAX_DIGITS:
        raise ValueError("too long")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        raise ValueError("too many decimals")
    return number


def _from_float(value: float) -> Decimal:
    """A spreadsheet keeps 0.1 + 0.2 as 0.30000000000000004: ten decimals are more than it means."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("not a number")
    return Decimal(repr(round(value, 10)))


def _from_text(text: str, decimals: int) -> Decimal:
    text = _CURRENCY.sub("", text.translate(_ALIKE).strip()).strip()
    whole = _NO_CENTS.sub("", text)
    if not text:
        raise ValueError("empty")
    if len(text) > _MAX_TEXT:
        raise ValueError("too long")
    if not _LOOK.match(whole):
        raise ValueError("not a number")
    if whole != text:
        text = _whole(whole)
    else:
        text = _ungroup(text, decimals) if _GROUPED.match(text) else _one_decimal_point(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None


def _whole(text: str) -> str:
    """What stands before ",-": whole euros, so every mark in it is one of thousands."""
    if not _GROUPED.match(text) and not text.lstrip("+-").isdigit():
        raise ValueError("not a number")
    return text.translate(dict.fromkeys(map(ord, _MARKS)))


def _ungroup(text: str, decimals: int) -> str:
    """``text`` is digits in groups of three behind one kind of separator, without decimals."""
    marks = [c for c in text if c in _MARKS]
    single = len(marks) == 1
    if marks[0] == "," and single:
        if decimals < 3:
            raise ValueError("ambiguous")
        return text.replace(",", ".")
    if marks[0] == "." and single and decimals >= 3:
        raise ValueError("ambiguous")
    return text.replace(marks[0], "")


def _one_decimal_point(text: str) -> str:
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    whole, mark, rest = text[:last], text[last], text[last + 1 :]
    digits = whole.lstrip("+-")
    if mark in whole or not (not digits or digits.isdigit() or _GROUPED.match(whole)):
        raise ValueError("not a number")
    return f"{whole.translate(dict.fromkeys(map(ord, _MARKS)))}.{rest}"
