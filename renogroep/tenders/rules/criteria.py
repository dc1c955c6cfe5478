"""On what are quotes judged, by which announced formula and on which scenarios?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from renogroep.base.money import ZERO, Money
from renogroep.base.names import sort_key
from renogroep.base.text import N_, Text, t

ALL_POINTS = 100
PRICE = "price"


class PriceFormula(StrEnum):
    """How a price becomes points; the words are those of the test vectors."""

    PROPORTIONAL = "proportional"
    LINEAR_VS_LOWEST = "linear_vs_lowest"
    MINMAX = "minmax"
    ABSOLUTE = "absolute"


FORMULA_WORDS: dict[PriceFormula, str] = {
    PriceFormula.PROPORTIONAL: N_("points = %(points)s × lowest price / price"),
    PriceFormula.LINEAR_VS_LOWEST: N_(
        "points = %(points)s × (1 − (price − lowest price) / lowest price), never below 0"
    ),
    PriceFormula.MINMAX: N_(
        "points = %(points)s × (highest price − price) / (highest price − lowest price)"
    ),
    PriceFormula.ABSOLUTE: N_(
        "points = %(points)s × (%(ceiling)s − price) / (%(ceiling)s − %(floor)s), from 0 to %(points)s"
    ),
}
MAX_CODE = 40  # characters
_KNOWN = {"waarborg": "warranty", "hinder": "disruption", "plan": "plan"}
# Answered by the terms of every quote; for any other criterion a contractor has to write something.
IN_THE_TERMS = frozenset({PRICE, "warranty", "disruption"})
# Points under these depend on the other quotes: leaving one out can turn the ranking round.
RELATIVE = frozenset(PriceFormula) - {PriceFormula.ABSOLUTE}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One award criterion. Code "price" has a formula; ``floor`` and ``ceiling`` (excl. VAT)
    belong to the absolute formula only."""

    code: str
    title: str
    weight: int  # points of 100
    formula: PriceFormula | None = None
    floor: Money | None = None
    ceiling: Money | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """An announced number of homes and scaffold runs, with its weight in per cent."""

    homes: int
    runs: int
    weight: int


def codes_of(titles: Sequence[str]) -> tuple[str, ...]:
    """A short name for each criterion that is not the price, in the order of ``titles``.

    "Waarborg" is warranty and "Plan van aanpak" is plan; a second title that begins with the same
    word is named by all its words. Other titles never share a name, and the same title twice does:
    ``check_criteria`` refuses that. At most 40 characters, never "price". Never raises.

    Source: FEATURES M01, criteria of a package (2026-11-23).
    """
    owner: dict[str, str] = {PRICE: ""}
    found = []
    for title in titles:
        key = sort_key(title)
        code = next(code for code in _names(key) if owner.setdefault(code, key) == key)
        found.append(code)
    return tuple(found)


def _names(key: str) -> Iterator[str]:
    words = key.replace(" ", "_")
    first = words.split("_")[0]
    if first in _KNOWN:
        yield _KNOWN[first]
    yield words[:MAX_CODE]
    for number in count(2):
        yield f"{words[: MAX_CODE - 4]}_{number}"


def needing_document(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria that prices and terms do not answer, like a plan of approach.

    A sealed quote holds prices and terms only, so these are judged on a document that the
    contractor hands in beside it. Source: PROCUREMENT 2026-11-23, 1.3 (criteria are announced).
    """
    return tuple(criterion for criterion in criteria if criterion.code not in IN_THE_TERMS)


def check_criteria(criteria: Sequence[Criterion]) -> list[Text]:
    """Everything that is wrong with the criteria; empty when they may be announced. Never raises.

    Weights are above zero and add up to 100; there is exactly one price criterion, with a formula;
    every other criterion has none. The constants of the formula follow from the weight, so nobody
    can type one that differs from what was announced.

    Source: PROCUREMENT 2026-11-23, 1.3 (RvS 266.216: constant differed from announced maximum).
    """
    problems = []
    total = sum(criterion.weight for criterion in criteria)
    if total != ALL_POINTS:
        problems.append(t("The weights add up to %(total)s. Make them add up to 100.", total=total))
    codes = [criterion.code for criterion in criteria]
    if len(set(codes)) != len(codes):
        problems.append(t("The same criterion is used twice. Remove one."))
    if codes.count(PRICE) != 1:
        problems.append(
            t(
                "There must be exactly one price criterion. There are %(count)s.",
                count=codes.count(PRICE),
            )
        )
    for criterion in criteria:
        problems += _criterion_problems(criterion)
    return problems


def _criterion_problems(criterion: Criterion) -> list[Text]:
    problems = []
    name = criterion.title.strip() or criterion.code
    if not criterion.title.strip():
        problems.append(t("Give every criterion a name."))
    if criterion.weight <= 0:
        problems.append(t("“%(name)s” has no weight. Give it points or remove it.", name=name))
    if criterion.code != PRICE:
        if criterion.formula is not None:
            problems.append(
                t(
                    "“%(name)s” has a price formula, but is not about price. Remove the formula.",
                    name=name,
                )
            )
    elif criterion.formula is None:
        problems.append(t("Choose the formula that turns the price into points."))
    elif criterion.formula == PriceFormula.ABSOLUTE:
        problems += _bounds_problems(criterion)
    elif criterion.floor is not None or criterion.ceiling is not None:
        problems.append(
            t("This formula has no lowest and highest amount of its own. Leave both empty.")
        )
    return problems


def _bounds_problems(criterion: Criterion) -> list[Text]:
    floor, ceiling = criterion.floor, criterion.ceiling
    if floor is None or ceiling is None or floor < ZERO or ceiling <= floor:
        return [t("Give the amount that earns all points and a higher amount that earns none.")]
    return []


def formula_text(criterion: Criterion) -> Text:
    """The announced formula in words, with its constants taken from the criterion.

    raises   ValueError for a criterion without a formula.
    Source: PROCUREMENT 2026-11-23, 1.3, price formulas.
    """
    if criterion.formula is None:
        raise ValueError(f"criterion {criterion.code} has no formula")
    values: dict[str, object] = {"points": criterion.weight}
    if criterion.formula == PriceFormula.ABSOLUTE:
        values |= {"floor": criterion.floor, "ceiling": criterion.ceiling}
    return Text(FORMULA_WORDS[criterion.formula], values)


def check_scenarios(
    scenarios: Sequence[Scenario], *, minimum: int = 1, maximum: int | None = None
) -> list[Text]:
    """Everything that is wrong with the scenarios; empty when they may be announced.

    minimum, maximum   homes for which a contract can arise (min_to_execute, max_homes)
    Each scenario has at least one run and no more runs than homes; the weights add up to 100.
    Never raises. Source: MONEY 2026-11-23, "ranked on announced, weighted scenarios of N".
    """
    problems = []
    total = sum(scenario.weight for scenario in scenarios)
    if total != ALL_POINTS:
        problems.append(
            t(
                "The weights of the scenarios add up to %(total)s. Make them add up to 100.",
                total=total,
            )
        )
    sizes = [scenario.homes for scenario in scenarios]
    if len(set(sizes)) != len(sizes):
        problems.append(t("Two scenarios have the same number of homes. Remove one."))
    for scenario in scenarios:
        problems += _scenario_problems(scenario, minimum, maximum)
    return problems


def _scenario_problems(scenario: Scenario, minimum: int, maximum: int | None) -> list[Text]:
    problems = []
    homes = scenario.homes
    if homes < minimum or (maximum is not None and homes > maximum):
        problems.append(
            t(
                "A scenario has %(homes)s homes, but the works go ahead only between the minimum and the maximum. Change it.",
                homes=homes,
            )
        )
    if not 1 <= scenario.runs <= max(homes, 1):
        problems.append(
            t(
                "The scenario of %(homes)s homes needs between 1 and %(homes)s scaffold runs.",
                homes=homes,
            )
        )
    if scenario.weight <= 0:
        problems.append(
            t(
                "The scenario of %(homes)s homes has no weight. Give it one or remove it.",
                homes=homes,
            )
        )
    return problems
