"""In which words do members of staff read what we think of a case? Never shown to the owner."""

from collections.abc import Mapping
from typing import Any

from renogroep.base.channel import Channel
from renogroep.base.text import N_
from renogroep.infra.i18n import say
from renogroep.owners.rules.can_will_table import CAN_WILL_2026
from renogroep.owners.rules.cases import LOSS_LABELS
from renogroep.owners.rules.contact import DIRECTION_LABELS, KIND_LABELS
from renogroep.owners.rules.contact import OUTCOME_LABELS as CAME_OF_IT
from renogroep.owners.rules.kinds import LETTING_LABELS, OWNER_LABELS, USE_LABELS
from renogroep.owners.rules.routes_table import Situation
from renogroep.owners.rules.routing import SITUATIONS
from renogroep.owners.rules.triage import Verdict
from renogroep.subscriptions.rules.screening import SCREENING_2026

VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.YES: N_("Yes"),
    Verdict.NO: N_("No"),
    Verdict.UNKNOWN: N_("Not known yet"),
}
SITUATION_LABELS: dict[Situation, str] = {
    Situation.CAN_WILL: N_("Can and wants to"),
    Situation.CAN_WILL_NOT: N_("Can, does not want to"),
    Situation.CANNOT_WILL: N_("Cannot yet, wants to"),
    Situation.CANNOT_WILL_NOT: N_("Cannot yet, does not want to"),
    Situation.UNKNOWN: N_("Not known yet"),
    Situation.SIGNAL: N_("Signal of a tenant"),
}
FACT_LABELS: dict[str, str] = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "unknown": N_("Not known"),
}
CHANNEL_LABELS: dict[str, str] = {
    "phone": N_("By phone"),
    "desk": N_("In person, on a visit or at the desk"),
    "paper": N_("On paper"),
    "online": N_("Online"),
}
STAFF_CHANNELS = (Channel.PHONE, Channel.DESK, Channel.PAPER)


def quadrant(can: str, will: str) -> str:
    """The msgid of the quadrant of two stored verdicts; empty verdicts are a tenant's signal."""
    if not can:
        return SITUATION_LABELS[Situation.SIGNAL]
    return SITUATION_LABELS[SITUATIONS[Verdict(can), Verdict(will)]]


_CHOSEN: dict[str, Mapping[Any, str]] = {
    "change-can": VERDICT_LABELS,
    "change-will": VERDICT_LABELS,
    "home-owner_kind": OWNER_LABELS,
    "home-use": USE_LABELS,
    "home-letting": LETTING_LABELS,
    "close-reason": LOSS_LABELS,
    "income-other_dwelling": FACT_LABELS,
    "channel": CHANNEL_LABELS,
    "contact-kind": KIND_LABELS,
    "contact-direction": DIRECTION_LABELS,
    "contact-outcome": CAME_OF_IT,
}
_REASONS = {  # three forms on the page ask for a reason
    "change-reason": N_("Why do you change it?"),
    "danger-reason": N_("Why is the danger over?"),
    "close-reason": N_("Why does it end?"),
}
_FACTS = {fact.code: fact.question for fact in SCREENING_2026.facts}
_QUESTIONS = {str(question.no): question for question in CAN_WILL_2026.questions}


def kept_words(name: str, value: str) -> tuple[str | None, str]:
    """Label (None: its form knows) and value of a posted field, as the page of the case said it."""
    part, _, code = name.partition("-")
    if part == "note" and code in _FACTS.keys() | _QUESTIONS.keys():
        asked = _FACTS[code] if code in _FACTS else _QUESTIONS[code].text
        return f"{say(asked)} ({say(N_('Note'))})", value
    if part == "fact" and code in _FACTS:
        return say(_FACTS[code]), say(FACT_LABELS.get(value, value))
    if part == "answer" and code in _QUESTIONS:
        labels = {answer.code: answer.label for answer in _QUESTIONS[code].answers}
        return say(_QUESTIONS[code].text), say(labels.get(value, value))
    reason = say(_REASONS[name]) if name in _REASONS else None
    words = _CHOSEN.get(name, {}).get(value)
    return reason, say(words) if words else value
