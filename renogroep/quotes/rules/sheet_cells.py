"""What did a contractor mean with this one cell, typed or from a spreadsheet?"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from renogroep.base.money import Money, UnitPrice, read_euros, read_unit_price
from renogroep.base.names import cleaned
from renogroep.base.numbers import half_up, read_number
from renogroep.base.text import Text, t
from renogroep.quotes.rules.price_sheet import AnswerKind

MAX_PRICE = UnitPrice.euros(1_000_000)  # above it a decimal comma is missing
SHOWN = 40  # characters of a wrong value that a message repeats
_DUTCH_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", re.ASCII)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A spreadsheet cell that shows an error, like #DIV/0!."""

    code: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A spreadsheet cell with a formula that was never calculated."""


CellValue = str | int | float | Decimal | date | ErrorCell | FormulaCell | None

WORDS: dict[str, AnswerKind] = {
    "prijs": AnswerKind.PRICE,
    "price": AnswerKind.PRICE,
    "prix": AnswerKind.PRICE,
    "inbegrepen": AnswerKind.INCLUDED,
    "included": AnswerKind.INCLUDED,
    "inclus": AnswerKind.INCLUDED,
    "niet inbegrepen": AnswerKind.EXCLUDED,
    "uitgesloten": AnswerKind.EXCLUDED,
    "not included": AnswerKind.EXCLUDED,
    "excluded": AnswerKind.EXCLUDED,
    "non inclus": AnswerKind.EXCLUDED,
    "exclu": AnswerKind.EXCLUDED,
    "optie": AnswerKind.OPTION,
    "option": AnswerKind.OPTION,
}


class Unreadable(Exception):
    """A cell says something we cannot use; ``text`` is the sentence for the contractor."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def is_blank(value: CellValue) -> bool:
    """Nothing in it, or only spaces and invisible characters."""
    return value is None or (isinstance(value, str) and not cleaned(value))


def quoted(value: CellValue) -> str:
    """The value as a message repeats it: readable and short."""
    if isinstance(value, ErrorCell):
        text = value.code
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = "" if value is None else str(value)
    text = " ".join(cleaned(text).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def refuse_broken(value: CellValue) -> None:
    """Unreadable for a spreadsheet error or a formula without a result."""
    if isinstance(value, ErrorCell):
        raise Unreadable(
            t(
                "The cell shows “%(value)s”. Type the value itself in this cell.",
                value=quoted(value),
            )
        )
    if isinstance(value, FormulaCell):
        raise Unreadable(
            t(
                "The formula in this cell has no result. Open the file, let it calculate and save it again, or type the value itself."
            )
        )


def read_price(value: CellValue) -> UnitPrice | None:
    """A unit price excl. VAT; None for a blank cell. Zero is a price, and is asked about later.

    raises   Unreadable: text, an error, a formula without result, a date, a price below zero, more
             than four decimals, or more than 1,000,000 euro per unit.
    """
    if is_blank(value):
        return None
    refuse_broken(value)
    if isinstance(value, str) and " ".join(cleaned(value).lower().split()) in WORDS:
        raise Unreadable(
            t(
                "“%(value)s” is not a price. Leave the price empty and write it in the column “answer”.",
                value=quoted(value),
            )
        )
    try:
        price = read_unit_price(_number_text(value))
    except ValueError as error:
        raise Unreadable(_not_a_price(str(error), value)) from None
    if price.scaled < 0:
        raise Unreadable(
            t("“%(value)s” is below zero. Type a price from 0 up.", value=quoted(value))
        )
    if price > MAX_PRICE:
        raise Unreadable(
            t(
                "“%(value)s” is more than 1.000.000 euro for one unit. Check the decimal comma.",
                value=quoted(value),
            )
        )
    return price


def _number_text(value: CellValue) -> object:
    """What the reader of numbers may see: a date is never a number, text loses hidden marks."""
    if isinstance(value, date):
        return "date"
    return cleaned(value) if isinstance(value, str) else value


def _not_a_price(reason: str, value: CellValue) -> Text:
    if reason == "ambiguous":
        return t(
            "“%(value)s” can mean two prices. Write 1250,00 for thousands or 1,25 for decimals.",
            value=quoted(value),
        )
    if reason == "too many decimals":
        return t("“%(value)s” has more than four decimals. Round the price.", value=quoted(value))
    if reason == "too long":
        return t("“%(value)s” is too long for a price. Check the number.", value=quoted(value))
    return t("“%(value)s” is not a price. Type a number like 1250,00.", value=quoted(value))


def read_stated_total(value: CellValue) -> Money | None:
    """The line total as the contractor wrote it, rounded half up to the cent.

    None for a blank, an error or a formula without result: we compute the total ourselves and a
    wrong price in the same row already has its own message. Unreadable for text or below zero.
    """
    if is_blank(value) or isinstance(value, ErrorCell | FormulaCell):
        return None
    try:
        if isinstance(value, str | date):
            amount = read_euros(_number_text(value))
        else:
            amount = Money(half_up(read_number(value, decimals=10) * 100))
    except ValueError:
        amount = None
    if amount is None or amount.cents < 0:
        raise Unreadable(
            t(
                "“%(value)s” is not a total. Type an amount like 1250,00 or leave the cell empty.",
                value=quoted(value),
            )
        )
    return amount


def read_kind(value: CellValue) -> AnswerKind | None:
    """The word in the column "answer", in Dutch, French or English; None for a blank cell."""
    if is_blank(value):
        return None
    refuse_broken(value)
    kind = WORDS.get(" ".join(cleaned(str(value)).lower().split()))
    if kind is None:
        raise Unreadable(
            t(
                "“%(value)s” is not an answer we know. Write inbegrepen, niet inbegrepen or optie, or leave the cell empty and type a price.",
                value=quoted(value),
            )
        )
    return kind


def read_remark(value: CellValue, longest: int) -> str:
    """A remark without invisible characters. Unreadable when longer than ``longest`` characters."""
    if is_blank(value):
        return ""
    refuse_broken(value)
    remark = cleaned(str(value))
    if len(remark) > longest:
        raise Unreadable(
            t(
                "This remark has %(length)s characters. Shorten it to %(longest)s.",
                length=len(remark),
                longest=longest,
            )
        )
    return remark


def read_count(value: CellValue, least: int, most: int) -> int | None:
    """A whole number from ``least`` to ``most``; None for a blank cell. Else Unreadable."""
    if is_blank(value):
        return None
    refuse_broken(value)
    try:
        number = read_number(_number_text(value), decimals=0)
    except ValueError:
        number = None
    if number is None or not least <= number <= most:
        raise Unreadable(
            t(
                "“%(value)s” does not fit here. Type a whole number from %(least)s to %(most)s.",
                value=quoted(value),
                least=least,
                most=most,
            )
        )
    return int(number)


def read_day(value: CellValue) -> date | None:
    """A calendar day from a date cell, "1/3/2027" or "2027-03-01"; None for a blank cell."""
    if is_blank(value):
        return None
    refuse_broken(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = cleaned(str(value))
    try:
        if found := _ISO_DATE.fullmatch(text):
            year, month, day = map(int, found.groups())
            return date(year, month, day)
        if found := _DUTCH_DATE.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise Unreadable(t("“%(value)s” is not a date. Type it like 1/3/2027.", value=quoted(value)))
