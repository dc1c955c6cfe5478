"""Which homes ask something of an advisor or the desk today: calls, cases, surveys?"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.rules.phone import shown
from renogroep.infra.access import May
from renogroep.infra.holidays import belgian
from renogroep.infra.scope import scope_for
from renogroep.journeys.presenters.stage_words import how_many, step_of
from renogroep.journeys.queries import caseload, due_cases
from renogroep.journeys.queries.stages import FirstTask, first_tasks
from renogroep.journeys.rules.blocks import SHOWN, Block, Line, urgent_first
from renogroep.journeys.rules.case_stage import measure_by
from renogroep.journeys.rules.piles import Looker, Pile
from renogroep.journeys.rules.today import is_late, last_day_shown
from renogroep.orders.models import Order
from renogroep.orders.queries.to_survey import first_to_survey, to_survey_count
from renogroep.owners.models import CallRequest
from renogroep.owners.queries import count_calls, waiting_calls


def cases(session: Session) -> list[Block]:
    """Who waits for a call, my cases of which the day is there, and what nobody looks at."""
    municipality_id, scope = scope_for(May.CASE_SEE).staff
    today = clock.today()
    who = Looker(current_user.id, municipality_id, scope, today)
    piles = (Pile.MINE, Pile.UNASSIGNED)
    mine, nobody = caseload.counts(session, who, piles=piles).values()
    until = last_day_shown(today, belgian(today))
    danger = due_cases.dangers(session, who, SHOWN)
    due = due_cases.mine_due(session, who, SHOWN)
    free = due_cases.nobodys(session, who, until, SHOWN, big=nobody > caseload.CAP)
    asked = due_cases.asked_of_me(session, who, SHOWN)
    tasks = first_tasks(session, [row.id for row in [*danger, *asked, *due, *free]])
    return [
        *_dangers([_case(row, tasks) for row in danger]),
        *_asked([_case(row, tasks) for row in asked]),
        _calls(
            waiting_calls(session, municipality_id, scope, SHOWN),
            count_calls(session, municipality_id, scope),
        ),
        Block(
            "due",
            _("My cases due today or too late"),
            _("Nothing is due today. Look at the cases that nobody works on, or plan ahead."),
            urgent_first(_case(row, tasks) for row in due),
            url_for("pages.caseload", stapel="mine"),
            _("All my cases: %(count)s", count=how_many(mine)),
        ),
        Block(
            "unassigned",
            _("Nobody works on these yet"),
            _("Every case has an advisor."),
            urgent_first(_case(row, tasks) for row in free),
            url_for("pages.caseload", stapel="unassigned"),
            _("All of them: %(count)s", count=how_many(nobody)),
        ),
    ]


def _calls(calls: Sequence[CallRequest], count: int) -> Block:
    today = clock.today()
    return Block(
        "calls",
        _("Call back"),
        _("Nobody waits for a call. Go on with your own cases."),
        [
            Line(
                shown(call.phone),
                url_for("pages.caseload"),
                call.about,
                call.due_on,
                late=is_late(call.due_on, today),
            )
            for call in calls
        ],
        url_for("pages.caseload"),
        _("All call-backs: %(count)s", count=count),
    )


def _dangers(lines: list[Line]) -> list[Block]:
    """Danger is everybody's, so it stands on top for advisor, team lead and desk."""
    if not lines:
        return []
    url = url_for("pages.caseload", stapel="all")
    return [Block("danger", _("Acute danger"), "", lines, url, _("All cases"))]


def _asked(lines: list[Line]) -> list[Block]:
    """A colleague waits for an answer."""
    return (
        [Block("asked", _("A colleague asks you to take these over"), "", lines)] if lines else []
    )


def _case(row: Any, tasks: Mapping[int, FirstTask]) -> Line:
    box = f" bus {row.box}" if row.box else ""
    first, where = tasks.get(row.id), row.neighbourhood_id
    step = step_of(row.stage, row.due_on, row.waits_for, first, clock.today(), where)
    return Line(
        f"{row.street} {row.number}{box}",
        url_for("pages.case", case_id=row.id),
        " · ".join(part for part in (step.words, row.name, shown(row.phone or "")) if part),
        clock.today() if row.danger else step.due,
        urgent=row.danger,
        late=step.late and not row.danger,
    )


def surveys(session: Session) -> Block:
    """Homes whose household said a provisional yes, by the day on which they must be measured."""
    today = clock.today()
    holidays = belgian(today)
    where = scope_for(May.ORDER_SURVEY).staff
    lines = sorted(
        (_survey(order, holidays) for order in first_to_survey(session, *where, SHOWN)),
        key=lambda line: (line.due, line.title),
    )
    return Block(
        "surveys",
        _("Homes to survey"),
        _("No home waits for a survey. It appears here after a provisional yes."),
        urgent_first(lines),
        url_for("orders.index"),
        _("All homes to survey: %(count)s", count=to_survey_count(session, *where)),
    )


def _survey(order: Order, holidays: frozenset[Any]) -> Line:
    wave, said = order.wave, order.provisional_at or order.created_at
    due = measure_by(clock.local(said).date(), wave.order_until, holidays)
    return Line(
        order.subscription.case.dwelling.address.label,
        url_for("orders.survey", order_id=order.id),
        f"{wave.lot.package.title}: {wave.lot.title}",
        due,
        late=is_late(due, clock.today()),
    )
