"""What does a household read of the loan that it may have?"""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value
from renogroep.financing.rules.loan import (
    QUESTIONS,
    annuity,
    back_later,
    deferred,
    left_above,
    month_after,
    rule_of,
)
from renogroep.financing.rules.loan_table import DEFERRED, LENDER
from renogroep.journeys.queries.loans import invoices_of
from renogroep.owners.actions.loans import SAID
from renogroep.owners.loan_queries import loans_of_person
from renogroep.owners.models import LoanProposal
from renogroep.owners.rules.loans import LAST_NO, LOANS, LoanState

MONTHS = 12


@dataclass(frozen=True, slots=True)
class LoanBlock:
    """One loan of one household, in plain values.

    monthly      while it runs: 0.00 for a deferred one
    due          what is paid back after the term; None: it was paid back by then
    month_after  after the term, only when the lender set the years
    above        what the invoices leave above it; None: they are not known, or nothing
    waiting      what only the lender decides
    """

    id: int
    version: int
    name: str
    state: Text
    amount: Money
    monthly: Money
    due: Money | None
    later: Text | None
    spread_years: int | None
    month_after: Money | None
    above: Money | None
    waiting: tuple[Text, ...]
    reason: str
    may_choose: bool
    url: str


def loan_block(session: Session, loan: LoanProposal) -> LoanBlock:
    """What was told about it, by the rule of the day on which it was proposed."""
    row = session.get_one(RuleVersion, loan.rule_version_id)
    version = as_value(row)
    rule = rule_of(version, loan.instrument, loan.proposed_on)
    is_deferred = rule is None or rule.repayment == DEFERRED
    monthly, due = deferred(loan.amount)
    if rule is not None and not is_deferred:
        months = rule.term_years * MONTHS
        monthly, due = annuity(loan.amount, rule.annual_rate_percent, months), Money(0)
    invoices = invoices_of(session, loan.case_id, clock.today())
    above = left_above(invoices, loan.amount) if invoices is not None else None
    asked = version.table.asked(loan.instrument, loan.proposed_on)
    return LoanBlock(
        id=loan.id,
        version=loan.version,
        name=rule.name_nl if rule else loan.instrument,
        state=LOANS.label(loan.state),
        amount=loan.amount,
        monthly=monthly,
        due=due or None,
        later=back_later(rule, loan.amount) if rule and is_deferred else None,
        spread_years=loan.spread_years if is_deferred else None,
        month_after=month_after(loan.amount, loan.spread_years)
        if loan.spread_years and is_deferred
        else None,
        above=above or None,
        waiting=tuple(
            Text(QUESTIONS[one.question])
            for one in asked
            if one.decided_by == LENDER and SAID.get(loan.checks.get(one.question, "")) is None
        ),
        reason=loan.reason,
        may_choose=loan.state == LoanState.PROPOSED,
        url=url_for("pages.my_loan", loan_id=loan.id),
    )


def loans_of_home(session: Session, person_id: int) -> list[LoanBlock]:
    """The newest loan of each home of one person, unless it ended without a decision of the lender."""
    rows = loans_of_person(session, person_id)
    return [loan_block(session, row) for row in rows if row.state not in LAST_NO]
