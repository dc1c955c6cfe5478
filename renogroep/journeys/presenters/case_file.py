"""What stands on the page of one case, and what may this member of staff see of it?"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.identity.queries.consents import withdrew
from renogroep.identity.rules.consents import CONTACT
from renogroep.infra.access import May, may_in
from renogroep.infra.i18n import say
from renogroep.journeys.actions.screen_home import Screened
from renogroep.journeys.forms import case as forms
from renogroep.journeys.models import CaseStage
from renogroep.journeys.presenters.case_loan import case_loan
from renogroep.journeys.presenters.case_parts import PART_OF_FORM, open_parts
from renogroep.journeys.presenters.case_timeline import names_in, timeline
from renogroep.journeys.presenters.case_words import (
    CHANNEL_LABELS,
    FACT_LABELS,
    STAFF_CHANNELS,
    VERDICT_LABELS,
    quadrant,
)
from renogroep.journeys.presenters.stage_words import Step, step_of, task_words
from renogroep.journeys.queries.case_story import names_of
from renogroep.journeys.queries.messages import to_tell
from renogroep.journeys.queries.stages import stage_of_case
from renogroep.owners import queries
from renogroep.owners.actions.handing_over import asked_of, colleagues
from renogroep.owners.models import Case, Task
from renogroep.owners.rules.cases import LOSS_LABELS, TaskState
from renogroep.owners.rules.contact import DIRECTION_LABELS, KIND_LABELS
from renogroep.owners.rules.contact import OUTCOME_LABELS as CAME_OF_IT
from renogroep.owners.rules.kinds import LETTING_LABELS, OWNER_LABELS, USE_LABELS
from renogroep.subscriptions.actions.screening import screening_table
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.queries import of_case
from renogroep.subscriptions.rules.lifecycle import INTERESTS, LIVE, STATE_LABELS
from renogroep.subscriptions.rules.screening import OUTCOME_LABELS, Outcome
from renogroep.tenders.rules.bill import (
    COUNTED_SOURCES,
    QUANTITY_SOURCES,
    QuantitySource,
)


def forms_for(session: Session, case: Case, failed: Any = None) -> dict[str, Any]:
    """Every small form as it stands now, with the one that failed in its place."""
    shown = {
        "hand_over": forms.HandOverForm(None, prefix="to"),
        "wait": forms.WaitForm(None, prefix="wait"),
        "contact": forms.ContactForm(None, prefix="contact", kind="call", key=token_hex(16)),
        "close": forms.CloseForm(None, prefix="close"),
        "task": forms.TaskForm(None, prefix="task"),
        "home": forms.HomeForm(
            None,
            prefix="home",
            owner_kind=case.owner_kind,
            build_year=str(case.dwelling.build_year or ""),
            use=case.dwelling.use or "",
            letting=case.letting or "",
        ),
    }
    if sees_sensitive(case):
        shown["income"] = forms.IncomeForm(
            None,
            prefix="income",
            category=str(case.income_category or ""),
            other_dwelling={True: "yes", False: "no", None: ""}[case.other_dwelling],
            life_event_on=case.life_event_on,
        )
        shown["override"] = forms.OverrideForm(None, prefix="change")
        shown["danger"] = forms.DangerForm(None, prefix="danger")
    for name, form in shown.items():
        if isinstance(failed, type(form)):
            shown[name] = failed
    for form in shown.values():
        give_choices(session, case, form)
    return shown


def give_choices(session: Session, case: Case, form: Any) -> None:
    """What may be chosen depends on the day and on who works here."""
    nothing = ("", _("Choose"))
    unknown = ("", _("Not told"))
    if isinstance(form, forms.HandOverForm):
        people = colleagues(session, case)
        form.to_id.choices = [(p.id, p.name) for p in people if p.id != case.advisor_id]
    elif isinstance(form, forms.ContactForm):
        form.kind.choices = [(code.value, say(w)) for code, w in KIND_LABELS.items()]
        results = [(code.value, say(w)) for code, w in CAME_OF_IT.items()]
        form.outcome.choices = [nothing, *results]
        form.direction.choices = [(code.value, say(w)) for code, w in DIRECTION_LABELS.items()]
        form.told.choices = [(row.id, row.subject) for row in to_tell(session, case.person_id)]
    elif isinstance(form, forms.CloseForm):
        form.reason.choices = [nothing, *((code.value, say(w)) for code, w in LOSS_LABELS.items())]
    elif isinstance(form, forms.HomeForm):
        form.owner_kind.choices = [(code.value, say(w)) for code, w in OWNER_LABELS.items()]
        form.use.choices = _told(USE_LABELS, case.dwelling.use)
        form.letting.choices = _told(LETTING_LABELS, case.letting)
    elif isinstance(form, forms.IncomeForm):
        form.category.choices = [unknown, *((str(n), str(n)) for n in (1, 2, 3, 4))]
        form.other_dwelling.choices = [unknown, ("yes", _("Yes")), ("no", _("No"))]
    elif isinstance(form, forms.OverrideForm):
        verdicts = [(code.value, say(w)) for code, w in VERDICT_LABELS.items()]
        form.can.choices = form.will.choices = [("", _("Leave as it is")), *verdicts]


def _told(labels: Mapping[Any, str], known: str | None) -> list[tuple[str, str]]:
    """The choices; "not told" only as long as it was not."""
    choices = [(code.value, say(words)) for code, words in labels.items()]
    return choices if known else [("", _("Not told")), *choices]


def sources_of(subscriptions: Sequence[Subscription]) -> list[QuantitySource]:
    """What must be measured in this home for the works that its owner wants."""
    used = {
        post.source
        for subscription in subscriptions
        if subscription.state in LIVE
        for link in subscription.lots
        for post in link.lot.posts
    }
    return [s for code, s in QUANTITY_SOURCES.items() if code in used - COUNTED_SOURCES]


def stopped_interests(session: Session, case: Case) -> list[Subscription]:
    """What its owner may take up again when the case is opened."""
    return [row for row in of_case(session, case.id) if INTERESTS.may(row.state, "resume")]


def sees_sensitive(case: Case) -> bool:
    """May the reader see can, will and income of this household?"""
    return may_in(May.CASE_SENSITIVE, case.neighbourhood_id)


def case_page(
    session: Session, case: Case, failed: Any = None, part: str | None = None
) -> dict[str, Any]:
    """What stands on the page of a case, for whoever may see it.

    failed   the form that was refused
    part     in which something was kept or refused
    """
    sensitive = sees_sensitive(case)
    subscriptions = of_case(session, case.id)
    decisions = queries.route_decisions(session, case.id) if sensitive else []
    tasks = queries.tasks(session, case.id)
    facts = queries.facts(session, case.id)
    stage = stage_of_case(session, case.id)
    to_do = [task for task in tasks if task.state == TaskState.OPEN]
    return {
        "case": case,
        "working": may_in(May.CASE_WORK, case.neighbourhood_id),
        "notes_danger": may_in(May.DANGER_NOTE, case.neighbourhood_id),
        "open_parts": open_parts(
            stage, to_do, clock.today(), part or PART_OF_FORM.get(type(failed))
        ),
        "hand_over": _hand_over(session, case),
        "step": _step(case, stage, to_do),
        "no_contact": withdrew(session, case.person_id, CONTACT),
        **_links(case),
        "subscriptions": subscriptions,
        "state_labels": STATE_LABELS,
        "owner_labels": OWNER_LABELS,
        "loss_labels": LOSS_LABELS,
        "sensitive": sensitive,
        "decisions": decisions,
        "quadrant": quadrant,
        "open_tasks": to_do,
        "task_words": lambda task: task_words(task, case.neighbourhood_id),
        "names": names_in(session, tasks, decisions, facts),
        "fact_rows": screening_table(session, case.municipality_id)[0].facts,
        "facts": {fact.fact: fact for fact in facts},
        "fact_labels": FACT_LABELS,
        "channels": [(code, CHANNEL_LABELS[code]) for code in STAFF_CHANNELS],
        "sources": sources_of(subscriptions),
        "measures": {row.source: row for row in case.dwelling.measures},
        "timeline": timeline(session, case, subscriptions, tasks, decisions, facts),
        "loan": case_loan(session, case) if _lends(case) else None,
        "forms": forms_for(session, case, failed),
        "form": failed,
        "today": clock.today(),
    }


def _links(case: Case) -> dict[str, str]:
    return {
        "household_url": url_for("pages.household", case_id=case.id),
        "costs_url": url_for("pages.case_costs", case_id=case.id),
    }


def _lends(case: Case) -> bool:
    return may_in(May.LOAN_PROPOSE, case.neighbourhood_id)


def fact_codes(session: Session, case: Case) -> list[str]:
    """The facts that the knock-out list of today asks."""
    return [fact.code for fact in screening_table(session, case.municipality_id)[0].facts]


def screened_words(screened: Sequence[Screened]) -> list[Text]:
    """What the facts meant, one sentence per interest."""
    said = []
    for one in screened:
        outcome = Text(OUTCOME_LABELS[one.outcome])
        if one.outcome == Outcome.INCOMPLETE:
            said.append(
                t(
                    "%(reference)s: %(outcome)s. Questions left: %(count)s.",
                    reference=one.reference,
                    outcome=outcome,
                    count=one.to_ask,
                )
            )
        else:
            said.append(t("%(reference)s: %(outcome)s.", reference=one.reference, outcome=outcome))
    return said or [t("The facts are kept. There is no interest to screen yet.")]


def _hand_over(session: Session, case: Case) -> dict[str, Any] | None:
    """What waits for an answer, and what the reader may answer."""
    line = asked_of(session, case.id)
    if line is None:
        return None
    asked = line.hand_over
    names = names_of(session, [asked.from_id, asked.to_id])
    return {
        "by": names.get(asked.from_id, "–"),
        "to": names.get(asked.to_id, "–"),
        "note": asked.note,
        "answer": asked.to_id == current_user.id,
        "take_back": asked.from_id == current_user.id,
    }


def _step(case: Case, row: CaseStage | None, tasks: Sequence[Task]) -> Step:
    """What must be done first, as the lists say it."""
    first = next(iter(tasks), None)
    if row is None:
        return Step(_("Look at this case"))
    where = case.neighbourhood_id
    return step_of(row.stage, row.due_on, row.waits_for, first, clock.today(), where)
