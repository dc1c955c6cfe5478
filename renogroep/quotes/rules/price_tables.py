"""How do opened quotes for the same bill stand beside each other, post by post?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from renogroep.base.money import Money
from renogroep.financing.rules.periods import PeriodRule
from renogroep.quotes.rules.abnormal import (
    MIN_TENDERS,
    CheckContext,
    Outlier,
    PriceCheck,
    Reading,
    check_totals,
    flags_by_reading,
    mandatory_check_applies,
    outlier_lines,
)
from renogroep.quotes.rules.comparison import MatrixRow, matrix, matrix_totals
from renogroep.quotes.rules.opened_sheet import OpenedSheet
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.quotes.rules.regularity import Finding
from renogroep.tenders.rules.bands import Band


@dataclass(frozen=True, slots=True)
class BandTable:
    """Posts x contractors at the prices of one band; ``lowest`` names the cheapest per post."""

    band: Band
    rows: tuple[MatrixRow, ...]
    totals: Mapping[str, Money]

    def lowest(self, row: MatrixRow) -> frozenset[str]:
        """Who asks least for a post, when at least two price it."""
        asked = {
            firm: cell.amount
            for firm, cell in row.cells.items()
            if cell.kind == AnswerKind.PRICE and cell.amount is not None
        }
        if len(asked) < 2:
            return frozenset()
        least = min(asked.values())
        return frozenset(firm for firm, amount in asked.items() if amount == least)


def band_tables(sheets: Mapping[str, OpenedSheet]) -> tuple[BandTable, ...]:
    """A table per band of the bill that all these contractors priced; none without a quote."""
    first = next(iter(sheets.values()), None)
    if first is None:
        return ()
    plain = {name: sheet.sheet for name, sheet in sheets.items()}
    made = []
    for place, band in enumerate(first.bands):
        rows = tuple(matrix(first.lines, plain, place))
        made.append(BandTable(band, rows, matrix_totals(rows)))
    return tuple(made)


def outliers_of(sheets: Mapping[str, OpenedSheet]) -> list[Outlier]:
    """Unit prices that are far from the middle one, at the lowest band; of regular quotes only."""
    prices = {
        line.number: {
            name: answer.prices[0]
            for name, sheet in sheets.items()
            if (answer := sheet.sheet.answer(line.number)) is not None
            and answer.kind == AnswerKind.PRICE
        }
        for sheet in list(sheets.values())[:1]
        for line in sheet.lines
    }
    return outlier_lines(prices)


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """The abnormal-price check of a lot: is it a duty, and what does it find?

    check      None below four quotes: the method does not apply, which is not "all fine"
    undecided  the readings of the law flag different contractors
    reading    which totals count from seven quotes on, with its source
    """

    mandatory: bool
    check: PriceCheck | None
    undecided: bool
    reading: PeriodRule


def judged_totals(
    prices: Mapping[str, Money], context: CheckContext, reading: PeriodRule
) -> TotalCheck:
    """Which of these totals are so low that the contractor must be asked. Procurement only.

    prices   contractor -> its compared price; zeros give no mean to go by
    """
    mandatory = mandatory_check_applies(context, len(prices))
    above_zero = sum(price.cents > 0 for price in prices.values())
    if len(prices) < MIN_TENDERS or above_zero <= len(prices) / 2:
        return TotalCheck(mandatory, None, False, reading)
    check = check_totals(prices, reading=Reading(reading.value))
    readings = set(flags_by_reading(prices).values())
    return TotalCheck(mandatory, check, len(readings) > 1, reading)


def settled(finding: Finding, sheet: OpenedSheet, explained: Collection[str]) -> bool:
    """Was it filled in, judged no reason to set the quote aside, or explained by the contractor?

    explained   posts of this quote whose price was explained and accepted
    """
    if finding.code == "zero_price":
        return finding.line in explained
    if finding.line is None:
        return finding.code in sheet.accepted
    return finding.line in sheet.filled and finding.code != "arithmetic"
