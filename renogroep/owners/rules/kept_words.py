"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from collections.abc import Mapping
from typing import Any

from renogroep.base.text import N_
from renogroep.financing.rules.loan import QUESTIONS
from renogroep.owners.rules.can_will_table import CAN_WILL_2026, RATHER_NOT
from renogroep.owners.rules.cases import HAND_OVERS
from renogroep.owners.rules.contact import KIND_LABELS, OUTCOME_LABELS
from renogroep.owners.rules.home_files import PURPOSE_LABELS
from renogroep.owners.rules.kinds import LETTING_LABELS, OWNER_LABELS, USE_LABELS
from renogroep.owners.rules.loans import LOAN_LABELS

NAMES: dict[str, str] = {
    "cases": N_("Your home and our advice"),
    "home": N_("Home"),
    "build_year": N_("Year in which it was built"),
    "use": N_("What the home is used for"),
    "measures": N_("Measures of the home"),
    "owner_kind": N_("You are"),
    "letting": N_("You rent out through a social housing company"),
    "state": N_("How far it is"),
    "opened_at": N_("Opened on"),
    "income_category": N_("Income category"),
    "other_dwelling": N_("You own another home too"),
    "income_told_on": N_("Income category told on"),
    "life_event_on": N_("Something changed in your life on"),
    "facts": N_("Facts of the home"),
    "fact": N_("What we asked"),
    "answer": N_("Answer"),
    "answers": N_("What you told us"),
    "question": N_("Question"),
    "routes": N_("Support that we proposed"),
    "action": N_("Next step"),
    "who": N_("Who"),
    "reason": N_("Reason"),
    "changed_because": N_("Why the advisor chose another step"),
    "tasks": N_("What we still do"),
    "what": N_("What"),
    "due_on": N_("By"),
    "moments": N_("When we spoke with you"),
    "kind": N_("How"),
    "words": N_("In a few words"),
    "outcome": N_("What came of it"),
    "hand_overs": N_("When your case went to another advisor"),
    "calls": N_("Calls that you asked for"),
    "phone": N_("Phone number"),
    "about": N_("About"),
    "files": N_("Photos and papers of your home"),
    "purpose": N_("What it is for"),
    "caption": N_("What it shows"),
    "taken_on": N_("Taken on"),
    "sent_at": N_("Sent on"),
    "goes_on": N_("We remove it on"),
    "loans": N_("Loans that we proposed"),
    "instrument": N_("Which loan"),
    "amount": N_("Amount"),
    "spread_years": N_("Years to pay back afterwards"),
    "why": N_("Why we proposed it"),
    "loan_state": N_("How far it is"),
    "checks": N_("What we asked for it"),
    "proposed_on": N_("Proposed on"),
    "merges": N_("When we found that two names are you"),
}
ANSWERS = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")}
INNER = {"checks": QUESTIONS}  # under this name stand questions about a loan, each with its answer
# (section, name) -> what its codes mean
CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("cases", "state"): {
        "open": N_("open"),
        "closed": N_("closed"),
        **{str(k): v for k, v in HAND_OVERS.noun.labels.items()},
    },
    ("cases", "loan_state"): {str(k): v for k, v in LOAN_LABELS.items()},
    **dict.fromkeys((("cases", name) for name in QUESTIONS), ANSWERS),
    ("cases", "kind"): {str(k): v for k, v in KIND_LABELS.items()},
    ("cases", "outcome"): {str(k): v for k, v in OUTCOME_LABELS.items()},
    ("cases", "purpose"): {str(k): v for k, v in PURPOSE_LABELS.items()},
    ("cases", "owner_kind"): {str(k): v for k, v in OWNER_LABELS.items()},
    ("cases", "use"): {str(k): v for k, v in USE_LABELS.items()},
    ("cases", "letting"): {str(k): v for k, v in LETTING_LABELS.items()},
}
_ANSWERS = {
    (question.no, answer.code): answer.label
    for question in CAN_WILL_2026.questions
    for answer in question.answers
} | {(question.no, RATHER_NOT): N_("I rather do not say") for question in CAN_WILL_2026.questions}


def asked_and_told(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The msgids of a question of the first call and of its answers, as they were asked.

    A question or answer that is not asked any more gives its number or code.
    """
    question, code = int(row["question"]), str(row["answer"])
    asked = {one.no: one.text for one in CAN_WILL_2026.questions}.get(question, str(question))
    return asked, [_ANSWERS.get((question, one), one) for one in code.split()]
