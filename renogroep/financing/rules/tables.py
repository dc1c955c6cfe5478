"""Which rows make up the rules for premium, VAT and income?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Generic, Self, TypeVar

from renogroep.base.money import Money
from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import (
    CATEGORIES,
    CONFIDENCE,
    check_days,
    check_known,
    in_force,
)

R = TypeVar("R")
C = TypeVar("C")

HOUSEHOLDS = ("single", "couple_or_single_with_one")

# Which amounts a kind of premium needs; every other amount stays empty. ``up_to`` is a maximum of
# which the formula is not known: it is kept as a fact and never gives an amount.
PREMIUM_KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    #            needs                             may have
    "pct_cap": (frozenset({"percent", "cap_eur"}), frozenset()),
    "per_m2": (frozenset({"eur_per_m2"}), frozenset({"max_m2", "invoice_percent_ceiling"})),
    "fixed": (frozenset({"fixed_eur"}), frozenset({"invoice_percent_ceiling"})),
    "up_to": (frozenset({"cap_eur"}), frozenset({"invoice_percent_ceiling"})),
    "none": (frozenset(), frozenset()),
}
_PREMIUM_AMOUNTS = (
    "percent",
    "cap_eur",
    "eur_per_m2",
    "max_m2",
    "fixed_eur",
    "invoice_percent_ceiling",
)

# Every condition that the rules understand, and the column in which its value stands.
CONDITIONS = {
    "min_invoice": "amount_eur",  # excl. VAT
    "invoice_max_age_months": "number",
    "apply_after_invoice": "yes",
    "min_building_age": "number",  # years
    "contractor_required": "yes",
    "ventilation_required": "yes",
    "non_residential_excluded": "yes",
    "landlord_excluded": "yes",  # gets nothing where the highest income gets nothing
    "landlord_as_highest": "yes",  # counts as the highest income, for these measures only
    "social_letting": "categories",  # the category of who lets through a woonmaatschappij
    "other_dwelling_excluded": "categories",
    "official_simulator": "text",
    "only_with": "text",  # the measures beside which it is paid, with ; between them
}


def check_percent(value: Decimal | None, what: str) -> None:
    """ValueError for a percentage below 0 or above 100."""
    if value is not None and not 0 <= value <= 100:
        raise ValueError(f"{what} {value} does not lie between 0 and 100")


@dataclass(frozen=True, slots=True)
class PremiumRule:
    """What one measure gives one income category. Amounts in euro, areas in whole m²."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    measure: str = field(metadata=rows.TEXT)
    cap_group: str = field(metadata=rows.ADDED_TEXT)  # works that share one maximum
    measure_nl: str = field(metadata=rows.TEXT)
    category: int = field(metadata=rows.WHOLE)
    kind: str = field(metadata=rows.TEXT)
    percent: Decimal | None = field(metadata=rows.MAYBE_PERCENT)  # of the invoice excl. VAT
    cap_eur: Money | None = field(metadata=rows.MAYBE_EUROS)
    eur_per_m2: Money | None = field(metadata=rows.MAYBE_EUROS)
    max_m2: int | None = field(metadata=rows.MAYBE_WHOLE)
    fixed_eur: Money | None = field(metadata=rows.MAYBE_EUROS)
    invoice_percent_ceiling: Decimal | None = field(metadata=rows.MAYBE_PERCENT)
    requirement_nl: str = field(metadata=rows.MAYBE_TEXT)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    to_verify: bool = field(metadata=rows.YES_NO)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.category, CATEGORIES, "category")
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.kind, PREMIUM_KINDS, "kind")
        needs, may_have = PREMIUM_KINDS[self.kind]
        given = {name for name in _PREMIUM_AMOUNTS if getattr(self, name) is not None}
        if not needs <= given <= needs | may_have:
            wanted = ", ".join(sorted(needs)) or "no amounts"
            raise ValueError(f"kind “{self.kind}” takes {wanted}, not {', '.join(sorted(given))}")
        check_percent(self.percent, "percent")
        check_percent(self.invoice_percent_ceiling, "invoice_percent_ceiling")
        amounts = (self.cap_eur, self.eur_per_m2, self.fixed_eur)
        if any(a is not None and a.cents < 0 for a in amounts) or (self.max_m2 or 0) < 0:
            raise ValueError("a premium is never below zero")

    @property
    def highest(self) -> Money | None:
        """The most that this row can give; None: no end is known."""
        if self.kind == "per_m2" and self.eur_per_m2 is not None and self.max_m2 is not None:
            return self.eur_per_m2.times(self.max_m2)
        return self.fixed_eur if self.kind == "fixed" else self.cap_eur


@dataclass(frozen=True, slots=True)
class PremiumCondition:
    """What must be true beside the amount. No measures named: it holds for all of them."""

    code: str = field(metadata=rows.TEXT)
    measures: tuple[str, ...] = field(metadata=rows.WORDS)
    amount_eur: Money | None = field(metadata=rows.MAYBE_EUROS)
    number: int | None = field(metadata=rows.MAYBE_WHOLE)
    categories: tuple[int, ...] = field(metadata=rows.NUMBERS)
    yes: bool | None = field(metadata=rows.MAYBE_YES_NO)
    text: str = field(metadata=rows.MAYBE_TEXT)
    valid_from: date | None = field(metadata=rows.MAYBE_DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.code, CONDITIONS, "code")
        check_known(self.confidence, CONFIDENCE, "confidence")
        for category in self.categories:
            check_known(category, CATEGORIES, "category")
        columns = ("amount_eur", "number", "categories", "yes", "text")
        given = [name for name in columns if getattr(self, name) not in (None, (), "")]
        if given != [CONDITIONS[self.code]]:
            raise ValueError(f"“{self.code}” takes a value in {CONDITIONS[self.code]} and no other")

    @property
    def listed(self) -> tuple[str, ...]:
        """The measures in the text of ``only_with``."""
        return tuple(word.strip() for word in self.text.split(";") if word.strip())


@dataclass(frozen=True, slots=True)
class VatRule:
    """A VAT rate for a kind of work in a home of at least ``min_age_years``."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    work: str = field(metadata=rows.TEXT)
    private_use: bool = field(metadata=rows.YES_NO)  # yes: only when mainly private
    min_age_years: int = field(metadata=rows.WHOLE)
    percent: int = field(metadata=rows.WHOLE)
    conditions_nl: str = field(metadata=rows.TEXT)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_percent(Decimal(self.percent), "percent")
        if self.min_age_years < 0:
            raise ValueError("min_age_years is below zero")


@dataclass(frozen=True, slots=True)
class IncomeRule:
    """Between which incomes a household falls in a category. Euro per year."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    category: int = field(metadata=rows.WHOLE)
    category_label_nl: str = field(metadata=rows.TEXT)
    household: str = field(metadata=rows.TEXT)
    income_min_excl_eur: Money = field(metadata=rows.EUROS)
    income_max_incl_eur: Money | None = field(metadata=rows.MAYBE_EUROS)
    per_extra_dependant_eur: Money = field(metadata=rows.EUROS)
    other_dwelling_excluded: bool = field(metadata=rows.YES_NO)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.category, CATEGORIES, "category")
        check_known(self.household, HOUSEHOLDS, "household")
        top = self.income_max_incl_eur
        if top is not None and top <= self.income_min_excl_eur:
            raise ValueError("the highest income lies below the lowest")


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """The rows of one version of one kind of rule; no two rows may answer the same question."""

    rules: tuple[R, ...]

    ROW: ClassVar[type[Any]]
    KEY: ClassVar[tuple[str, ...]]
    NAME: ClassVar[str]

    def __post_init__(self) -> None:
        keys = Counter(tuple(getattr(rule, name) for name in self.KEY) for rule in self.rules)
        for number, rule in enumerate(self.rules, start=1):
            key = tuple(getattr(rule, name) for name in self.KEY)
            if keys[key] > 1:
                raise ValueError(f"{self.NAME} row {number}: {key} stands here twice")

    def to_json(self) -> dict[str, Any]:
        """The table as it is stored in a rule version."""
        return {"rules": rows.rows_to_json(self.rules)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The table that ``to_json`` wrote. ValueError names the row that cannot be read."""
        return cls(rows.rows_from_json(cls.ROW, data.get("rules"), cls.NAME))

    @classmethod
    def read_csv(cls, text: str) -> Self:
        """The table in a CSV that holds one version. ValueError names the row and the column."""
        return cls(tuple(rows.read_rows(cls.ROW, text, cls.NAME)))


@dataclass(frozen=True, slots=True)
class VatTable(Table[VatRule]):
    """VAT rates of one version."""

    ROW = VatRule
    KEY = ("work", "private_use", "min_age_years", "valid_from")
    NAME = "vat"


@dataclass(frozen=True, slots=True)
class IncomeTable(Table[IncomeRule]):
    """Income ceilings of one year."""

    ROW = IncomeRule
    KEY = ("category", "household")
    NAME = "income_category"


@dataclass(frozen=True, slots=True)
class ConditionedTable(Table[R], Generic[R, C]):
    """Rows with, on a sheet of their own, what must be true beside them."""

    conditions: tuple[C, ...] = ()

    CONDITION: ClassVar[type[Any]]

    def to_json(self) -> dict[str, Any]:
        """The table as it is stored in a rule version."""
        return {
            "rules": rows.rows_to_json(self.rules),
            "conditions": rows.rows_to_json(self.conditions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The table that ``to_json`` wrote. ValueError names the row that cannot be read."""
        return cls(
            rows.rows_from_json(cls.ROW, data.get("rules"), cls.NAME),
            rows.rows_from_json(cls.CONDITION, data.get("conditions", []), f"{cls.NAME}_condition"),
        )

    @classmethod
    def read_csv(cls, text: str, conditions: str | None = None) -> Self:
        """The table in one or two CSVs that hold one version. ValueError names row and column."""
        rules = rows.read_rows(cls.ROW, text, cls.NAME)
        found = (
            rows.read_rows(cls.CONDITION, conditions, f"{cls.NAME}_condition") if conditions else []
        )
        return cls(tuple(rules), tuple(found))


@dataclass(frozen=True, slots=True)
class PremiumTable(ConditionedTable[PremiumRule, PremiumCondition]):
    """Premium amounts and conditions of one version."""

    ROW = PremiumRule
    CONDITION = PremiumCondition
    KEY = ("measure", "category", "valid_from")
    NAME = "premium"

    def rule(self, measure: str, category: int, on: date) -> PremiumRule | None:
        """The row for this measure and category on a day, or None when nobody wrote it down."""
        for rule in self.rules:
            asked = rule.measure == measure and rule.category == category
            if asked and in_force(rule.valid_from, rule.valid_until, on):
                return rule
        return None

    def cap_group(self, measure: str, on: date) -> str:
        """The works that share one maximum; a measure without a group is one by itself."""
        for rule in self.rules:
            if rule.measure == measure and in_force(rule.valid_from, rule.valid_until, on):
                return rule.cap_group or measure
        return measure

    def condition(self, code: str, measure: str, on: date) -> PremiumCondition | None:
        """The condition on a day; one that names the measure goes before a general one."""
        check_known(code, CONDITIONS, "code")
        found = [
            condition
            for condition in self.conditions
            if condition.code == code
            and (not condition.measures or measure in condition.measures)
            and in_force(condition.valid_from, condition.valid_until, on)
        ]
        found.sort(key=lambda condition: not condition.measures)
        return found[0] if found else None
