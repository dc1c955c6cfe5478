"""Which rows make up the rules for loans?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from renogroep.base.money import Money
from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import (
    CATEGORIES,
    CONFIDENCE,
    OWNER_KINDS,
    check_days,
    check_known,
    in_force,
)
from renogroep.financing.rules.tables import ConditionedTable, check_percent

ANNUITY, DEFERRED = "annuity", "deferred"
REPAYMENTS = (ANNUITY, DEFERRED)
_BEFORE = "bullet"  # the word for deferred in tables that were stored before 2026-12
ONLY_HOME = "only_home"
QUESTIONS = (ONLY_HOME, "main_residence", "no_market_loan")
HOUSEHOLD, ADVISOR, LENDER = "household", "advisor", "lender"
DECIDED_BY = (HOUSEHOLD, ADVISOR, LENDER)
LEAP_YEAR = 2028  # in which every month-day exists


@dataclass(frozen=True, slots=True)
class LoanRule:
    """A loan that a public body offers. Amounts in euro, the rate per year."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    instrument: str = field(metadata=rows.TEXT)
    name_nl: str = field(metadata=rows.TEXT)
    min_eur: Money = field(metadata=rows.EUROS)
    max_eur: Money = field(metadata=rows.EUROS)
    annual_rate_percent: Decimal = field(metadata=rows.PERCENT)
    term_years: int = field(metadata=rows.WHOLE)
    repayment: str = field(metadata=rows.TEXT)
    who_nl: str = field(metadata=rows.TEXT)
    owner_kinds: tuple[str, ...] = field(metadata=rows.WORDS)
    categories: tuple[int, ...] = field(metadata=rows.NUMBERS)  # none named: for every income
    advisor_only: bool = field(metadata=rows.YES_NO)  # only when an advisor proposes it
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)
    closed_from: str = field(metadata=rows.ADDED_TEXT, default="")  # month-day: nobody may ask
    closed_until: str = field(metadata=rows.ADDED_TEXT, default="")

    def __post_init__(self) -> None:
        if self.repayment == _BEFORE:
            object.__setattr__(self, "repayment", DEFERRED)
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.repayment, REPAYMENTS, "repayment")
        check_percent(self.annual_rate_percent, "annual_rate_percent")
        for kind in self.owner_kinds:
            check_known(kind, OWNER_KINDS, "owner_kinds")
        for category in self.categories:
            check_known(category, CATEGORIES, "category")
        if not self.owner_kinds:
            raise ValueError("owner_kinds is empty: nobody could use this loan")
        if self.repayment == DEFERRED and self.annual_rate_percent:
            raise ValueError("a loan that is repaid later with interest cannot be counted yet")
        if self.term_years < 1 or not 0 <= self.min_eur.cents <= self.max_eur.cents:
            raise ValueError(
                "a loan needs a term of a year or more and a minimum below its maximum"
            )
        if bool(self.closed_from) != bool(self.closed_until):
            raise ValueError("closed_from and closed_until go together")
        for day in (self.closed_from, self.closed_until):
            if day:
                _in_year(day, LEAP_YEAR)

    def takes_requests(self, on: date) -> bool:
        """May somebody ask for this loan on that day? Both ends of the closed weeks count."""
        if not self.closed_from:
            return True
        start, end = _in_year(self.closed_from, on.year), _in_year(self.closed_until, on.year)
        return not (start <= on <= end if start <= end else on >= start or on <= end)


def _in_year(month_day: str, year: int) -> date:
    try:
        return date.fromisoformat(f"{year}-{month_day}")
    except ValueError:
        raise ValueError(f"“{month_day}” is not a month and a day such as 11-01") from None


@dataclass(frozen=True, slots=True)
class LoanCondition:
    """What must be true of who asks for a loan, and who says so."""

    instrument: str = field(metadata=rows.TEXT)
    question: str = field(metadata=rows.TEXT)
    must_be: bool = field(metadata=rows.YES_NO)
    during_loan: bool = field(metadata=rows.YES_NO)  # as long as it runs, not only at the start
    decided_by: str = field(metadata=rows.TEXT)
    valid_from: date | None = field(metadata=rows.MAYBE_DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.question, QUESTIONS, "question")
        check_known(self.decided_by, DECIDED_BY, "decided_by")
        check_known(self.confidence, CONFIDENCE, "confidence")


@dataclass(frozen=True, slots=True)
class LoanTable(ConditionedTable[LoanRule, LoanCondition]):
    """Loans of one version, and what must be true for each."""

    ROW = LoanRule
    CONDITION = LoanCondition
    KEY = ("instrument", "valid_from")
    NAME = "loan"

    def asked(self, instrument: str, on: date) -> tuple[LoanCondition, ...]:
        """What must be true on a day for this loan, in the order of the sheet."""
        return tuple(
            condition
            for condition in self.conditions
            if condition.instrument == instrument
            and in_force(condition.valid_from, condition.valid_until, on)
        )
