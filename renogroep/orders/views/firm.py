"""Pages: the contractor's homes, once their prices are fixed, and how far the works are."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.identity.models import Organisation
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.downloads import CSV, download
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.orders.actions import freezing, works
from renogroep.orders.forms import PlanForm
from renogroep.orders.models import Order, WaveFirm
from renogroep.orders.presenters.work_list import work_csv, work_page
from renogroep.orders.queries import finding
from renogroep.orders.queries import waves as wave_queries
from renogroep.orders.rules.events import Did
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked


def _seen(did: Did) -> Sequence[Order]:
    """The firm's homes; that somebody looked is recorded, because names and numbers are in it."""
    firm_id = current_user.firm_id
    shown = [order.id for order in finding.work_of(db.session(), firm_id)]
    looked(did, lambda session: found(session.get(Organisation, firm_id or 0)), order_ids=shown)
    return finding.work_of(db.session(), firm_id)


@pages.get("/werklijst")
@requires(May.WORKLIST_SEE)
def work_list() -> str:
    """Homes of frozen rounds only. Homes to measure stand apart, by their code."""
    return _page()


def _page(refusal: Any = None) -> str:
    _seen(Did.WORK_LIST_SEEN)
    page = work_page(db.session(), current_user.firm_id)
    return render_template("orders/work_list.html", refusal=refusal, **page)


@pages.get("/werklijst.csv")
@requires(May.WORKLIST_SEE)
def work_list_csv() -> Response:
    """The same homes for a spreadsheet."""
    return download(work_csv(_seen(Did.WORK_LIST_DOWNLOADED)), "werklijst.csv", CSV)


@pages.post("/werklijst/<int:order_id>/planning")
@requires(May.WORKLIST_SEE)
def plan(order_id: int) -> Answer:
    """Set or change the first day of the works."""
    mine(Order, order_id)
    form = PlanForm()

    def again(refusal: Any) -> str:
        wrong = [str(words[0]) for words in form.errors.values()]
        return _page(refusal or next(iter(wrong), None))

    def work(session: Session, by: By) -> None:
        works.plan(session, mine(Order, order_id), form.planned_on.data, by=by)

    return act(
        form,
        work,
        again=again,
        to=url_for("orders.work_list"),
        done=_("The day is noted, and the household got a message."),
    )


@pages.post("/werklijst/<int:order_id>/stap")
@requires(May.WORKLIST_SEE)
def move(order_id: int) -> Answer:
    """The works began, or are done."""

    def work(session: Session, by: By) -> None:
        order = mine(Order, order_id)
        step = pressed("move", {"start": works.start, "hand_over": works.hand_over})
        step(session, order, by=by)

    return act(None, work, again=_page, to=url_for("orders.work_list"), done=_("Noted."))


@pages.post("/werklijst/minimum/<int:wave_id>/<int:quote_id>")
@requires(May.WORKLIST_SEE)
def waive(wave_id: int, quote_id: int) -> Answer:
    """Too few homes: the contractor comes anyway at the ceiling, or says no."""

    def work(session: Session, by: By) -> None:
        firm = mine(WaveFirm, wave_queries.came_of(session, wave_id, quote_id))
        pressed("answer", freezing.ANSWERS)(session, firm, by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("orders.work_list"),
        done=_("Your answer is noted, and the households got a message."),
    )
