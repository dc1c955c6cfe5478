"""Pages: who works on a case, what is to do, and when does it end?"""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners import queries
from renogroep.owners.actions import cases
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.interest import withdraw_interest
from renogroep.subscriptions.queries import of_case
from renogroep.subscriptions.rules.lifecycle import ENDED
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.case_forms import CloseForm, HandOverForm, TaskForm, WaitForm
from renogroep.web.pages.case_view import give_choices, my_case, my_case_as_seen, show_case

GONE = frozenset(
    {OrderState.WITHDRAWN, OrderState.LAPSED, OrderState.CANCELLED, OrderState.SETTLED}
)
Work = Callable[[Session, Case], None]


def _do(
    case_id: int, form: Any, work: Work, done: str, *, as_seen: bool = True
) -> Response | tuple[str, int]:
    """Read the small form, do the work in one transaction, and come back to the case.

    as_seen   False for work that overwrites nothing, so that a colleague's change is no reason to
              refuse it
    """
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id) if as_seen else my_case(session, case_id)
            if form is not None:
                give_choices(session, one, form)
            good = form is None or form.validate()
            if good:
                work(session, one)
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, failed=form), 422
    if not good:
        return show_case(case_id, failed=form), 422
    flash(done)
    return redirect(url_for("pages.case", case_id=case_id))


@pages.post("/dossiers/<int:case_id>/overdragen")
@requires(May.CASE_WORK)
def case_hand_over(case_id: int) -> Response | tuple[str, int]:
    """Give the case to a colleague, who hears it."""
    form = HandOverForm(prefix="to")

    def work(session: Session, one: Case) -> None:
        to_id = form.to_id.data
        cases.hand_over(
            session, one, to_id=to_id, note=form.note.data or "", by=By(current_user.id)
        )
        notify(
            session,
            session.get_one(Person, to_id),
            "owners_handed_over",
            key=f"handed_over:{one.id}-{one.version}:{to_id}",
            link=None,
            by=By(current_user.id),
            case=one,
            colleague=current_user.name,
        )

    return _do(case_id, form, work, _("The case is handed over."))


@pages.post("/dossiers/<int:case_id>/wachten")
@requires(May.CASE_WORK)
def case_wait(case_id: int) -> Response | tuple[str, int]:
    """The next step is the owner's."""
    form = WaitForm(prefix="wait")

    def work(session: Session, one: Case) -> None:
        cases.wait_for_owner(session, one, until=form.until.data, by=By(current_user.id))

    return _do(case_id, form, work, _("The case waits for the owner."))


@pages.post("/dossiers/<int:case_id>/sluiten")
@requires(May.CASE_WORK)
def case_close(case_id: int) -> Response | tuple[str, int]:
    """End the case; the interest in packages ends with it, for the same reason."""
    form = CloseForm(prefix="close")

    def work(session: Session, one: Case) -> None:
        interests = [s for s in of_case(session, one.id) if s.state not in ENDED]
        _no_orders(session, [interest.id for interest in interests])
        for interest in interests:
            withdraw_interest(session, interest, reason=form.reason.data, by=By(current_user.id))
        cases.close_case(session, one, reason=form.reason.data, by=By(current_user.id))

    return _do(case_id, form, work, _("The case is closed."))


def _no_orders(session: Session, subscription_ids: list[int]) -> None:
    running = session.scalar(
        select(Order.id)
        .where(
            Order.subscription_id.in_(subscription_ids),
            Order.state.not_in([str(state) for state in GONE]),
        )
        .limit(1)
    )
    if running is not None:
        raise Refused(
            "case.has_order",
            "There is an order for this home. Finish or stop the order before you close the case.",
        )


@pages.post("/dossiers/<int:case_id>/heropenen")
@requires(May.CASE_WORK)
def case_reopen(case_id: int) -> Response | tuple[str, int]:
    """Take the case up again."""

    def work(session: Session, one: Case) -> None:
        cases.reopen_case(session, one, by=By(current_user.id))

    return _do(case_id, None, work, _("The case is open again."), as_seen=False)


@pages.post("/dossiers/<int:case_id>/taken")
@requires(May.CASE_WORK)
def case_task(case_id: int) -> Response | tuple[str, int]:
    """Something to do before a day, for whoever works on the case."""
    form = TaskForm(prefix="task")

    def work(session: Session, one: Case) -> None:
        cases.add_task(
            session,
            one,
            what=form.what.data,
            due_on=form.due_on.data,
            assignee_id=one.advisor_id or current_user.id,
            by=By(current_user.id),
        )

    return _do(case_id, form, work, _("The task is added."), as_seen=False)


@pages.post("/dossiers/<int:case_id>/taken/<int:task_id>/gedaan")
@requires(May.CASE_WORK)
def case_task_done(case_id: int, task_id: int) -> Response | tuple[str, int]:
    """A task is done; who is second hears that a colleague was first."""

    def work(session: Session, one: Case) -> None:
        task = found(queries.task(session, task_id, one.id))
        cases.done_task(session, task, by=By(current_user.id))

    return _do(case_id, None, work, _("The task is done."), as_seen=False)
