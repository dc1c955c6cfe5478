"""In which words does somebody read what we keep about them? The file keeps the short names."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from renogroep.base.text import N_
from renogroep.identity.rules.roles import ROLE_LABELS
from renogroep.infra.i18n import LANGUAGES, day, moment, say
from renogroep.journeys.presenters.case_words import CHANNEL_LABELS, FACT_LABELS
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.lifecycle import LABELS as ORDER_LABELS
from renogroep.owners.rules.can_will_table import CAN_WILL_2026, RATHER_NOT
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.subscriptions.rules.lifecycle import STATE_LABELS
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.rules.bill import QUANTITY_SOURCES

KEPT_WORDS: dict[str, str] = {
    "action": N_("Next step"),
    "acts": N_("What you did for others"),
    "address": N_("Address"),
    "about": N_("About"),
    "answer": N_("Answer"),
    "answers": N_("What you told us"),
    "as": N_("As"),
    "asked": N_("What we asked contractors for your home"),
    "at": N_("When"),
    "build_year": N_("Year in which it was built"),
    "calls": N_("Calls that you asked for"),
    "cases": N_("Your home and our advice"),
    "ceiling": N_("Ceiling price, excl. VAT"),
    "changed_because": N_("Why the advisor chose another step"),
    "channel": N_("How it came in"),
    "choices": N_("Contractors that you chose"),
    "conditions": N_("Conditions"),
    "hand_overs": N_("When your case went to another advisor"),
    "merges": N_("When we found that two names are you"),
    "outcome": N_("What came of it"),
    "moments": N_("When we spoke with you"),
    "consents": N_("What you agreed to"),
    "contacts": N_("How we reach you"),
    "contractor": N_("Contractor"),
    "contractors": N_("Contractors"),
    "declined_at": N_("You said no on"),
    "due_on": N_("By"),
    "email": N_("E-mail address"),
    "ended_at": N_("Ended on"),
    "fact": N_("What we asked"),
    "facts": N_("Facts of the home"),
    "final": N_("Final price, excl. VAT"),
    "given_at": N_("Given on"),
    "group": N_("Group"),
    "groups": N_("Your group"),
    "home": N_("Home"),
    "income_category": N_("Income category"),
    "interested_at": N_("Since"),
    "interests": N_("Your interests"),
    "language": N_("Language"),
    "life_event_on": N_("Something changed in your life on"),
    "measures": N_("Measures of the home"),
    "memberships": N_("What you are for the municipality"),
    "messages": N_("What we sent you"),
    "name": N_("Name"),
    "note": N_("Note"),
    "opened_at": N_("Opened on"),
    "orders": N_("Your orders"),
    "organisation": N_("Organisation"),
    "other_dwelling": N_("You own another home too"),
    "owner_kind": N_("You are"),
    "package": N_("Package"),
    "person": N_("Who you are"),
    "phone": N_("Phone number"),
    "place": N_("Place in your list"),
    "planned_on": N_("Works planned on"),
    "preferred": N_("This one first"),
    "premium": N_("Expected premium"),
    "purpose": N_("What for"),
    "quantities": N_("Quantities per post"),
    "question": N_("Question"),
    "reason": N_("Reason"),
    "reasons": N_("Reasons"),
    "reference": N_("Code"),
    "request": N_("Code of the request"),
    "role": N_("Role"),
    "routes": N_("Support that we proposed"),
    "rules_switched_on": N_("Rules that you switched on"),
    "screening": N_("What we found at your home"),
    "signed_at": N_("Signed on"),
    "state": N_("How far it is"),
    "subject": N_("Subject"),
    "survey": N_("Note of the survey"),
    "tasks": N_("What we still do"),
    "text": N_("The words"),
    "value": N_("Address or number"),
    "vat_percent": N_("VAT in per cent"),
    "way": N_("How"),
    "what": N_("What"),
    "who": N_("Who"),
    "withdraw_until": N_("You may withdraw until"),
    "works": N_("Works"),
    "yes_at": N_("You said yes on"),
}
ACT_WORDS: dict[str, str] = {
    "choice_run.by_id": N_("Choices worked out"),
    "correction.author_id": N_("Corrections of quotes"),
    "decision.decided_by": N_("Decisions signed"),
    "invitation.invited_by": N_("Contractors invited"),
    "opening.first_id": N_("Openings as first person"),
    "opening.second_id": N_("Openings as second person"),
    "price_query.judged_by": N_("Price questions judged"),
    "quote.saved_by": N_("Quotes saved"),
    "quote.submitted_by": N_("Quotes handed in"),
    "scenario_bill.set_by": N_("Quantities of scenarios written down"),
    "score.assessor_id": N_("Scores given"),
}
_WAYS = {
    "email": N_("By e-mail"),
    "mail": N_("By e-mail"),
    "mobile": N_("By phone"),
    "call": N_("By phone"),
    "letter": N_("By letter"),
}
_ANSWERS = {
    (question.no, answer.code): answer.label
    for question in CAN_WILL_2026.questions
    for answer in question.answers
} | {(question.no, RATHER_NOT): N_("I rather do not say") for question in CAN_WILL_2026.questions}
# (section, name) -> what its codes mean; "" is every section
_CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("interests", "state"): {str(k): v for k, v in STATE_LABELS.items()},
    ("orders", "state"): {str(k): v for k, v in ORDER_LABELS.items()},
    ("orders", "as"): {"household": N_("the household"), "co_owner": N_("co-owner")},
    ("orders", "conditions"): {str(k): v for k, v in CONDITION_STATE_LABELS.items()},
    ("cases", "state"): {"open": N_("open"), "closed": N_("closed")},
    ("cases", "owner_kind"): {str(k): v for k, v in OWNER_LABELS.items()},
    ("cases", "fact"): {fact.code: fact.question for fact in SCREENING_2026.facts},
    ("cases", "answer"): FACT_LABELS,
    ("consents", "purpose"): {"contact": N_("to contact you")},
    ("", "channel"): CHANNEL_LABELS,
    ("", "way"): _WAYS,
    ("", "role"): ROLE_LABELS,
    ("", "language"): LANGUAGES,
}
# Names that are codes themselves: which dictionary says what they mean.
_NAMES: dict[str, Mapping[str, str]] = {
    "measures": {code: source.label for code, source in QUANTITY_SOURCES.items()},
    "conditions": {str(k): v for k, v in CONDITION_LABELS.items()},
    "acts": ACT_WORDS,
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, in words: a value, or a list of things with their names."""

    name: str
    value: str = ""
    parts: tuple["Kept", ...] = ()


def in_words(section: str, value: Any) -> Kept:
    """Everything of one section of an export, in the language of the reader.

    Empty values are left out: "nothing" is said once, by the section that is not there.
    """
    return _kept(section, section, _name(section, ""), value)


def _kept(section: str, key: str, name: str, value: Any) -> Kept:
    if isinstance(value, Mapping):
        if "question" in value and "answer" in value:
            value = _answer(value)
        inner = [
            _kept(section, str(k), _name(str(k), key), v)
            for k, v in value.items()
            if v not in (None, "", [], {})
        ]
        return Kept(name, parts=tuple(inner))
    if isinstance(value, list | tuple):
        return Kept(name, parts=tuple(_kept(section, key, "", one) for one in value))
    return Kept(name, _value(section, key, value))


def _name(key: str, parent: str) -> str:
    return say(_NAMES.get(parent, {}).get(key) or KEPT_WORDS.get(key, key))


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """A question of the first call with its answer, as they were asked."""
    question, code = int(row["question"]), str(row["answer"])
    asked = {one.no: one.text for one in CAN_WILL_2026.questions}.get(question, str(question))
    told = [say(_ANSWERS.get((question, one), one)) for one in code.split()]
    return {**row, "question": say(asked), "answer": ", ".join(told)}


def _value(section: str, key: str, value: Any) -> str:
    text = str(value)
    codes = _CODES.get((section, key)) or _CODES.get(("", key))
    if codes is None and section == "orders" and key in _NAMES["conditions"]:
        codes = _CODES[("orders", "conditions")]
    if codes is not None and text in codes:
        return say(codes[text])
    if isinstance(value, bool):
        return say(FACT_LABELS["yes" if value else "no"])
    for look, read in _DATES:
        if look.match(text):
            return read(text)
    return text


_DATES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_MOMENT, lambda text: moment(datetime.fromisoformat(text))),
    (_DAY, lambda text: day(date.fromisoformat(text))),
)
