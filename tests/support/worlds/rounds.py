"""A round of the worked example with one order to look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from renogroep.infra.acts import By
from renogroep.orders.models import Order, Wave
from tests.support.make import TODAY, Make
from tests.support.make_orders import (
    open_wave,
    place,
    ready_to_order,
    survey,
)
from tests.support.make_quotes import (
    Example,
)
from tests.support.worlds.base import World


@dataclass(frozen=True)
class Round:
    """A round of the worked example with one order to look at."""

    example: Example
    wave: Wave
    orders: dict[str, Order]
    name: str = "H1"

    @property
    def order(self) -> Order:
        return self.orders[self.name]

    @property
    def firm(self) -> By:
        return By(self.example.contractors["B"].id)

    def world(self, today: date = TODAY, **more: Any) -> World:
        return World(self.order.subscription, self.example.lot, today, **more)


def a_round(make: Make, name: str = "H1", minimum: int = 1, **given: Any) -> Round:
    """Only the homes that a world is about order, so the lot is small unless it says otherwise."""
    example = ready_to_order(make, **given)
    example.lot.min_to_execute = minimum
    wave, orders = open_wave(make, example)
    return Round(example, wave, orders, name)


def agreed(make: Make, *names: str, **given: Any) -> Round:
    one = a_round(make, **given)
    for name in names or ("H1",):
        survey(make, one.orders[name], name, one.example)
    return one


def signed(make: Make, **signing: Any) -> Round:
    one = agreed(make)
    place(make, one.order, **signing)
    return one
