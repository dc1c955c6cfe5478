"""What does an advisor see and type about the loan of a case?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.financing.queries import as_value, current_version
from renogroep.financing.rules.loan import QUESTIONS
from renogroep.financing.rules.loan_table import LENDER, ONLY_HOME, LoanRule
from renogroep.financing.rules.rows import in_force
from renogroep.financing.rules.versions import LoanVersion
from renogroep.journeys.forms.loans import LoanForm, LoanStepForm
from renogroep.journeys.presenters.case_words import CHANNEL_LABELS, STAFF_CHANNELS
from renogroep.journeys.presenters.loan import loan_block
from renogroep.journeys.queries.loans import LOAN, invoices_of
from renogroep.owners.loan_queries import loans_of_case, open_loan
from renogroep.owners.models import Case
from renogroep.owners.rules.loans import LOANS

_ONLY: dict[bool | None, str] = {True: "no", False: "yes", None: ""}
ANSWERS = {"": N_("Not known"), "yes": N_("Yes"), "no": N_("No")}


def case_loan(session: Session, case: Case) -> dict[str, Any]:
    """What stands in its part of the page of the case: how far it is, and where to go on."""
    rows = loans_of_case(session, case.id)
    return {
        "state": LOANS.label(rows[0].state) if rows else None,
        "amount": rows[0].amount if rows else None,
        "url": url_for("pages.case_loan", case_id=case.id),
        "count": len(rows),
    }


def loan_page(session: Session, case: Case, form: LoanForm, step: LoanStepForm) -> dict[str, Any]:
    """The page on which an advisor proposes a loan, and writes down how far it is."""
    today = clock.today()
    version, rules = _rules(session, case, today)
    form.instrument.choices = [(one.instrument, one.name_nl) for one in rules]
    invoices = invoices_of(session, case.id, today)
    if not form.is_submitted():
        form.amount.data = invoices
    open_one = open_loan(session, case.id)
    return {
        "case": case,
        "form": form,
        "step": step,
        "loan": loan_block(session, open_one) if open_one else None,
        "state": str(open_one.state) if open_one else "",
        "earlier": [
            (one.proposed_on, one.amount, LOANS.label(one.state), one.moved_on)
            for one in loans_of_case(session, case.id)
            if one is not open_one
        ],
        "asked": _asked(version, rules, today),
        "known": {ONLY_HOME: _ONLY[case.other_dwelling]},
        "answers": ANSWERS,
        "channels": [(code, CHANNEL_LABELS[code]) for code in STAFF_CHANNELS],
        "notes": [*_windows(rules, today), *_ends(rules)],
        "invoices": invoices,
        "today": today,
    }


def questions_of(session: Session, case: Case) -> list[str]:
    """What is asked today of who may have one of the loans, the lender's own questions left out."""
    today = clock.today()
    version, rules = _rules(session, case, today)
    return [question for question, _, by_lender in _asked(version, rules, today) if not by_lender]


def _rules(
    session: Session, case: Case, today: date
) -> tuple[LoanVersion | None, Sequence[LoanRule]]:
    """The loans that are sure and for this kind of owner."""
    row = current_version(session, case.municipality_id, LOAN, today)
    if row is None:
        return None, ()
    version = as_value(row)
    return version, [
        one
        for one in version.table.rules
        if in_force(one.valid_from, one.valid_until, today)
        and one.confidence != "low"
        and case.owner_kind in one.owner_kinds
    ]


def _asked(
    version: LoanVersion | None, rules: Sequence[LoanRule], today: date
) -> list[tuple[str, Text, bool]]:
    """(question, its words, only the lender decides it), each once."""
    if version is None:
        return []
    rows = [one for rule in rules for one in version.table.asked(rule.instrument, today)]
    found = {
        one.question: (one.question, Text(QUESTIONS[one.question]), one.decided_by == LENDER)
        for one in rows
    }
    return list(found.values())


def _windows(rules: Sequence[LoanRule], today: date) -> list[Text]:
    return [
        t("%(name)s: nobody can ask for it in these weeks.", name=one.name_nl)
        for one in rules
        if not one.takes_requests(today)
    ]


def _ends(rules: Sequence[LoanRule]) -> list[Text]:
    """A household needs time to decide: it is said when the rule ends."""
    return [
        t(
            "%(name)s: this rule ends on %(day)s. A household that chooses later cannot have it.",
            name=one.name_nl,
            day=one.valid_until,
        )
        for one in rules
        if one.valid_until is not None
    ]
