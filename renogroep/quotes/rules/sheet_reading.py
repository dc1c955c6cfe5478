"""Is this price sheet complete and sound, whether it was typed or came from a spreadsheet?

Both ways in end in the same check, so both give the same sheet and the same sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from renogroep.base.money import UnitPrice
from renogroep.base.text import Text, t
from renogroep.quotes.rules.price_sheet import (
    MAX_REMARK,
    Answer,
    AnswerKind,
    Line,
    PriceSheet,
)
from renogroep.quotes.rules.sheet_cells import (
    CellValue,
    Unreadable,
    is_blank,
    quoted,
    read_kind,
    read_price,
    read_remark,
    read_stated_total,
)
from renogroep.quotes.rules.sheet_frozen import Cells, changed_columns, post_number
from renogroep.quotes.rules.sheet_terms import TermCell, read_terms
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature

_OF_A_POST = ("unit", "quantity", "remark")  # a row with one of these is no title


@dataclass(frozen=True, slots=True)
class SheetRules:
    """What a way of quoting asks: an answer to every post, and which terms."""

    complete: bool
    terms: frozenset[str]


_ALWAYS = frozenset({"start_from", "start_until", "warranty_years", "disruption_days", "validity"})
GROUP_QUOTE = SheetRules(complete=True, terms=_ALWAYS | {"own_min"})
TENDER = SheetRules(complete=True, terms=_ALWAYS)  # the minimum is announced with the lot
IMPORTED = SheetRules(complete=False, terms=frozenset())  # gaps are judged later, not refused


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Something to repair. ``cell`` and ``row`` as in the spreadsheet, None on the typed page."""

    cell: str | None
    row: int | None
    line: str | None
    column: str
    message: Text


def price_column(place: int) -> str:
    """The key of the column with the unit price of a band; ``place`` counts from 0."""
    return f"price_{place + 1}"


def read_price_sheet(
    rows: Iterable[tuple[int, Cells]],
    lines: Sequence[Line],
    bands: Sequence[Band],
    terms_cells: Mapping[str, TermCell],
    *,
    today: date,
    rules: SheetRules = GROUP_QUOTE,
    letters: Mapping[str, str] | None = None,
) -> tuple[PriceSheet | None, list[SheetProblem]]:
    """The price sheet in a spreadsheet, or everything that is wrong with it.

    rows     (row number in the file, column key -> value): number, description, nature, unit,
             scope, quantity, price_1 .. price_n, answer, stated_total, remark. Columns of the bill that
             are present must be as frozen; rows with only a title, a header or a total are skipped.
    bands    lowest first; a higher band may not cost more.
    letters  column key -> letter, to name a cell like "F12".
    returns  (sheet, []) or (None, problems): a sheet goes in whole or not at all.

    Never raises for bad content. Source: MONEY "Price of a home", issue 2 section 4, 2026-11-23.
    """
    check = _Check(lines, bands, rules, letters or {})
    return check.run(rows, terms_cells, today)


def price_sheet_from_form(
    values: Mapping[str, Cells],
    lines: Sequence[Line],
    bands: Sequence[Band],
    terms: Mapping[str, CellValue],
    *,
    today: date,
    rules: SheetRules = GROUP_QUOTE,
) -> tuple[PriceSheet | None, list[SheetProblem]]:
    """The same check for the typed page.

    values   post number -> {"price_1": "12,50", "answer": "included", "remark": "..."}.
    Problems carry the post and the column; cell and row are None.
    """
    rows = [(None, {"number": number, **cells}) for number, cells in values.items()]
    check = _Check(lines, bands, rules, {})
    return check.run(rows, {name: TermCell(value) for name, value in terms.items()}, today)


@dataclass
class _Check:
    """One pass over a sheet; collects answers and problems."""

    lines: Sequence[Line]
    bands: Sequence[Band]
    rules: SheetRules
    letters: Mapping[str, str]
    problems: list[SheetProblem] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    seen: dict[str, int | None] = field(default_factory=dict)

    def run(
        self,
        rows: Iterable[tuple[int | None, Cells]],
        terms_cells: Mapping[str, TermCell],
        today: date,
    ) -> tuple[PriceSheet | None, list[SheetProblem]]:
        known = {line.number: line for line in self.lines}
        for row, cells in rows:
            if not all(is_blank(value) for value in cells.values()):
                self._row(row, cells, known)
        self._absent()
        terms = read_terms(
            terms_cells, today=today, needed=self.rules.terms, report=self._report_term
        )
        if self.problems:
            return None, self.problems
        return PriceSheet(tuple(self.answers[line.number] for line in self.lines), terms), []

    def _report(self, row: int | None, line: str | None, column: str, message: Text) -> None:
        letter = self.letters.get(column)
        cell = f"{letter}{row}" if letter and row is not None else None
        self.problems.append(SheetProblem(cell, row, line, column, message))

    def _report_term(self, name: str, cell: TermCell, message: Text) -> None:
        self.problems.append(SheetProblem(cell.cell, cell.row, None, name, message))

    def _row(self, row: int | None, cells: Cells, known: Mapping[str, Line]) -> None:
        number = post_number(cells.get("number"))
        if not number:
            if self._says_something(cells):
                sentence = t(
                    "This row has a price or an answer but no post number. Put the number back or empty the row."
                )
                self._report(row, None, "number", sentence)
            return
        line = known.get(number)
        if line is None and not self._says_something(cells, *_OF_A_POST):
            return  # a chapter title or a header
        if line is None:
            sentence = t(
                "Post “%(post)s” is not in the bill. Remove the row; write extra work in a remark.",
                post=quoted(number),
            )
            self._report(row, number, "number", sentence)
            return
        if number in self.seen:
            sentence = t(
                "Post %(post)s already stands in row %(first)s. Keep one of the two.",
                post=number,
                first=self.seen[number] or "?",
            )
            self._report(row, number, "number", sentence)
            return
        self.seen[number] = row
        self._frozen_columns(row, line, cells)
        answer = self._answer(row, line, cells)
        if answer is not None:
            self.answers[number] = answer

    def _says_something(self, cells: Cells, *more: str) -> bool:
        speaking = ["answer", *map(price_column, range(len(self.bands))), *more]
        return any(not is_blank(cells.get(column)) for column in speaking)

    def _absent(self) -> None:
        for line in self.lines:
            if line.number in self.seen:
                continue
            if line.nature == Nature.PM:
                self.answers[line.number] = Answer(line.number, AnswerKind.INCLUDED)
            elif not self.rules.complete:
                self.answers[line.number] = Answer(line.number, AnswerKind.MISSING)
            else:
                sentence = t(
                    "Post %(post)s “%(description)s” is missing. Add it with a price or an answer.",
                    post=line.number,
                    description=quoted(line.description),
                )
                self._report(None, line.number, "number", sentence)

    def _frozen_columns(self, row: int | None, line: Line, cells: Cells) -> None:
        for column, message in changed_columns(line, cells):
            self._report(row, line.number, column, message)

    def _answer(self, row: int | None, line: Line, cells: Cells) -> Answer | None:
        before = len(self.problems)
        said, remark, stated, understood = None, "", None, True
        try:
            said = read_kind(cells.get("answer"))
        except Unreadable as problem:
            understood = False
            self._report(row, line.number, "answer", problem.text)
        try:
            remark = read_remark(cells.get("remark"), MAX_REMARK)
        except Unreadable as problem:
            self._report(row, line.number, "remark", problem.text)
        try:
            stated = read_stated_total(cells.get("stated_total"))
        except Unreadable as problem:
            self._report(row, line.number, "stated_total", problem.text)
        prices = self._prices(row, line, cells)
        # A word that we do not know may stand for the price: no second complaint about a blank.
        kind = self._kind(row, line, said, prices) if understood or prices else None
        if kind is None or len(self.problems) > before:
            return None
        if kind not in (AnswerKind.PRICE, AnswerKind.OPTION):
            stated = None  # a total of 0,00 beside "included" is what the file computes by itself
        found = tuple(price for price in prices.values() if price is not None)
        return Answer(line.number, kind, found, stated, remark)

    def _prices(self, row: int | None, line: Line, cells: Cells) -> dict[str, UnitPrice | None]:
        """Filled price cells by column, lowest band first; None for one that cannot be read."""
        prices: dict[str, UnitPrice | None] = {}
        lowest: UnitPrice | None = None
        for column in map(price_column, range(len(self.bands))):
            if is_blank(cells.get(column)):
                continue
            try:
                price = prices[column] = read_price(cells.get(column))
            except Unreadable as problem:
                prices[column] = None
                self._report(row, line.number, column, problem.text)
                continue
            if price is not None and lowest is not None and price > lowest:
                self._report(row, line.number, column, _dearer(line, price, lowest))
            lowest = price if lowest is None or price is None else min(lowest, price)
        return prices

    def _kind(
        self,
        row: int | None,
        line: Line,
        said: AnswerKind | None,
        prices: Mapping[str, UnitPrice | None],
    ) -> AnswerKind | None:
        """What the row means as a whole; None when a problem was reported."""
        if line.nature == Nature.PM:
            return self._kind_elsewhere(row, line, said, prices)
        if said in (AnswerKind.INCLUDED, AnswerKind.EXCLUDED):
            return said if self._no_price(row, line, prices) else None
        if not prices and said == AnswerKind.OPTION:
            return said
        if not prices and not self.rules.complete:
            return AnswerKind.MISSING
        if not prices:
            sentence = t(
                "Post %(post)s has no price. Type a price, or write inbegrepen, niet inbegrepen or optie.",
                post=line.number,
            )
            self._report(row, line.number, price_column(0), sentence)
            return None
        return (said or AnswerKind.PRICE) if self._every_band(row, line, prices) else None

    def _kind_elsewhere(
        self,
        row: int | None,
        line: Line,
        said: AnswerKind | None,
        prices: Mapping[str, UnitPrice | None],
    ) -> AnswerKind | None:
        if prices or said not in (None, AnswerKind.INCLUDED):
            sentence = t(
                "Post %(post)s is PM: its price is in other posts. Leave price and answer empty.",
                post=line.number,
            )
            self._report(row, line.number, next(iter(prices), "answer"), sentence)
            return None
        return AnswerKind.INCLUDED

    def _no_price(self, row: int | None, line: Line, prices: Mapping[str, object]) -> bool:
        for column in prices:
            sentence = t(
                "Post %(post)s has a price and also an answer. Keep one of the two.",
                post=line.number,
            )
            self._report(row, line.number, column, sentence)
        return not prices

    def _every_band(self, row: int | None, line: Line, prices: Mapping[str, object]) -> bool:
        absent = [
            (price_column(place), band)
            for place, band in enumerate(self.bands)
            if price_column(place) not in prices
        ]
        for column, band in absent:
            sentence = t(
                "Post %(post)s has no price for this number of homes: %(homes)s. Type one; it may be the same.",
                post=line.number,
                homes=band_label(band),
            )
            self._report(row, line.number, column, sentence)
        return not absent


def _dearer(line: Line, price: UnitPrice, lower: UnitPrice) -> Text:
    return t(
        "Post %(post)s costs %(price)s per unit with more homes and %(lower)s with fewer. More homes may not cost more: lower this price.",
        post=line.number,
        price=price,
        lower=lower,
    )


def band_label(band: Band) -> Text:
    """ "6 to 8 homes", "9 or more homes"."""
    if band.to_homes is None:
        return t("%(first)s or more homes", first=band.from_homes)
    return t("%(first)s to %(last)s homes", first=band.from_homes, last=band.to_homes)
