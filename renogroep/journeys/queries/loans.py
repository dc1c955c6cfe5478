"""What hangs on the loan of a case: its rule, the signed orders, and what its household was told?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.money import ZERO, Money
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value, current_version
from renogroep.financing.rules.loan import rule_of
from renogroep.financing.rules.loan_table import LoanRule
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.queries.maximum import figures_of
from renogroep.journeys.queries.standings import standing_now
from renogroep.orders.models import Order
from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.guards import SIGNED
from renogroep.owners.loan_queries import open_loans
from renogroep.owners.models import Case, LoanProposal
from renogroep.owners.rules.loans import LoanState, reminder_due
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.queries import of_case

LOAN = "loan"


def rule_now(session: Session, case: Case, instrument: str, on: date) -> LoanRule | None:
    """What the rules in force say of a loan; None when nobody can get it any more."""
    row = current_version(session, case.municipality_id, LOAN, on)
    return rule_of(as_value(row), instrument, on) if row else None


def rule_told(session: Session, loan: LoanProposal) -> LoanRule | None:
    """What the rules said on the day on which it was proposed: that was told."""
    row = session.get_one(RuleVersion, loan.rule_version_id)
    return rule_of(as_value(row), loan.instrument, loan.proposed_on)


def signed_orders(session: Session, case_id: int) -> Sequence[Order]:
    """Orders of a case that can hang on a loan, as they stand now, oldest first."""
    return session.scalars(
        select(Order)
        .join(Subscription, Subscription.id == Order.subscription_id)
        .where(Subscription.case_id == case_id, Order.state.in_(sorted(SIGNED)))
        .order_by(Order.id)
        .execution_options(populate_existing=True)
    ).all()


def invoices_of(session: Session, case_id: int, today: date) -> Money | None:
    """The most that the orders of a case cost together, incl. VAT; None without any figure."""
    homes = [one for one in home_lots(session, of_case(session, case_id), today) if one.order]
    found = figures_of(session, [(one, standing_now(one)) for one in homes], today)
    most = [one.most for one in found.values() if one is not None and one.most is not None]
    return sum(most, ZERO) if most else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A household that must hear once more that its round closes.

    days   how many before the freeze
    """

    loan_id: int
    freeze_on: date
    days: int

    @property
    def event(self) -> str:
        """Makes the message unique; a round that moves reminds again."""
        return f"{self.loan_id}.{self.freeze_on.isoformat()}.{self.days}"


def reminders(session: Session, today: date) -> list[Reminder]:
    """Households that wait for a loan while their round closes soon, and did not hear it yet."""
    found = []
    for loan in open_loans(session):
        freezes = [
            order.wave.freeze_on for order in signed_orders(session, loan.case_id) if _waits(order)
        ]
        since = loan.moved_on or loan.proposed_on
        days = reminder_due(today, min(freezes), since) if freezes else None
        if days is not None:
            one = Reminder(loan.id, min(freezes), days)
            if not heard(session, one, loan):
                found.append(one)
    return found


def _waits(order: Order) -> bool:
    return any(
        row.kind == Condition.FUNDING and row.state == ConditionState.OPEN
        for row in order.conditions
    )


def heard(session: Session, one: Reminder, loan: LoanProposal) -> bool:
    """Was this household reminded already?"""
    key = f"loan_reminder:{one.event}:{loan.case.person_id}"
    return session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None


def ended_loans(session: Session, today: date) -> list[int]:
    """Loans that were proposed and that nobody can ask any more: their rule ended. Their ids."""
    return [
        loan.id
        for loan in open_loans(session)
        if loan.state == LoanState.PROPOSED
        and rule_now(session, loan.case, loan.instrument, today) is None
    ]
