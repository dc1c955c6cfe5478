"""What stands on the page with the questions on can and will? Sensitive."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.journeys.presenters.case_words import CHANNEL_LABELS, STAFF_CHANNELS
from renogroep.owners import queries
from renogroep.owners.models import CanWillAnswer, Case
from renogroep.owners.queries import CanWillRules
from renogroep.owners.queries.premiums import premium_applies
from renogroep.owners.rules.cost_range import cost_range
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.triage import is_stale, labels
from renogroep.subscriptions.queries import of_case, wanted_measures
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.subscriptions.words import in_words


def questions_page(
    session: Session, case: Case, typed: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The questions with what was answered last, or with what was just typed."""
    today = clock.today()
    rules = queries.can_will_rules(session, case.municipality_id, today)
    kind = OwnerKind(case.owner_kind)
    wanted = wanted_measures(session, case.id)
    premium = premium_applies(session, case, today, wanted)
    newest = queries.newest_answers(session, case.id)
    rows = [
        {
            "question": question,
            "text": question.text_of(kind),
            "answers": question.answers_of(kind),
            "ranges": _ranges(session, case, rules) if question.with_range else [],
            "chosen": typed.getlist(f"answer-{question.no}") if typed else None,
            **_before(case, newest.get(question.no), rules),
        }
        for question in rules.questions.questions
        if (premium or not question.only_with_premium) and kind != OwnerKind.TENANT
    ]
    return {
        "case": case,
        "rows": rows,
        "typed": typed,
        "channels": [(code, CHANNEL_LABELS[code]) for code in STAFF_CHANNELS],
    }


def question_numbers(session: Session, case: Case) -> list[int]:
    """The questions that the rules of today ask."""
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    return [question.no for question in rules.questions.questions]


def _ranges(session: Session, case: Case, rules: CanWillRules) -> list[Text]:
    """About how much the works of each package that this owner wants cost, as far as we know."""
    measured = queries.quantities(session, case.dwelling_id)
    said = []
    for subscription in of_case(session, case.id):
        for lot in [link.lot for link in subscription.lots if subscription.state in LIVE]:
            presumed = {post.source: post.presumed for post in lot.posts if post.scope == "home"}
            found = cost_range(rules.questions.prices, lot.measure, {**presumed, **measured})
            if found is not None:
                said.append(
                    t(
                        "%(works)s: about %(low)s to %(high)s euro for this home, without VAT and before premiums.",
                        works=in_words(lot, "title"),
                        low=found[0].decimal.to_integral_value(),
                        high=found[1].decimal.to_integral_value(),
                    )
                )
    return said


def _before(case: Case, row: CanWillAnswer | None, rules: CanWillRules) -> dict[str, Any]:
    """What was answered last. An answer that no longer counts is shown, but not filled in again."""
    if row is None:
        return {"last": None, "label": "", "stale": False, "before": []}
    stale = is_stale(clock.local(row.at).date(), clock.today(), case.life_event_on, rules.questions)
    label = labels(rules.questions.answers(row.question, row.answer))
    before = [] if stale else row.answer.split()
    return {"last": row, "label": label, "stale": stale, "before": before}
