"""Which version of a rule holds on a day, and how sure are we of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from renogroep.base.calendar import months_later
from renogroep.financing.rules import rows
from renogroep.financing.rules.limits import LimitTable
from renogroep.financing.rules.loan_table import LoanTable
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.financing.rules.reference_price import ReferencePriceTable
from renogroep.financing.rules.retention import RetentionTable
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known, in_force
from renogroep.financing.rules.tables import (
    ConditionedTable,
    IncomeTable,
    PremiumTable,
    Table,
    VatTable,
)

T_co = TypeVar("T_co", bound=Table[Any], covariant=True)

REVIEW_MONTHS = 12
TABLES: dict[str, type[Table[Any]]] = {
    "premium": PremiumTable,
    "vat": VatTable,
    "loan": LoanTable,
    "income": IncomeTable,
    "periods": PeriodsTable,
    "retention": RetentionTable,
    "limits": LimitTable,
    "reference_price": ReferencePriceTable,
}

# Before the name of a version of the product that came again with corrections.
EARLIER = "eerder "

# What the cost card reads and the worked cases prove; a version of another kind changes no amount.
MONEY_KINDS = frozenset({"premium", "vat", "loan", "income"})


@dataclass(frozen=True, slots=True)
class RuleVersionValue(Generic[T_co]):
    """One dated version of a table, as a rule receives it: no database behind it."""

    kind: str
    label: str
    valid_from: date
    valid_until: date | None
    source: str
    confidence: str
    review_on: date | None
    table: T_co

    def __post_init__(self) -> None:
        check_known(self.kind, TABLES, "kind")
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_days(self.valid_from, self.valid_until)
        if not isinstance(self.table, TABLES[self.kind]):
            raise ValueError(f"{self.label}: this table does not hold {self.kind} rules")

    def covers(self, on: date) -> bool:
        """Does this version hold on that day? The first and the last day count."""
        return in_force(self.valid_from, self.valid_until, on)

    def to_json(self) -> dict[str, Any]:
        """The whole version, JSON-safe."""
        return {
            "kind": self.kind,
            "label": self.label,
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "source": self.source,
            "confidence": self.confidence,
            "review_on": self.review_on and self.review_on.isoformat(),
            "table": self.table.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RuleVersionValue[Any]:
        """The version that ``to_json`` wrote. ValueError says what cannot be read."""
        until, review = data["valid_until"], data["review_on"]
        return RuleVersionValue(
            kind=data["kind"],
            label=data["label"],
            valid_from=date.fromisoformat(data["valid_from"]),
            valid_until=date.fromisoformat(until) if until else None,
            source=data["source"],
            confidence=data["confidence"],
            review_on=date.fromisoformat(review) if review else None,
            table=table_from_json(data["kind"], data["table"]),
        )


PremiumVersion = RuleVersionValue[PremiumTable]
VatVersion = RuleVersionValue[VatTable]
LoanVersion = RuleVersionValue[LoanTable]
IncomeVersion = RuleVersionValue[IncomeTable]
AnyVersion = RuleVersionValue[Any]


def table_from_json(kind: str, data: Mapping[str, Any]) -> Table[Any]:
    """The table of a stored version. ValueError names the row that cannot be read."""
    check_known(kind, TABLES, "kind")
    return TABLES[kind].from_json(data)


def current(versions: Iterable[AnyVersion], on: date, kind: str) -> AnyVersion | None:
    """The version of ``kind`` that holds on a day, or None.

    A later version replaces the earlier ones for good: when it has ended too, the answer is None
    and not an older version that nobody closed. Of two that start on one day the last label wins.

    Source: DESIGN decision 7, "no row for today: no amount, a message instead" (2026-11-23).
    """
    started = [v for v in versions if v.kind == kind and v.valid_from <= on]
    if not started:
        return None
    newest = max(started, key=lambda version: (version.valid_from, version.label))
    return newest if newest.covers(on) else None


def review_date(valid_from: date, verified_on: date | None = None) -> date:
    """The day after which an open-ended rule is only indicative: 12 months after the last check."""
    return months_later(verified_on or valid_from, REVIEW_MONTHS)


def is_indicative(version: AnyVersion, on: date) -> bool:
    """Should a page say “indicative” beside this version on that day?

    True for an open-ended version after its review day (the review day itself still counts). A
    version with an end is never indicative: it holds, or it gives no amount.

    Source: DESIGN decision 7 (2026-11-23).
    """
    if version.valid_until is not None:
        return False
    return on > (version.review_on or review_date(version.valid_from))


# --- the versions that come with the product -------------------------------------------------


@dataclass(frozen=True, slots=True)
class _VersionRow:
    kind: str = field(metadata=rows.TEXT)
    label: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    verified_on: date | None = field(metadata=rows.MAYBE_DAY)


SEED_FILES = {
    "premium": "premium.csv",
    "vat": "vat.csv",
    "loan": "loan.csv",
    "income": "income_category.csv",
    "periods": "periods.csv",
    "retention": "retention.csv",
    "limits": "limits.csv",
    "reference_price": "reference_price.csv",
}


def seed_versions(read: Callable[[str], str]) -> list[AnyVersion]:
    """The versions in ``rates/``, oldest first per kind.

    read     gives the text of a file in ``rates/`` by its name; the caller knows where they are.
    raises   ValueError naming file and row; also when a row belongs to a version that is not in
             version.csv, or a version has no rows.
    """
    listed = rows.read_rows(_VersionRow, read("version.csv"), "version")
    found: list[AnyVersion] = []
    for kind, name in SEED_FILES.items():
        table = TABLES[kind]
        rules = rows.read_rows(table.ROW, read(name), table.NAME)
        conditions: list[Any] = []
        if issubclass(table, ConditionedTable):
            sheet = f"{table.NAME}_condition"
            conditions = rows.read_rows(table.CONDITION, read(f"{sheet}.csv"), sheet)
        wanted = [row for row in listed if row.kind == kind]
        unknown = {rule.regime for rule in rules} - {row.label for row in wanted}
        if unknown:
            raise ValueError(f"{name}: version.csv does not know {', '.join(sorted(unknown))}")
        found += [_seed_version(row, rules, conditions) for row in wanted]
    return found


def _seed_version(row: _VersionRow, rules: Sequence[Any], conditions: Sequence[Any]) -> AnyVersion:
    mine = tuple(rule for rule in rules if rule.regime == row.label)
    if not mine:
        raise ValueError(f"version {row.label} has no rows")
    kind = TABLES[row.kind]
    valid = [c for c in conditions if in_force(c.valid_from, c.valid_until, row.valid_from)]
    table = kind(mine, tuple(valid)) if issubclass(kind, ConditionedTable) else kind(mine)
    open_ended = row.valid_until is None
    return RuleVersionValue(
        kind=row.kind,
        label=row.label,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        confidence=row.confidence,
        review_on=review_date(row.valid_from, row.verified_on) if open_ended else None,
        table=table,
    )
