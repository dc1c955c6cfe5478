"""What does one home pay: at most, at each group size, and in the end?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money, UnitPrice, share_up, split_evenly, total
from renogroep.base.units import ONE, Quantity
from renogroep.quotes.rules.price_sheet import AnswerKind, Line, PriceSheet
from renogroep.tenders.rules.bands import Band, band_index
from renogroep.tenders.rules.bill import Scope

SHARING_PROMISED = 2  # a ceiling never counts on more neighbours on a scaffold than this

Quantities = Mapping[str, Quantity]  # post number -> quantity of one home


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A post that counts in the price. ``prices`` by band, lowest first; a shared post costs its
    price once per run or once per lot."""

    number: str
    scope: Scope
    prices: tuple[UnitPrice, ...]


def counted(sheet: PriceSheet, lines: Sequence[Line]) -> tuple[PricedLine, ...]:
    """The posts that a quote really charges, in the order of the bill.

    Included posts cost nothing more, excluded posts are not in the price (the comparison warns),
    options and missing posts do not count. Source: MONEY "Price of a home", 2026-11-23.
    """
    answers = {answer.line: answer for answer in sheet.answers}
    return tuple(
        PricedLine(line.number, line.scope, answers[line.number].prices)
        for line in lines
        if line.number in answers and answers[line.number].kind == AnswerKind.PRICE
    )


@dataclass(frozen=True, slots=True)
class HomePrice:
    """A price excl. VAT with its parts: own posts in order, share of the run, share of the lot."""

    lines: tuple[tuple[str, Money], ...]
    run_share: Money
    lot_share: Money

    @property
    def total(self) -> Money:
        """What the household pays excl. VAT."""
        return total(amount for _, amount in self.lines) + self.run_share + self.lot_share


def home_ceiling(
    prices: Sequence[PricedLine],
    quantities: Quantities,
    run_size_at_offer: int,
    minimum: int,
) -> HomePrice:
    """The most that a home pays excl. VAT, extra work aside.

    run_size_at_offer   homes on the same scaffold when the price is offered; a home that is alone
                        carries its whole scaffold, others count on two.
    minimum             homes from which the contract exists: of the lot, or of the contractor.
    raises              ValueError when either is below 1; Refused when a quantity is missing.

    Own posts at the lowest band; shares rounded up to the cent. Source: MONEY "Price of a home".
    H1 at contractor B: 7,908.00 + 720/2 + 3,000/6 = 8,768.00.
    """
    if run_size_at_offer < 1:
        raise ValueError("a run has at least one home")
    return HomePrice(
        _own_lines(prices, quantities, 0),
        share_up(_shared(prices, Scope.RUN, 0), min(run_size_at_offer, SHARING_PROMISED)),
        share_up(_shared(prices, Scope.LOT, 0), minimum),
    )


def _own_lines(
    prices: Sequence[PricedLine], quantities: Quantities, band: int
) -> tuple[tuple[str, Money], ...]:
    """Amounts of the posts of one home, each rounded half up once."""
    return tuple(
        (line.number, line.prices[band].for_quantity(_quantity(quantities, line)))
        for line in prices
        if line.scope == Scope.HOME
    )


def _quantity(quantities: Quantities, line: PricedLine) -> Quantity:
    if line.number not in quantities:
        raise Refused(
            "home_price.no_quantity",
            "Post %(post)s has no quantity for this home. Measure it, or fill in 0.",
            post=line.number,
        )
    return quantities[line.number]


def _shared(prices: Sequence[PricedLine], scope: Scope, band: int) -> Money:
    """What all posts of one run, or of the lot, cost together."""
    return total(line.prices[band].for_quantity(ONE) for line in prices if line.scope == scope)


@dataclass(frozen=True, slots=True)
class HomeInWave:
    """An ordered home: its agreed quantities, its run (blank: alone), its ceiling."""

    quantities: Quantities
    run_code: str
    ceiling: Money | None = None


@dataclass(frozen=True, slots=True)
class HomeFinal:
    """final = the lower of calculated and ceiling; the contractor bears the rest."""

    calculated: HomePrice
    ceiling: Money | None
    final: Money
    borne_by_contractor: Money


@dataclass(frozen=True, slots=True)
class Among:
    """Where one home stands among those that take part.

    homes         homes of this contractor in this lot and wave, itself included
    before        of these, those with a lower reference
    mates         homes on its scaffold, itself included; 1 without a run
    mates_before  of these, those with a lower reference
    """

    homes: int
    before: int
    mates: int
    mates_before: int

    def __post_init__(self) -> None:
        for parties, lower in ((self.homes, self.before), (self.mates, self.mates_before)):
            if not 0 <= lower < parties:
                raise ValueError(f"a home is one of those that take part: {self}")


def home_final(
    prices: Sequence[PricedLine], home: HomeInWave, among: Among, bands: Sequence[Band]
) -> HomeFinal:
    """What one home pays when exactly those of ``among`` take part, excl. VAT.

    Equal to what ``home_finals`` says of it, without the quantities of the others: a count is enough.
    raises   Refused when a quantity is missing.

    Source: the design of the rush, 2026-11-30. H1 at contractor B, one of seven, the first of three on its
    scaffold: 7,908.00 + 720/3 + 3,000/7 (428.58) = 8,576.58.
    """
    band = band_index(bands, among.homes)
    calculated = HomePrice(
        _own_lines(prices, home.quantities, band),
        _share(_shared(prices, Scope.RUN, band), among.mates, among.mates_before),
        _share(_shared(prices, Scope.LOT, band), among.homes, among.before),
    )
    return _settled(calculated, home.ceiling)


def _share(amount: Money, parties: int, before: int) -> Money:
    """One even share; the odd cents go to the lowest references, as in ``split_evenly``."""
    each, odd = divmod(amount.cents, parties)
    return Money(each + (1 if before < odd else 0))


def home_finals(
    prices: Sequence[PricedLine], homes: Mapping[str, HomeInWave], bands: Sequence[Band]
) -> dict[str, HomeFinal]:
    """What every home of one contractor pays when exactly these homes take part, excl. VAT.

    homes    reference -> home; all homes of this contractor in this lot and wave. None: no prices.
    The band follows the number of homes; run and lot are split evenly, odd cents to the lowest
    references. A home without a ceiling (an expected price) pays what is calculated.
    raises   Refused when a quantity is missing.

    Source: MONEY "Price of a home": final(h) = min(calculated, ceiling), 2026-11-23.
    """
    if not homes:
        return {}
    band = band_index(bands, len(homes))
    runs: dict[tuple[str, str], list[str]] = {}
    for ref, home in homes.items():
        alone = "" if home.run_code else ref
        runs.setdefault((home.run_code, alone), []).append(ref)
    run_shares: dict[str, Money] = {}
    for members in runs.values():
        run_shares |= split_evenly(_shared(prices, Scope.RUN, band), members)
    lot_shares = split_evenly(_shared(prices, Scope.LOT, band), list(homes))
    return {
        ref: _settled(
            HomePrice(
                _own_lines(prices, homes[ref].quantities, band), run_shares[ref], lot_shares[ref]
            ),
            homes[ref].ceiling,
        )
        for ref in sorted(homes)
    }


def _settled(calculated: HomePrice, ceiling: Money | None) -> HomeFinal:
    amount = calculated.total
    if ceiling is None or amount <= ceiling:
        return HomeFinal(calculated, ceiling, amount, ZERO)
    return HomeFinal(calculated, ceiling, ceiling, amount - ceiling)


def scenario_total(
    prices: Sequence[PricedLine],
    quantities: Quantities,
    n_homes: int,
    n_runs: int,
    bands: Sequence[Band],
) -> Money:
    """The price of an announced scenario, excl. VAT: the number that contractors are compared on.

    quantities   post number -> quantity of all homes together, for posts of scope home.
    raises       ValueError for no homes or a negative number of runs; Refused as home_ceiling.

    Each line is rounded half up once. Source: MONEY worked example: A at ten homes and four runs is
    642 x 117 + 64 x 60 + 4 x 840 + 4,200 = 86,514.
    """
    if n_homes < 1 or n_runs < 0:
        raise ValueError("count at least one home, and no negative runs")
    band = band_index(bands, n_homes)
    own = total(amount for _, amount in _own_lines(prices, quantities, band))
    run = total(
        line.prices[band].for_quantity(ONE * n_runs) for line in prices if line.scope == Scope.RUN
    )
    return own + run + _shared(prices, Scope.LOT, band)
