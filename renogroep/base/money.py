"""How do we count euros? Whole cents, unit prices in ten-thousandths, rounded half up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from renogroep.base.numbers import half_up, read_number
from renogroep.base.units import Quantity

PRICE_SCALE = 10_000  # a unit price is a whole number of 1/10,000 euro


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in whole cents."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"Money takes whole cents, not {self.cents!r}")

    @classmethod
    def euros(cls, amount: int | str | Decimal) -> Money:
        """``Money.euros("12.34")``: an exact amount written by a programmer, never by a user."""
        cents = Decimal(amount) * 100
        if cents != cents.to_integral_value():
            raise ValueError(f"{amount} is not a whole number of cents")
        return cls(int(cents))

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def times(self, factor: int | Decimal | Fraction) -> Money:
        """Multiply and round half up to the cent."""
        return Money(half_up(self.cents * Fraction(factor)))

    def percent(self, rate: int | Decimal | Fraction) -> Money:
        """``rate`` per cent of the amount, rounded half up to the cent."""
        return self.times(Fraction(rate) / 100)

    @property
    def decimal(self) -> Decimal:
        """Euros with two decimals, for a page or a file."""
        return Decimal(self.cents).scaleb(-2)

    def __str__(self) -> str:
        sign, cents = ("-", -self.cents) if self.cents < 0 else ("", self.cents)
        return f"{sign}{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


ZERO = Money(0)


@dataclass(frozen=True, order=True, slots=True)
class UnitPrice:
    """A price per unit in 1/10,000 euro, excl. VAT."""

    scaled: int

    def __post_init__(self) -> None:
        if type(self.scaled) is not int:
            raise TypeError(f"UnitPrice takes whole 1/10,000 euro, not {self.scaled!r}")

    @classmethod
    def euros(cls, amount: int | str | Decimal) -> UnitPrice:
        """An exact unit price written by a programmer, at most four decimals."""
        scaled = Decimal(amount) * PRICE_SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more than four decimals")
        return cls(int(scaled))

    def for_quantity(self, quantity: Quantity) -> Money:
        """The line total: price x quantity, rounded half up to the cent once."""
        return Money(half_up(Fraction(self.scaled * quantity.scaled, PRICE_SCALE * 10)))

    def exact(self, quantity: Quantity) -> Fraction:
        """The unrounded line total in cents, for shares that are rounded later."""
        return Fraction(self.scaled * quantity.scaled, PRICE_SCALE * 10)

    @property
    def decimal(self) -> Decimal:
        """Euros with up to four decimals."""
        return Decimal(self.scaled).scaleb(-4)

    def __str__(self) -> str:
        sign = "-" if self.scaled < 0 else ""
        whole, rest = divmod(abs(self.scaled), PRICE_SCALE)
        decimals = f"{rest:04d}".rstrip("0").ljust(2, "0")
        return f"{sign}{whole:,}".replace(",", ".") + f",{decimals}"


def total(amounts: Iterable[Money]) -> Money:
    """Sum of amounts; zero for none."""
    return Money(sum(amount.cents for amount in amounts))


def read_euros(value: object) -> Money:
    """The amount in a typed text or a cell, at most two decimals. ValueError: see read_number."""
    return Money(int(read_number(value, decimals=2) * 100))


def read_unit_price(value: object) -> UnitPrice:
    """The unit price in a typed text or a cell, at most four decimals. ValueError as read_number."""
    return UnitPrice(int(read_number(value, decimals=4) * PRICE_SCALE))


def split_evenly(amount: Money, references: Sequence[str]) -> dict[str, Money]:
    """Equal shares that add up to the cent; odd cents go to the lowest references.

    Source: MONEY model 2026-11-23, "shares by largest remainder".
    """
    if not references:
        raise ValueError("nobody to share with")
    ordered = sorted(references)
    each, odd = divmod(amount.cents, len(ordered))
    return {ref: Money(each + (1 if place < odd else 0)) for place, ref in enumerate(ordered)}


def share_up(amount: Money, parts: int) -> Money:
    """One share, rounded up to the cent: what a ceiling may promise."""
    if parts < 1:
        raise ValueError("a share needs at least one part")
    return Money(-(-amount.cents // parts))
