"""The worked example of the money model: ten homes, three contractors (docs/rules/price_of_a_home.md)."""

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.quotes.rules.home_price import HomeInWave, PricedLine, home_ceiling
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Scope

MIN = 6
BANDS = (Band(6, 8), Band(9, 12))
OWN_MINIMA = {"A": 6, "B": 4, "C": 4}

_PRICES = {  # façade b1, b2, sill, scaffold, run, lot
    "A": ("120", "106", "60", "11", "840", "4200"),
    "B": ("114", "110", "58", "12", "720", "3000"),
    "C": ("122", "108", "55", "10", "960", "2400"),
}
_HOMES = {  # façade m², sill lm, run
    "H1": ("60", "6", "R1"),
    "H2": ("55", "5", "R1"),
    "H3": ("70", "7", "R1"),
    "H4": ("58", "6", "R1"),
    "H5": ("64", "6", "R2"),
    "H6": ("52", "5", "R2"),
    "H7": ("75", "8", "R2"),
    "H8": ("62", "6", "R3"),
    "H9": ("66", "7", "R3"),
    "H10": ("80", "8", "R4"),
}
ALL = tuple(_HOMES)
LEAVERS = {"H4", "H6", "H9"}
SEVEN = tuple(home for home in ALL if home not in LEAVERS)
RUN_CODES = {home: run for home, (_, _, run) in _HOMES.items()}


def price_lines(facade_b1, facade_b2, sill, scaffold, run, lot):
    return (
        PricedLine("01.01", Scope.HOME, (UnitPrice.euros(facade_b1), UnitPrice.euros(facade_b2))),
        PricedLine("01.02", Scope.HOME, (UnitPrice.euros(sill),) * 2),
        PricedLine("02.01", Scope.HOME, (UnitPrice.euros(scaffold),) * 2),
        PricedLine("02.02", Scope.RUN, (UnitPrice.euros(run),) * 2),
        PricedLine("00.01", Scope.LOT, (UnitPrice.euros(lot),) * 2),
    )


PRICES = {firm: price_lines(*row) for firm, row in _PRICES.items()}
QUANTITIES = {
    home: {"01.01": Quantity.of(m2), "01.02": Quantity.of(sill), "02.01": Quantity.of(m2)}
    for home, (m2, sill, _) in _HOMES.items()
}


def run_size(home, homes=ALL):
    return sum(1 for other in homes if RUN_CODES[other] == RUN_CODES[home])


def together(homes):
    """Quantities of several homes per post."""
    return {
        post: Quantity(sum(QUANTITIES[home][post].scaled for home in homes))
        for post in ("01.01", "01.02", "02.01")
    }


def runs(homes):
    return len({RUN_CODES[home] for home in homes})


def ceilings(firm, minimum, homes=ALL):
    """Everybody's ceiling as it was offered, with all ten homes in sight."""
    return {
        home: home_ceiling(PRICES[firm], QUANTITIES[home], run_size(home), minimum).total
        for home in homes
    }


def in_wave(homes, ceiling=None):
    return {
        home: HomeInWave(QUANTITIES[home], RUN_CODES[home], (ceiling or {}).get(home))
        for home in homes
    }


def euros(text):
    return Money.euros(text.replace(",", ""))
