"""Which question would prove a cell of a rule, if a person looked up the answer?"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from renogroep.base.money import Money
from renogroep.financing.rules.gate_cells import CONDITIONS, Cell, payable, smallest_invoice
from renogroep.financing.rules.versions import AnyVersion

Data = dict[str, str]
PLENTY = 20_000  # euro: an invoice that no share of it can hold back
SOME_M2 = 60


def proposed(version: AnyVersion, cell: Cell) -> Iterator[Data]:
    """The input of one or two worked cases, just below and just above what the cell says."""
    start = version.valid_from
    if getattr(cell.row, "valid_from", None):
        start = max(start, cell.row.valid_from)
    yield from _KINDS[version.kind](version, cell, {"on": start.isoformat()})


def _euros(amount: Money | Decimal | int | Fraction, *, up: bool = False) -> int:
    """Whole euros, down or up."""
    if isinstance(amount, Money):
        amount = Fraction(amount.cents, 100)
    exact = Fraction(amount)
    return (
        -((-exact.numerator) // exact.denominator) if up else exact.numerator // exact.denominator
    )


def _premium(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    if cell.sheet == CONDITIONS:
        yield from _smallest_invoice(version, cell, base)
        return
    row = cell.row
    case = {**base, "measure": row.measure, "category": str(row.category)}
    if with_what := version.table.condition("only_with", row.measure, version.valid_from):
        case["together_with"] = with_what.listed[0]
    prices, areas = _borders(version, cell)
    for price in prices:
        for area in areas:
            yield {**case, "price_excl_vat": str(price), **({"area_m2": str(area)} if area else {})}


def _borders(version: AnyVersion, cell: Cell) -> tuple[list[int], list[int]]:
    """Prices and areas on both sides of the cell; [0]: the area does not matter."""
    row, least = cell.row, _euros(smallest_invoice(version, cell.row.measure), up=True)
    if row.kind == "pct_cap":
        return _around(row.cap_eur, row.percent, least), [0]
    share = row.invoice_percent_ceiling
    if row.kind == "fixed":
        return (_around(row.fixed_eur, share, least) if share else [PLENTY]), [0]
    most = row.max_m2 or max(SOME_M2, _area_of(row.eur_per_m2, share, 2 * least))
    if cell.column == "invoice_percent_ceiling":
        return _around(row.eur_per_m2.times(most), share, least), [most]
    whole = row.eur_per_m2.times(most + 1)
    enough = _around(whole, share, least)[-1] if share else PLENTY
    return [max(PLENTY, enough)], [most - 1, most + 1]


def _area_of(price: Money, share: Decimal | None, invoice: int) -> int:
    """The m² of which the premium is the share of an invoice."""
    return _euros(Fraction(share or 0) * invoice / Fraction(price.cents), up=True)


def _around(amount: Money, percent: Decimal, least: int) -> list[int]:
    """The invoices just below and just above the one of which ``percent`` is the amount."""
    if not percent:
        return [least or PLENTY]
    turn = Fraction(amount.cents) / Fraction(percent)
    return sorted({max(_euros(turn, up=True) - 1, least), max(_euros(turn) + 1, least)})


def _smallest_invoice(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    named = cell.row.measures
    for row in version.table.rules:
        if payable(row) and (not named or row.measure in named):
            case = {**base, "measure": row.measure, "category": str(row.category)}
            if row.kind == "per_m2":
                case["area_m2"] = str(SOME_M2)
            for price in (_euros(cell.value, up=True) - 1, _euros(cell.value, up=True)):
                yield {**case, "price_excl_vat": str(price)}
            return


def _vat(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    row, year = cell.row, int(base["on"][:4])
    for age in sorted({max(row.min_age_years - 1, 0), row.min_age_years}):
        for private in ("yes",) if row.private_use else ("no", "yes"):
            yield {
                **base,
                "work": row.work,
                "build_year": str(year - age),
                "private_use": private,
            }


def _loan(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    row = cell.row
    case = {**base, "instrument": row.instrument, "owner_kind": row.owner_kinds[0]}
    if row.categories:
        case["category"] = str(row.categories[0])
    least, most = _euros(row.min_eur, up=True), _euros(row.max_eur)
    if cell.column == "min_eur":
        amounts = [str(least - 1), str(least)] if least else ["0.50", "1"]
    elif cell.column == "max_eur":
        amounts = [str(most), str(most + 1)]
    else:
        amounts = [str(most)]
    for amount in amounts:
        yield {**case, "amount": amount}


def _income(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    row = cell.row
    couple, dependants, border = row.household != "single", 0, row
    if cell.column == "per_extra_dependant_eur":
        dependants = 1 if couple else 2
        border = _border_of(version, cell) or row
    edge = border.income_max_incl_eur or border.income_min_excl_eur
    if cell.column == "income_min_excl_eur":
        edge = row.income_min_excl_eur
    if cell.column == "per_extra_dependant_eur":
        edge += row.per_extra_dependant_eur
    for income in (_euros(edge), _euros(edge) + 1):
        yield {
            **base,
            "couple": "yes" if couple else "no",
            "dependants": str(dependants),
            "income": str(income),
        }


def _border_of(version: AnyVersion, cell: Cell) -> object:
    """The row whose borders count for who has dependants: the couple's, also for who is alone."""
    return next(
        (
            row
            for row in version.table.rules
            if row.category == cell.row.category and row.household != "single"
        ),
        None,
    )


def _limits(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    value = _euros(cell.value, up=True)
    for amount in (value - 1, value):
        yield {**base, "code": cell.row.code, "amount": str(amount)}


def _reference_price(version: AnyVersion, cell: Cell, base: Data) -> Iterator[Data]:
    yield {**base, "work": cell.row.work, "region": cell.row.region, "size": str(SOME_M2)}


_KINDS: dict[str, Callable[[AnyVersion, Cell, Data], Iterator[Data]]] = {
    "premium": _premium,
    "vat": _vat,
    "loan": _loan,
    "income": _income,
    "limits": _limits,
    "reference_price": _reference_price,
}
