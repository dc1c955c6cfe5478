"""What does one quote come to on each announced scenario, and on their mix?"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.groups.models import Request
from renogroep.quotes.queries.frozen import bands_of, lines_of
from renogroep.quotes.queries.scenarios import announced_quantities
from renogroep.quotes.rules.compared_price import (
    ComparedPrice,
    ScenarioTotals,
    compared_prices,
    whole_scenario,
)
from renogroep.quotes.rules.home_price import PricedLine
from renogroep.tenders.models import Package
from renogroep.tenders.queries import scenarios_of
from renogroep.tenders.rules.criteria import Scenario
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.tenders.rules.value_guard import why_over

OWN = "own"
Quantities = dict[str, Quantity]


def _announced(package: Package) -> Sequence[Scenario]:
    if package.mode != Mode.PROCUREMENT:
        return ()
    return sorted(scenarios_of(package), key=lambda scenario: scenario.homes)


def scenario_totals(
    session: Session, request: Request, prices: Sequence[PricedLine]
) -> ScenarioTotals | None:
    """What these prices come to; None in group quotes, and when no scenario was announced."""
    scenarios = _announced(request.lot.package)
    price = own_price(session, request, prices)
    if price is None:
        return None
    return ScenarioTotals(tuple(zip(scenarios, price.scenarios, strict=True)), price.mixed)


def own_price(
    session: Session, request: Request, prices: Sequence[PricedLine]
) -> ComparedPrice | None:
    """The same as a price to compare, with nothing filled in."""
    scenarios = _announced(request.lot.package)
    if not scenarios:
        return None
    return compared_prices(
        {OWN: prices},
        lines_of(request),
        {line.number: line.per_home for line in request.lines},
        scenarios,
        bands_of(request),
        announced=announced_quantities(session, request.lot_id),
    )[OWN]


def scenario_bills(session: Session, request: Request) -> list[tuple[Scenario, Quantities]]:
    """Each announced scenario with the quantity of every post; empty in group quotes."""
    per_home = {line.number: line.per_home for line in request.lines}
    announced = announced_quantities(session, request.lot_id)
    return [
        (scenario, whole_scenario(lines_of(request), per_home, scenario, announced))
        for scenario in _announced(request.lot.package)
    ]


def over_maximum(
    session: Session, request: Request, prices: Sequence[PricedLine]
) -> Refused | None:
    """Why the largest scenario is above the announced value; None when it fits."""
    totals = scenario_totals(session, request, prices)
    return why_over(request.lot.package.max_value, totals.largest) if totals else None


def kept_totals(totals: ScenarioTotals) -> list[dict[str, int]]:
    """The same as the minutes of an opening keep it; the mix is the last."""
    rows = [
        {"homes": s.homes, "runs": s.runs, "weight": s.weight, "cents": amount.cents}
        for s, amount in totals.rows
    ]
    return [*rows, {"cents": totals.mixed.cents}]
