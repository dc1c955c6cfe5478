"""What must be done first for a case at this step, in the words of staff?"""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from renogroep.base.text import N_
from renogroep.infra.access import May, may_in
from renogroep.infra.i18n import number, say, say_stored
from renogroep.journeys.queries.caseload import CAP
from renogroep.journeys.queries.stages import FirstTask
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.owners.models import Task

TO_DO: dict[Stage, str] = {
    Stage.DANGER: N_("Acute danger: act today"),
    Stage.TASK: N_("Do what is planned"),
    Stage.FIRST_CALL: N_("Make the first call"),
    Stage.ROUTE: N_("Ask the questions and choose the route"),
    Stage.HOUSEHOLD: N_("Help the owner with the next step"),
    Stage.TO_MEASURE: N_("Measure the home"),
    Stage.CALL: N_("Call the owner"),
    Stage.AFTERCARE: N_("Ask how the works went"),
    Stage.WITH_PACKAGE: N_("Nothing now: the package goes on"),
    Stage.NO_PACKAGE: N_("Look what helps: there is no package"),
}
WAITS: dict[WaitsFor, str] = {
    WaitsFor.OWNER: N_("Waits for the owner"),
    WaitsFor.PACKAGE: N_("Waits for the package"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a list shows of the step of one case.

    late   our own day is over
    """

    words: str
    due: date | None = None
    waits: str = ""
    late: bool = False


def step_of(
    stage: Stage | None,
    due: date | None,
    waits_for: WaitsFor | None,
    task: FirstTask | Task | None,
    today: date,
    neighbourhood_id: int,
) -> Step:
    """The first thing to do; a case whose step nobody worked out yet is looked at."""
    if stage is None:
        return Step(_("Look at this case"))
    words = say(TO_DO[stage])
    if stage == Stage.TASK and task is not None:
        words = task_words(task, neighbourhood_id)
    late = waits_for is None and due is not None and due < today
    return Step(words, due, say(WAITS[waits_for]) if waits_for else "", late)


def task_words(task: FirstTask | Task, neighbourhood_id: int) -> str:
    """What a task asks. What follows from can and will is for those who may know it."""
    if task.route_decision_id is not None and not may_in(May.CASE_SENSITIVE, neighbourhood_id):
        return _("The next step of the route: ask the advisor")
    return say_stored(task.what)


def how_many(count: int) -> str:
    """Cases in a pile, which is counted no further than CAP."""
    return _("more than %(count)s", count=number(CAP)) if count > CAP else number(count)
