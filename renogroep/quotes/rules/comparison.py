"""How do quotes stand beside each other: for a household in seven rows, for the lead per post?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from statistics import median

from renogroep.base.money import Money, UnitPrice, total
from renogroep.base.names import sort_key
from renogroep.base.numbers import half_up
from renogroep.base.text import N_, Text, t
from renogroep.base.units import ONE, Quantity
from renogroep.quotes.rules.arithmetic import corrected_line
from renogroep.quotes.rules.maximum import OwnShare, by_worst_share
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet
from renogroep.tenders.rules.bill import Scope

SHOWN_FIRST = 3  # contractors on a household's page before "show all"

ROWS: dict[str, str] = {
    "own_share": N_("Your own share"),
    "per_month": N_("Per month"),
    "included": N_("Included or not"),
    "start": N_("Start of the works"),
    "warranty": N_("Warranty"),
    "disruption": N_("Days of disruption"),
    "valid_until": N_("Price valid until"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Work that a quote does not price, and what it may cost (None: nobody else priced it)."""

    line: str
    description: str
    kind: AnswerKind
    estimate: Money | None


def gaps(
    contractor: str,
    sheets: Mapping[str, PriceSheet],
    lines: Sequence[Line],
    band: int,
    quantities: Mapping[str, Quantity],
    shares: Mapping[Scope, int] | None = None,
) -> list[Gap]:
    """Every post that ``contractor`` leaves out, with an estimated extra excl. VAT.

    band         place of the volume band, from 0
    quantities   post -> quantity of the home (or of the whole request); a shared post that is
                 absent counts one run or one lot. A post with quantity 0 is not a gap.
    shares       scope -> number of homes that share a run or the lot; default 1
    The estimate is an option's own price, else the median of the others' prices, times the quantity
    and divided by the share, half up. Source: FEATURES R17, MONEY, 2026-11-23.
    """
    found = []
    for line in lines:
        answer = sheets[contractor].answer(line.number)
        kind = AnswerKind.MISSING if answer is None else answer.kind
        quantity = quantities.get(line.number, ONE)
        if kind in (AnswerKind.PRICE, AnswerKind.INCLUDED) or quantity.scaled == 0:
            continue
        price = _likely_price(line.number, answer, sheets, band)
        estimate = None
        if price is not None:
            share = (shares or {}).get(line.scope, 1)
            cents = price * quantity.scaled / 100_000 / share  # 1/10,000 euro x 1/1,000 unit
            estimate = Money(half_up(cents))
        found.append(Gap(line.number, line.description, kind, estimate))
    return found


def _likely_price(
    line: str, answer: Answer | None, sheets: Mapping[str, PriceSheet], band: int
) -> Fraction | None:
    """In 1/10,000 euro: the option's own price, else the median of who does price the post."""
    if answer is not None and answer.kind == AnswerKind.OPTION and answer.prices:
        return Fraction(answer.prices[band].scaled)
    asked = [
        Fraction(other.prices[band].scaled)
        for sheet in sheets.values()
        if (other := sheet.answer(line)) is not None and other.kind == AnswerKind.PRICE
    ]
    return median(asked) if asked else None


def gap_sentence(gap: Gap) -> Text:
    """The warning in plain words, for a household and for the lead."""
    if gap.estimate is None:
        return t("Not in the price: %(work)s. Ask what it costs.", work=gap.description)
    if gap.kind == AnswerKind.OPTION:
        return t(
            "Only if you choose it: %(work)s, about %(amount)s extra.",
            work=gap.description,
            amount=gap.estimate,
        )
    return t(
        "Not in the price: %(work)s. Count on about %(amount)s extra.",
        work=gap.description,
        amount=gap.estimate,
    )


@dataclass(frozen=True, slots=True)
class HomeOffer:
    """What one contractor means for one home. None where it is not known.

    own_share   alone on the scaffold and when a neighbour joins in
    per_month   of the worst of the two
    """

    contractor: str
    own_share: OwnShare = OwnShare()
    per_month: Money | None = None
    gaps: tuple[Gap, ...] = ()
    start_from: date | None = None
    start_until: date | None = None
    warranty_years: int | None = None
    disruption_days: int | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One of the seven rows: a label and per contractor one or more sentences."""

    key: str
    label: str
    cells: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class HouseholdComparison:
    """The table on a household's page; ``hidden`` contractors wait behind "show all"."""

    contractors: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    hidden: int


def household_comparison(
    offers: Sequence[HomeOffer], *, show_all: bool = False
) -> HouseholdComparison:
    """Seven rows, lowest worst own share first; unknown last; three contractors unless show_all.

    Own share is what counts for a household (MONEY "The cost card"). Group mode only: in
    procurement a resident never sees a losing bidder. Source: FEATURES R16, 2026-11-23; "the
    comparison sorts by, and prints bold, the worst own share", 2026-11-29.
    """
    known = {offer.contractor: offer for offer in offers}
    order = by_worst_share({name: offer.own_share for name, offer in known.items()})
    ordered = [known[name] for name in order]
    shown = ordered if show_all else ordered[:SHOWN_FIRST]
    rows = tuple(
        ComparisonRow(key, label, tuple(_cell(key, offer) for offer in shown))
        for key, label in ROWS.items()
    )
    return HouseholdComparison(
        tuple(offer.contractor for offer in shown), rows, len(ordered) - len(shown)
    )


def _cell(key: str, offer: HomeOffer) -> tuple[Text, ...]:
    if key == "included":
        sentences = tuple(gap_sentence(gap) for gap in offer.gaps)
        return sentences or (t("Everything that was asked is in the price."),)
    return (_fact(key, offer) or t("not known"),)


def _fact(key: str, offer: HomeOffer) -> Text | None:
    if key == "start":
        return _window(offer.start_from, offer.start_until)
    if key == "warranty":
        return _number(offer.warranty_years, N_("%(count)s years"))
    if key == "disruption":
        return _number(offer.disruption_days, N_("%(count)s days"))
    value = {
        "own_share": offer.own_share.worst,
        "per_month": offer.per_month,
        "valid_until": offer.valid_until,
    }[key]
    return None if value is None else t("%(value)s", value=value)


def _window(first: date | None, last: date | None) -> Text | None:
    if first is None or last is None:
        return None
    return t("between %(first)s and %(last)s", first=first, last=last)


def _number(count: int | None, msgid: str) -> Text | None:
    return None if count is None else Text(msgid, {"count": count})


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One contractor on one post. ``amount`` is ours; ``difference`` is ours minus the stated."""

    kind: AnswerKind
    price: UnitPrice | None = None
    amount: Money | None = None
    difference: Money | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One post of the bill beside all contractors."""

    line: Line
    cells: dict[str, MatrixCell] = field(default_factory=dict)


def matrix(lines: Sequence[Line], sheets: Mapping[str, PriceSheet], band: int) -> list[MatrixRow]:
    """Posts x contractors in the order of the bill; contractors by name.

    band   place of the volume band, from 0. A stated total is compared at the lowest band only,
           because that is the total that a sheet shows. A post without answer is "missing".
    """
    firms = sorted(sheets, key=lambda firm: (sort_key(firm), firm))
    return [
        MatrixRow(line, {firm: _matrix_cell(line, sheets[firm], band) for firm in firms})
        for line in lines
    ]


def _matrix_cell(line: Line, sheet: PriceSheet, band: int) -> MatrixCell:
    answer = sheet.answer(line.number)
    if answer is None:
        return MatrixCell(AnswerKind.MISSING)
    if not answer.prices:
        return MatrixCell(answer.kind, remark=answer.remark)
    stated = answer.stated_total if band == 0 else None
    corrected = corrected_line(line.quantity, answer.prices[band], stated)
    return MatrixCell(
        answer.kind, answer.prices[band], corrected.amount, corrected.difference, answer.remark
    )


def matrix_totals(rows: Sequence[MatrixRow]) -> dict[str, Money]:
    """Contractor -> sum of what is really charged (kind price), excl. VAT."""
    firms = rows[0].cells if rows else {}
    return {
        firm: total(
            cell.amount
            for row in rows
            if (cell := row.cells[firm]).kind == AnswerKind.PRICE and cell.amount is not None
        )
        for firm in firms
    }
