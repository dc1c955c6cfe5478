"""How much of what? Quantities in thousandths, and the units of a bill of quantities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from renogroep.base.numbers import read_number

QUANTITY_SCALE = 1_000


class Unit(StrEnum):
    """Units of a post; the value is what a Flemish bill of quantities prints."""

    M2 = "m²"
    M3 = "m³"
    LM = "lm"
    PIECE = "st"
    KG = "kg"
    HOUR = "uur"
    LUMP = "forfait"


@dataclass(frozen=True, order=True, slots=True)
class Quantity:
    """A quantity in thousandths of its unit."""

    scaled: int

    def __post_init__(self) -> None:
        if type(self.scaled) is not int:
            raise TypeError(f"Quantity takes whole thousandths, not {self.scaled!r}")

    @classmethod
    def of(cls, amount: int | str | Decimal) -> Quantity:
        """An exact quantity written by a programmer, at most three decimals."""
        scaled = Decimal(amount) * QUANTITY_SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more than three decimals")
        return cls(int(scaled))

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.scaled + other.scaled)

    def __mul__(self, count: int) -> Quantity:
        return Quantity(self.scaled * count)

    @property
    def decimal(self) -> Decimal:
        """The quantity with up to three decimals."""
        return Decimal(self.scaled).scaleb(-3)

    def __str__(self) -> str:
        text = f"{self.decimal:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",")


ONE = Quantity(QUANTITY_SCALE)


def read_quantity(value: object) -> Quantity:
    """The quantity in a typed text or a cell, at most three decimals. ValueError as read_number."""
    return Quantity(int(read_number(value, decimals=3) * QUANTITY_SCALE))
