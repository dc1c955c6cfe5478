"""What is each quote worth on the announced scenarios, so that quotes can be compared?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from renogroep.base.money import ZERO, Money
from renogroep.base.units import ONE, Quantity
from renogroep.quotes.rules.arithmetic import OtherQuote, can_fill, fill_omitted_post
from renogroep.quotes.rules.home_price import PricedLine, Quantities, scenario_total
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.scoring import mixed_total
from renogroep.tenders.rules.bands import Band, band_index
from renogroep.tenders.rules.bill import Nature, Scope
from renogroep.tenders.rules.criteria import Scenario


@dataclass(frozen=True, slots=True)
class ComparedPrice:
    """Exact amounts in whole cents, excl. VAT.

    scenarios   in the order of the announced scenarios
    filled      per scenario: what the forgotten posts were given (KB Plaatsing art. 86)
    mixed       the weighted mean of the scenarios: the number that is compared
    """

    scenarios: tuple[Money, ...]
    filled: tuple[Money, ...]
    mixed: Money


WHOLE = ""  # in place of a post: the whole amount
Announced = Mapping[int, Quantities]  # homes of a scenario -> post -> quantity of these homes
Doubtful = Mapping[str, Collection[str]]  # contractor -> posts of which the price is in question


def scenario_quantity(number: str, per_home: Quantity, homes: int, given: Quantities) -> Quantity:
    """What all homes of a scenario have of one post: as announced, else presumed per home."""
    return given.get(number, per_home * homes)


def scenario_quantities(
    lines: Sequence[Line], per_home: Quantities, homes: int, announced: Announced
) -> Quantities:
    """Post -> the quantity of all homes of a scenario together, for posts per home.

    Seven homes are seldom seven tenths of ten, so a scenario may have quantities of its own.
    """
    given = announced.get(homes, {})
    return {
        line.number: scenario_quantity(line.number, per_home[line.number], homes, given)
        for line in lines
        if line.scope == Scope.HOME
    }


def whole_scenario(
    lines: Sequence[Line], per_home: Quantities, scenario: Scenario, announced: Announced
) -> dict[str, Quantity]:
    """Post -> its quantity in a scenario, shared posts included; a post without a price has none."""
    shared = {Scope.RUN: ONE * scenario.runs, Scope.LOT: ONE}
    own = scenario_quantities(lines, per_home, scenario.homes, announced)
    return {
        line.number: own[line.number] if line.scope == Scope.HOME else shared[line.scope]
        for line in lines
        if line.nature != Nature.PM
    }


def compared_prices(
    prices: Mapping[str, Sequence[PricedLine]],
    lines: Sequence[Line],
    per_home: Quantities,
    scenarios: Sequence[Scenario],
    bands: Sequence[Band],
    filled: Mapping[str, Collection[str]] | None = None,
    announced: Announced | None = None,
    doubtful: Doubtful | None = None,
) -> dict[str, ComparedPrice]:
    """Contractor -> its price on every announced scenario and on their mix.

    prices     contractor -> the posts that it charges
    per_home   post number -> presumed quantity of one home
    filled     contractor -> posts that it left out and that the buyer fills in, by the formula of
               art. 86: the mean of who does price the post, in proportion to the totals
    announced  quantities that a scenario has of its own; a post that is absent is presumed
    doubtful   contractor -> posts of which the price is in question (WHOLE: all of it); nothing is
               filled in with these
    raises     ValueError without scenarios, when their weights are not 100 together, or when
               nobody else priced a post that must be filled.

    Source: MONEY "Who chooses" (ranked on announced scenarios of N); PROCUREMENT 1.4, 2026-11-23.
    """
    if not scenarios:
        raise ValueError("no scenario was announced")
    keys = [str(place) for place in range(len(scenarios))]
    weights = {key: scenario.weight for key, scenario in zip(keys, scenarios, strict=True)}
    per_scenario = [
        _amounts(
            prices,
            scenario_quantities(lines, per_home, s.homes, announced or {}),
            s,
            bands,
            filled or {},
            doubtful or {},
        )
        for s in scenarios
    ]
    found = {}
    for ref in prices:
        extra = tuple(amounts[ref][1] for amounts in per_scenario)
        whole = tuple(amounts[ref][0] + amounts[ref][1] for amounts in per_scenario)
        mixed = mixed_total(dict(zip(keys, whole, strict=True)), weights)
        found[ref] = ComparedPrice(whole, extra, mixed)
    return found


def unfillable(
    prices: Mapping[str, Sequence[PricedLine]],
    lines: Sequence[Line],
    per_home: Quantities,
    scenarios: Sequence[Scenario],
    bands: Sequence[Band],
    filled: Mapping[str, Collection[str]],
    announced: Announced | None = None,
    doubtful: Doubtful | None = None,
) -> dict[str, frozenset[str]]:
    """Contractor -> posts to fill in for which no other contractor gives something to go by.

    Parameters as ``compared_prices``, which raises ValueError for these. It happens when the one
    quote that priced the post was set aside later or is asked about. Source: KB Plaatsing art. 86 §2, 2026-11-23.
    """
    found: dict[str, set[str]] = {ref: set() for ref in prices}
    for s in scenarios:
        quantities = scenario_quantities(lines, per_home, s.homes, announced or {})
        asked = _asked(prices, quantities, s, bands)
        for ref in prices:
            for post in filled.get(ref, ()):
                if not can_fill(_others(prices, asked, post, quantities, s, bands, doubtful or {})):
                    found[ref].add(post)
    return {ref: frozenset(posts) for ref, posts in found.items()}


def _asked(
    prices: Mapping[str, Sequence[PricedLine]],
    quantities: Quantities,
    scenario: Scenario,
    bands: Sequence[Band],
) -> dict[str, Money]:
    return {
        ref: scenario_total(posts, quantities, scenario.homes, scenario.runs, bands)
        for ref, posts in prices.items()
    }


def _others(
    prices: Mapping[str, Sequence[PricedLine]],
    asked: Mapping[str, Money],
    post: str,
    quantities: Quantities,
    scenario: Scenario,
    bands: Sequence[Band],
    doubtful: Doubtful,
) -> list[OtherQuote]:
    """Who does price the post, beyond question, and its total."""
    band = band_index(bands, scenario.homes)
    return [
        OtherQuote(cost, asked[other])
        for other, posts in prices.items()
        if not {post, WHOLE} & set(doubtful.get(other, ()))
        and (cost := _post_amount(posts, post, quantities, scenario, band)) is not None
    ]


def _amounts(
    prices: Mapping[str, Sequence[PricedLine]],
    quantities: Quantities,
    scenario: Scenario,
    bands: Sequence[Band],
    filled: Mapping[str, Collection[str]],
    doubtful: Doubtful,
) -> dict[str, tuple[Money, Money]]:
    """Contractor -> (what it asks, what is filled in) in one scenario."""
    asked = _asked(prices, quantities, scenario, bands)
    found = {}
    for ref, amount in asked.items():
        extra = ZERO
        for post in sorted(filled.get(ref, ())):
            others = _others(prices, asked, post, quantities, scenario, bands, doubtful)
            extra += fill_omitted_post(amount, others).price
        found[ref] = (amount, extra)
    return found


def _post_amount(
    posts: Sequence[PricedLine],
    number: str,
    quantities: Quantities,
    scenario: Scenario,
    band: int,
) -> Money | None:
    """What a contractor asks for one post in a scenario; None when it does not price it."""
    line = next((line for line in posts if line.number == number), None)
    if line is None:
        return None
    shared = {Scope.RUN: ONE * scenario.runs, Scope.LOT: ONE}
    return line.prices[band].for_quantity(
        quantities[number] if line.scope == Scope.HOME else shared[line.scope]
    )


@dataclass(frozen=True, slots=True)
class ScenarioTotals:
    """Amounts excl. VAT, by number of homes; nothing of another quote is in them."""

    rows: tuple[tuple[Scenario, Money], ...]
    mixed: Money

    @property
    def largest(self) -> Money:
        """The amount of the scenario with the most homes."""
        return max(self.rows, key=lambda row: row[0].homes)[1]
