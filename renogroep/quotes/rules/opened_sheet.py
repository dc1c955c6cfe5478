"""What does an opened quote say, after what was corrected in it?"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from renogroep.base.money import Money, UnitPrice, total
from renogroep.quotes.rules.home_price import PricedLine, counted
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet
from renogroep.tenders.rules.bands import Band

FILLED = "filled"  # a correction that adds a forgotten post, for the comparison only
STATED = "stated_total"
ACCEPTED = "accepted"  # a finding about the whole quote that is no reason to set it aside


@dataclass(frozen=True, slots=True)
class Change:
    """One correction.

    number     the post; "" for the whole quote
    field      FILLED, STATED, ACCEPTED, or the column of a price: "price_1"
    old, new   as text: euros with a point, or a code
    """

    number: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A quote as values. ``sheet`` has the corrections, ``raw`` is what the firm wrote.

    filled   blanks that the buyer filled in for the comparison (KB Plaatsing art. 86); nobody
             orders at a price that the contractor never gave, so ``sheet`` leaves them out.
    accepted   codes of findings about the whole quote that were judged not to be substantial.
    """

    sheet: PriceSheet
    raw: PriceSheet
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    filled: frozenset[str] = field(default_factory=frozenset)
    accepted: frozenset[str] = field(default_factory=frozenset)

    @property
    def prices(self) -> tuple[PricedLine, ...]:
        """What the quote charges."""
        return counted(self.sheet, self.lines)

    def total(self, band: int) -> Money:
        """The frozen bill at the prices of a band (from 0), after correction."""
        quantity = {line.number: line.quantity for line in self.lines}
        return total(p.prices[band].for_quantity(quantity[p.number]) for p in self.prices)

    @property
    def raw_total(self) -> Money:
        """The total as the firm wrote it, at the lowest band: its own line totals where it gave them."""
        quantity = {line.number: line.quantity for line in self.lines}
        return total(
            answer.prices[0].for_quantity(quantity[answer.line])
            if answer.stated_total is None
            else answer.stated_total
            for answer in self.raw.answers
            if answer.kind == AnswerKind.PRICE
        )


def opened_sheet(
    raw: PriceSheet,
    lines: tuple[Line, ...],
    bands: tuple[Band, ...],
    corrections: Iterable[Change],
) -> OpenedSheet:
    """The quote with its corrections, in the order in which they were made: the last one counts.

    raises   KeyError for a correction of a post that the quote does not have.
    """
    answers = {answer.line: answer for answer in raw.answers}
    filled, accepted = set(), set()
    for row in corrections:
        if row.field == ACCEPTED:
            accepted.add(row.old)
        elif row.field != FILLED:
            answers[row.number] = _corrected(answers[row.number], row)
        elif row.old == AnswerKind.MISSING:
            filled.add(row.number)
    sheet = PriceSheet(tuple(answers[answer.line] for answer in raw.answers), raw.terms)
    return OpenedSheet(sheet, raw, lines, bands, frozenset(filled), frozenset(accepted))


def _corrected(answer: Answer, row: Change) -> Answer:
    if row.field == STATED:
        return replace(answer, stated_total=Money.euros(row.new))
    place = int(row.field.removeprefix("price_")) - 1
    prices = list(answer.prices)
    prices[place] = UnitPrice.euros(row.new)
    return replace(answer, prices=tuple(prices))
