"""What happened in a case, newest first?"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from renogroep.base.text import Text, t
from renogroep.infra.i18n import say_stored
from renogroep.journeys.presenters.stage_words import task_words
from renogroep.journeys.queries.case_story import names_of, told
from renogroep.owners import queries
from renogroep.owners.models import Case, ContactMoment, RouteDecision, ScreeningFact, Task
from renogroep.owners.rules.contact import KIND_LABELS, Direction
from renogroep.owners.rules.contact import OUTCOME_LABELS as CAME_OF_IT
from renogroep.subscriptions.models import Subscription


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened in a case."""

    at: datetime
    words: Text
    by: str = ""


def names_in(
    session: Session,
    tasks: Sequence[Task],
    decisions: Sequence[RouteDecision],
    facts: Sequence[ScreeningFact],
    authors: Collection[int | None] = frozenset(),
) -> dict[int | None, str]:
    """The names of everybody who did something here, in one question to the database."""
    keys = {task.assignee_id for task in tasks} | {task.done_by for task in tasks}
    keys |= {decision.author_id for decision in decisions} | {fact.author_id for fact in facts}
    keys |= set(authors)
    return names_of(session, keys)


def timeline(
    session: Session,
    case: Case,
    subscriptions: Sequence[Subscription],
    tasks: Sequence[Task],
    decisions: Sequence[RouteDecision],
    facts: Sequence[ScreeningFact],
) -> list[Moment]:
    """Everything that happened, newest first; routes only for those who may see them."""
    spoken = queries.contact_moments(session, case.id)
    authors = {row.author_id for row in spoken}
    names = names_in(session, tasks, decisions, facts, authors)
    moments = [Moment(case.opened_at, t("The case was opened."))]
    for interest in subscriptions:
        moments += _interest_moments(interest)
    noted: dict[tuple[datetime, int | None], int] = Counter((f.at, f.author_id) for f in facts)
    for (at, author), count in noted.items():  # one line per save
        words = t("Facts of the home were noted: %(count)s.", count=str(count))
        moments.append(Moment(at, words, names.get(author, "")))
    for decision in reversed(decisions):
        by = names.get(decision.author_id, "")
        moments.append(Moment(decision.at, _route_moment(decision), by))
    for task in tasks:
        if task.done_at is not None:
            what = t("Done: %(what)s", what=task_words(task, case.neighbourhood_id))
            moments.append(Moment(task.done_at, what, names.get(task.done_by, "")))
    for row in spoken:
        moments.append(Moment(row.at, _contact_moment(row), names.get(row.author_id, "")))
    for at, subject in told(session, case.person_id):
        moments.append(Moment(at, t("Told the owner: %(subject)s", subject=subject)))
    return sorted(moments, key=lambda moment: moment.at)[::-1]


def _contact_moment(row: ContactMoment) -> Text:
    kind, outcome = Text(KIND_LABELS[row.kind]), Text(CAME_OF_IT[row.outcome])
    if row.direction == Direction.IN:
        kind = t("%(kind)s of the owner", kind=kind)
    what = t("%(kind)s, %(outcome)s.", kind=kind, outcome=outcome)
    if row.words:
        what = t("%(kind)s, %(outcome)s: “%(words)s”", kind=kind, outcome=outcome, words=row.words)
    if row.next_on is None:
        return what
    if row.next_time is None:
        return t("%(what)s Again on %(day)s.", what=what, day=row.next_on)
    return t(
        "%(what)s Again on %(day)s at %(time)s.", what=what, day=row.next_on, time=row.next_time
    )


def _route_moment(decision: RouteDecision) -> Text:
    if decision.danger_over:
        return t("The danger is over, so a route was chosen again.")
    if decision.override_reason:
        return t("The advisor changed the route.")
    return t("A route was chosen: %(action)s", action=say_stored(decision.action))


def _interest_moments(row: Subscription) -> list[Moment]:
    code = row.reference
    steps = (
        (
            row.interested_at,
            t("Showed interest, without obligation: %(reference)s.", reference=code),
        ),
        (row.screened_at, t("The home was screened for %(reference)s.", reference=code)),
        (row.ended_at, t("Stopped with %(reference)s.", reference=code)),
    )
    return [Moment(at, words) for at, words in steps if at is not None]
