"""What stands in the fields of a price page, and which price sheet is that?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from renogroep.base.money import UnitPrice
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms
from renogroep.quotes.rules.sheet_reading import (
    SheetProblem,
    SheetRules,
    price_column,
    price_sheet_from_form,
)
from renogroep.tenders.rules.bands import Band

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """Texts as a firm typed them, right or wrong; this is what a draft keeps.

    lines   post number -> {"answer", "price_1", "price_2", ..., "remark"}
    terms   name of a term -> text
    """

    lines: dict[str, Texts] = field(default_factory=dict)
    terms: Texts = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(any(texts.values()) for texts in [*self.lines.values(), self.terms])


def typed_from_sheet(sheet: PriceSheet) -> Typed:
    """The texts that give exactly this sheet again, so a spreadsheet can be finished on the page.

    Totals that a firm stated itself are left out: we compute them.
    Source: FEATURES C04 ("same result as typing"), 2026-11-23.
    """
    terms = {name: getattr(sheet.terms, name) for name in Terms.__dataclass_fields__}
    return Typed(
        {answer.line: _answer_texts(answer) for answer in sheet.answers},
        {name: _text(value) for name, value in terms.items()},
    )


def sheet_from_typed(
    typed: Typed,
    lines: Sequence[Line],
    bands: Sequence[Band],
    *,
    today: date,
    rules: SheetRules,
) -> tuple[PriceSheet | None, list[SheetProblem]]:
    """The sheet, or everything that must be repaired first; posts that nobody typed are blank.

    Source: FEATURES C04, 2026-11-23.
    """
    values = {line.number: dict(typed.lines.get(line.number, {})) for line in lines}
    return price_sheet_from_form(values, lines, bands, dict(typed.terms), today=today, rules=rules)


def _answer_texts(answer: Answer) -> Texts:
    texts = {price_column(n): price_text(price) for n, price in enumerate(answer.prices)}
    said = "" if answer.kind == AnswerKind.MISSING else answer.kind.value
    return {**texts, "answer": said, "remark": answer.remark}


def price_text(price: UnitPrice) -> str:
    """1234,50: without points, so that nothing can be read in two ways."""
    return str(price).replace(".", "")


def _text(value: date | int | None) -> str:
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return "" if value is None else str(value)
