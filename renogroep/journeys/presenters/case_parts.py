"""Which parts of the page of a case are open: where something is due, or was just kept or refused?"""

from collections.abc import Collection
from datetime import date

from renogroep.journeys.forms import case as forms
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage
from renogroep.owners.models import Task

# Where one works on each step; a step that is not here has no form of its own.
PART_OF_STAGE: dict[Stage, str] = {
    Stage.DANGER: "route",
    Stage.TASK: "todo",
    Stage.FIRST_CALL: "route",
    Stage.ROUTE: "route",
    Stage.HOUSEHOLD: "contact",
    Stage.TO_MEASURE: "measures",
    Stage.CALL: "contact",
    Stage.AFTERCARE: "contact",
}
PART_OF_FORM: dict[type, str] = {
    forms.ContactForm: "contact",
    forms.TaskForm: "todo",
    forms.HomeForm: "home",
    forms.IncomeForm: "income",
    forms.OverrideForm: "route",
    forms.DangerForm: "route",
    forms.HandOverForm: "pass",
    forms.WaitForm: "pass",
    forms.CloseForm: "pass",
}


def open_parts(
    stage: CaseStage | None, tasks: Collection[Task], today: date, asked: str | None = None
) -> set[str]:
    """The names of the parts that are not folded.

    tasks   the open ones
    asked   the part in which something was kept or refused just now
    """
    parts = {"todo"} if any(task.due_on <= today for task in tasks) else set()
    if stage is None:
        parts.add("route")
    elif stage.waits_for is None and stage.stage in PART_OF_STAGE:
        parts.add(PART_OF_STAGE[stage.stage])
    return parts | {asked} if asked else parts
