"""Which cells of a rule give or bound an amount, and what is the same rule with one changed?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from renogroep.base.money import Money
from renogroep.financing.rules.versions import AnyVersion

RULES, CONDITIONS = "rules", "conditions"

# Kind -> the columns that give or bound an amount. Periods and retention hold days, no amounts.
GATED: dict[str, tuple[str, ...]] = {
    "premium": (
        "percent",
        "cap_eur",
        "eur_per_m2",
        "max_m2",
        "fixed_eur",
        "invoice_percent_ceiling",
    ),
    "vat": ("percent", "min_age_years"),
    "loan": ("min_eur", "max_eur", "annual_rate_percent", "term_years"),
    "income": ("income_min_excl_eur", "income_max_incl_eur", "per_extra_dependant_eur"),
    "limits": ("value_eur",),
    "reference_price": ("low_eur", "high_eur"),
    "periods": (),
    "retention": (),
}
_NAMED = {
    "premium": ("measure", "category"),
    "vat": ("work", "percent"),
    "loan": ("instrument",),
    "income": ("category", "household"),
    "limits": ("code",),
    "reference_price": ("work", "region"),
}
_GIVES_NO_AMOUNT = ("none", "up_to")  # kinds of premium


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that gives or bounds an amount."""

    sheet: str  # rules | conditions
    place: int  # among the rows of its sheet, from 0
    row: Any
    column: str
    measure: str  # what the row is about, in the words of its own columns

    @property
    def value(self) -> Any:
        """What stands in the cell."""
        return getattr(self.row, self.column)


def cells(version: AnyVersion) -> Iterator[Cell]:
    """Every cell that gives or bounds an amount, in the order of the sheet.

    Left out: rows of low confidence, premiums that give nothing or of which the formula is not
    known, and a share of the invoice that the smallest invoice makes idle.

    Source: HOUSEHOLD 4, point 4 (2026-11-29).
    """
    for place, row in enumerate(version.table.rules):
        if not payable(row):
            continue
        measure = " ".join(str(getattr(row, name)) for name in _NAMED.get(version.kind, ()))
        for column in GATED.get(version.kind, ()):
            cell = Cell(RULES, place, row, column, measure)
            if cell.value is not None and not _idle(version, cell):
                yield cell
    for place, row in enumerate(getattr(version.table, "conditions", ())):
        if getattr(row, "amount_eur", None) is not None and row.confidence != "low":
            yield Cell(CONDITIONS, place, row, "amount_eur", row.code)


def payable(row: Any) -> bool:
    """Can this row give an amount?"""
    return row.confidence != "low" and getattr(row, "kind", "") not in _GIVES_NO_AMOUNT


def smallest_invoice(version: AnyVersion, measure: str) -> Money:
    """Below this invoice nothing is paid for the measure; zero when nobody says so."""
    rule = version.table.condition("min_invoice", measure, version.valid_from)
    return rule.amount_eur if rule and rule.amount_eur else Money(0)


def _idle(version: AnyVersion, cell: Cell) -> bool:
    """A share of the invoice that is never the smaller one, because small invoices get nothing."""
    if cell.column != "invoice_percent_ceiling":
        return False
    row = cell.row
    most = row.fixed_eur
    if row.eur_per_m2 is not None:
        most = None if row.max_m2 is None else row.eur_per_m2.times(row.max_m2)
    return most is not None and most <= smallest_invoice(version, row.measure).percent(cell.value)


def altered(version: AnyVersion, cell: Cell) -> AnyVersion | None:
    """The same version with one unit more in the cell; one less where more cannot stand.

    A unit is a euro, a per cent, a m² or a year. None when the table takes neither: then no typing
    error can stand there either.
    """
    for step in (1, -1):
        try:
            row = replace(cell.row, **{cell.column: _moved(cell.value, step)})
            changed = list(getattr(version.table, cell.sheet))
            changed[cell.place] = row
            return replace(version, table=replace(version.table, **{cell.sheet: tuple(changed)}))
        except ValueError:
            continue
    return None


def _moved(value: Money | Decimal | int, step: int) -> Money | Decimal | int:
    return value + Money.euros(step) if isinstance(value, Money) else value + step
