"""A loan is proposed, chosen, asked, and comes or does not come: what becomes of the orders?"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.financing.queries import as_value, current_version
from renogroep.financing.rules.loan import back_later, proposable
from renogroep.financing.rules.loan_table import DEFERRED, LENDER, ONLY_HOME
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.journeys.actions.holding import hold, hold_interests
from renogroep.journeys.queries.loans import (
    LOAN,
    Reminder,
    heard,
    rule_now,
    rule_told,
    signed_orders,
)
from renogroep.orders.actions.funding import await_loan, loan_came, no_loan
from renogroep.orders.models import Order
from renogroep.owners.actions.cases import hold_open
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.actions.loans import LoanAsked, add_loan, move_loan
from renogroep.owners.loan_queries import open_loan
from renogroep.owners.models import Case, LoanProposal
from renogroep.owners.rules.loans import LOANS, OPEN, WAITS, LoanState
from renogroep.subscriptions.queries import of_case

CALL_WITHIN = 2  # working days after a reminder


def propose_loan(session: Session, case: Case, asked: LoanAsked, *, by: By) -> LoanProposal:
    """Tell a household that it may have a loan. The same pressed twice is one.

    raises   Refused ``loan.not_proposable`` with every reason, ``loan.open_already``, or when the
             case is closed
    """
    locked(session, Case, case.id)
    if case.other_dwelling:  # told before: what was ticked now does not undo it
        asked = LoanAsked(
            asked.instrument,
            asked.amount,
            asked.reason,
            {**asked.checks, ONLY_HOME: False},
            asked.spread_years,
        )
    known = open_loan(session, case.id)
    if known is not None and known.state == LoanState.PROPOSED and asked.same_as(known):
        return known
    hold_open(session, case, by)
    today = clock.today()
    row = current_version(session, case.municipality_id, LOAN, today)
    found = proposable(
        as_value(row) if row else None,
        on=today,
        instrument=asked.instrument,
        owner_kind=case.owner_kind,
        amount=asked.amount,
        category=case.income_category,
        answers=asked.checks,
    )
    if row is None or not found.ok:
        raise Refused("loan.not_proposable", "%(why)s", why=_all(found.refused))
    loan = add_loan(session, case, asked, row.id, by=by)
    _tell(session, loan, "loan_proposed", f"{loan.id}")
    return loan


def choose_loan(session: Session, loan: LoanProposal, *, by: By) -> None:
    """The household wants it: its signed orders hang on it from now on. Twice is once.

    raises   Refused ``loan.ended`` when the rules do not know this loan any more
    """
    orders = _hold(session, loan)
    if loan.state == LoanState.CHOSEN:
        return
    check_seen(loan, by)
    _check_goes_on(session, loan)
    move_loan(session, loan, "choose", by=by)
    for order in orders:
        await_loan(session, order, by=by)


def decline_loan(session: Session, loan: LoanProposal, *, by: By) -> None:
    """The household does not want it; nothing changes for its orders. Twice is once."""
    _hold(session, loan)
    if loan.state == LoanState.DECLINED:
        return
    check_seen(loan, by)
    move_loan(session, loan, "decline", by=by)


def apply_loan(session: Session, loan: LoanProposal, *, on: date, by: By) -> None:
    """The lender was asked on that day. Twice is once.

    raises   Refused for a day that comes, or in the weeks in which nobody can ask
    """
    _hold(session, loan)
    if (loan.state, loan.moved_on) == (LoanState.APPLIED, on):
        return
    check_seen(loan, by)
    LOANS.after(loan.state, "apply")
    if on > clock.today():
        raise Refused(
            "loan.future_day", "%(day)s is still to come. Type the day of the request.", day=on
        )
    rule = rule_now(session, loan.case, loan.instrument, on)
    if rule is None or not rule.takes_requests(on):
        raise Refused(
            "loan.closed_weeks",
            "On %(day)s nobody could ask for this loan. Look in the rules when it opens again.",
            day=on,
        )
    move_loan(session, loan, "apply", by=by, on=on)


def grant_loan(session: Session, loan: LoanProposal, *, by: By) -> None:
    """The lender said yes, also to what it alone decides: the orders hang on it no more."""
    orders = _hold(session, loan)
    if loan.state == LoanState.GRANTED:
        return
    check_seen(loan, by)
    move_loan(session, loan, "grant", by=by)
    loan.checks = {**loan.checks, **dict.fromkeys(_of_lender(session, loan), "yes")}
    for order in orders:
        loan_came(session, order, by=by)


def refuse_loan(session: Session, loan: LoanProposal, *, by: By) -> None:
    """The lender said no: the household pays by itself or the orders fall, without cost."""
    _end(session, loan, "refuse", LoanState.REFUSED, by)


def lapse_loan(session: Session, loan: LoanProposal, *, by: By) -> None:
    """Nobody goes on with it. Orders that hang on it ask the same as after a refusal."""
    _end(session, loan, "lapse", LoanState.LAPSED, by)


def lapse_ended(session: Session, loan_id: int) -> None:
    """The rule ended before the household answered: there is nothing to choose any more."""
    loan = session.get_one(LoanProposal, loan_id)
    _hold(session, loan)
    if loan.state == LoanState.PROPOSED:
        move_loan(session, loan, "lapse", by=TICK)


def remind(session: Session, one: Reminder) -> None:
    """The round closes soon and the loan is not there: the household hears it, the advisor calls."""
    loan = session.get_one(LoanProposal, one.loan_id)
    _hold(session, loan)
    if loan.state not in OPEN or heard(session, one, loan):
        return  # the clock of another machine was first
    _tell(session, loan, "loan_reminder", one.event, freeze_on=one.freeze_on)
    today = clock.today()
    what = t(
        "The round of this home closes on %(day)s and something about its order is not settled. Call the household. What is open then goes to the next round.",
        day=one.freeze_on,
    )
    due = min(add_working_days(today, CALL_WITHIN, belgian(today)), one.freeze_on)
    leave_task(session, loan.case, what, due_on=due, by=TICK)


MOVES: dict[str, Callable[..., None]] = {
    "choose": choose_loan,
    "decline": decline_loan,
    "apply": apply_loan,
    "grant": grant_loan,
    "refuse": refuse_loan,
    "lapse": lapse_loan,
}


def _end(session: Session, loan: LoanProposal, move: str, ended: LoanState, by: By) -> None:
    orders = _hold(session, loan)
    if loan.state == ended:
        return
    check_seen(loan, by)
    hung = loan.state in WAITS
    move_loan(session, loan, move, by=by)
    asked = [no_loan(session, order, by=by) for order in orders] if hung else []
    until = min((day for day in asked if day is not None), default=None)
    if ended == LoanState.REFUSED or until is not None:
        _tell(session, loan, "loan_refused", f"{loan.id}", until=until)


def _hold(session: Session, loan: LoanProposal) -> Sequence[Order]:
    """Everything that it may change, in the order of the house; gives the signed orders."""
    hold_interests(session, of_case(session, loan.case_id), [loan.case_id])
    hold(session, LoanProposal, [loan.id])
    return signed_orders(session, loan.case_id)


def _check_goes_on(session: Session, loan: LoanProposal) -> None:
    if rule_now(session, loan.case, loan.instrument, clock.today()) is None:
        raise Refused(
            "loan.ended",
            "The rules of this loan ended, so it cannot be chosen any more. Call us: we look with you at what is possible.",
        )


def _of_lender(session: Session, loan: LoanProposal) -> list[str]:
    row = current_version(session, loan.municipality_id, LOAN, loan.proposed_on)
    if row is None:
        return []
    asked = as_value(row).table.asked(loan.instrument, loan.proposed_on)
    return [one.question for one in asked if one.decided_by == LENDER]


def _tell(session: Session, loan: LoanProposal, notice: str, event: str, **facts: Any) -> None:
    """In the household's own way. Only what is sealed in an envelope names the loan."""
    rule = rule_told(session, loan)
    later = back_later(rule, loan.amount) if rule and rule.repayment == DEFERRED else None
    person = loan.case.person
    notify(
        session,
        person,
        notice,
        key=f"{notice}:{event}:{person.id}",
        loan=loan,
        sealed=person.contact_way == "letter",
        name=rule.name_nl if rule else loan.instrument,
        later=later,
        **facts,
    )


def _all(reasons: Sequence[Text]) -> Text:
    def join(before: Text, after: Text) -> Text:
        return t("%(before)s %(after)s", before=before, after=after)

    return reduce(join, reasons)
