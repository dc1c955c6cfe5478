"""What is written down when a loan is proposed, and when it goes a step further?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.owners.loan_queries import open_loan
from renogroep.owners.models import Case, LoanProposal
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.loans import LOANS, LoanState

DONE: dict[str, Did] = {
    "choose": Did.LOAN_CHOSEN,
    "decline": Did.LOAN_DECLINED,
    "apply": Did.LOAN_APPLIED,
    "grant": Did.LOAN_GRANTED,
    "refuse": Did.LOAN_REFUSED,
    "lapse": Did.LOAN_LAPSED,
}


@dataclass(frozen=True, slots=True)
class LoanAsked:
    """What an advisor types.

    instrument    of the loan rules
    amount        that the household would borrow
    spread_years  after the term, as the lender set them; None: not known
    checks        question -> yes, no or None for unknown
    """

    instrument: str
    amount: Money
    reason: str
    checks: Mapping[str, bool | None]
    spread_years: int | None = None

    def same_as(self, row: LoanProposal) -> bool:
        """Is this what was proposed before?"""
        mine = (self.instrument, self.amount, self.spread_years, self.reason)
        return mine == (row.instrument, row.amount, row.spread_years, row.reason)


def add_loan(
    session: Session, case: Case, asked: LoanAsked, rule_version_id: int, *, by: By
) -> LoanProposal:
    """The proposal of a case that is held; the same pressed twice is one.

    raises   Refused ``loan.open_already`` while somebody still decides on another one
    """
    known = open_loan(session, case.id)
    if known is not None:
        if known.state == LoanState.PROPOSED and asked.same_as(known):
            return known
        raise Refused(
            "loan.open_already",
            "There is already a loan on which somebody decides. Stop that one first.",
        )
    row = LoanProposal(
        municipality_id=case.municipality_id,
        case_id=case.id,
        instrument=asked.instrument,
        rule_version_id=rule_version_id,
        amount=asked.amount,
        spread_years=asked.spread_years,
        reason=asked.reason,
        checks={name: WORDS[said] for name, said in asked.checks.items()},
        proposed_by=by.actor_id,
        proposed_on=clock.today(),
    )
    LOANS.start(row, LoanState.PROPOSED)
    session.add(row)
    session.flush()
    record(session, Did.LOAN_PROPOSED, actor_id=by.actor_id, subject=row, case_id=case.id)
    return row


def move_loan(
    session: Session, row: LoanProposal, move: str, *, by: By, on: date | None = None
) -> None:
    """One step of a proposal that is held. Raises Refused ``loan.wrong_state``.

    on   the day on which the lender was asked; else today
    """
    LOANS.move(row, move)
    row.moved_on = on or clock.today()
    record(
        session,
        DONE[move],
        actor_id=by.actor_id,
        subject=row,
        case_id=row.case_id,
        channel=by.channel,
    )


WORDS: dict[bool | None, str] = {True: "yes", False: "no", None: "unknown"}
SAID: dict[str, bool | None] = {word: said for said, word in WORDS.items()}


def drop_loan(session: Session, case: Case, *, by: By) -> None:
    """The case ends, or goes on in another one: nobody decides on its loan any more."""
    row = open_loan(session, case.id)
    if row is not None:
        move_loan(session, row, "lapse", by=by)
