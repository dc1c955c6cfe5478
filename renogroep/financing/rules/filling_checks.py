"""Do the cells of one row go together? One sentence per cell that does not."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.financing.rules.cells import CellProblem
from renogroep.financing.rules.loan_table import DECIDED_BY, QUESTIONS, REPAYMENTS
from renogroep.financing.rules.rows import CATEGORIES, CONFIDENCE, OWNER_KINDS
from renogroep.financing.rules.tables import CONDITIONS, HOUSEHOLDS, PREMIUM_KINDS

_KNOWN: dict[str, tuple[Any, ...]] = {
    "confidence": CONFIDENCE,
    "category": CATEGORIES,
    "categories": CATEGORIES,
    "household": HOUSEHOLDS,
    "repayment": REPAYMENTS,
    "owner_kinds": OWNER_KINDS,
    "question": QUESTIONS,
    "decided_by": DECIDED_BY,
}
_OF_PREMIUM = ("percent", "cap_eur", "eur_per_m2", "max_m2", "fixed_eur", "invoice_percent_ceiling")


def row_problems(
    kind: str, sheet: str, number: int, values: Mapping[str, Any]
) -> Iterator[CellProblem]:
    """What is wrong with a row whose cells can each be read.

    Only what deserves words of its own; the row itself refuses the rest.
    """
    for name, value in values.items():
        if why := _of_cell(kind, sheet, name, value):
            yield CellProblem(number, name, str(value), why)
    first, last = values.get("valid_from"), values.get("valid_until")
    if first and last and last < first:
        yield CellProblem(number, "valid_until", str(last), t("the last day is before the first"))
    if kind == "income":
        low, high = values["income_min_excl_eur"], values["income_max_incl_eur"]
        if high is not None and high <= low:
            why = t("the highest income is not above the lowest one")
            yield CellProblem(number, "income_max_incl_eur", str(high), why)
    if kind == "premium" and sheet == "rules" and values["kind"] in PREMIUM_KINDS:
        yield from _premium(number, values)


def _of_cell(kind: str, sheet: str, name: str, value: Any) -> Text | None:
    many = value if isinstance(value, tuple) else (value,)
    known = _known(kind, sheet, name)
    if known and any(one not in known for one in many):
        return t("write one of these: %(known)s", known=", ".join(map(str, known)))
    if isinstance(value, Money) and value.cents < 0:
        return t("an amount is never below zero")
    share = "percent" in name and isinstance(value, Decimal | int)
    if share and not 0 <= value <= 100:  # noqa: PLR2004
        return t("a percentage lies between 0 and 100")
    return None


def _known(kind: str, sheet: str, name: str) -> tuple[Any, ...]:
    if kind == "premium" and name == "kind":
        return tuple(PREMIUM_KINDS)
    if sheet == "conditions" and kind == "premium" and name == "code":
        return tuple(CONDITIONS)
    return _KNOWN.get(name, ())


def _premium(number: int, values: Mapping[str, Any]) -> Iterator[CellProblem]:
    """Each kind of premium asks its own amounts."""
    needs, may_have = PREMIUM_KINDS[values["kind"]]
    for name in _OF_PREMIUM:
        given = values.get(name) is not None
        if name in needs and not given:
            why = t("a premium of this kind (%(kind)s) needs this cell", kind=values["kind"])
            yield CellProblem(number, name, "", why)
        elif given and name not in needs | may_have:
            why = t("this cell stays empty for this kind (%(kind)s)", kind=values["kind"])
            yield CellProblem(number, name, str(values[name]), why)
