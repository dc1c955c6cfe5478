"""Pages: two people open the quotes of a lot, and the minutes of it."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.identity.models import Municipality, Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.pages import found
from renogroep.quotes.actions import opening as actions
from renogroep.quotes.actions.deadlines import give_more_time, may_move
from renogroep.quotes.documents.minutes import minutes_pdf as make_pdf
from renogroep.quotes.documents.minutes import minutes_view
from renogroep.quotes.events import Did
from renogroep.quotes.forms import NewDeadlineForm, OpeningForm
from renogroep.quotes.queries import invitations, opened
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import download, my_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode, possible_moves

Answer = str | Response | tuple[str, int]


@pages.route("/percelen/<int:lot_id>/openen", methods=["GET", "POST"])
@requires(May.QUOTES_OPEN)
def opening(lot_id: int) -> Answer:
    """Who confirmed, and the button for the next person."""
    lot = my_lot(lot_id)
    form = OpeningForm()
    if not form.validate_on_submit():
        return _opening_page(lot, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            row = actions.open_lot(
                session,
                my_lot(lot_id),
                by=By(current_user.id),
                expects=int(form.expects.data == "1"),
            )
            done = row.second_at is not None
    except Refused as refused:
        return _opening_page(my_lot(lot_id), OpeningForm(formdata=None), refused.text), 422
    if done:
        tender = my_lot(lot_id).package.mode == Mode.PROCUREMENT
        flash(
            _("The quotes are open. These are the minutes.")
            if tender
            else _("The quotes are open. This is the report.")
        )
        return redirect(url_for("quotes.minutes", lot_id=lot_id))
    flash(_("You confirmed. Now somebody else confirms, on the same page with their own login."))
    return redirect(url_for("quotes.opening", lot_id=lot_id))


def _opening_page(lot: Lot, form: OpeningForm, refusal: Text | None = None) -> str:
    session = db.session()
    row = opened.latest_opening(session, lot.id)
    deadline = _deadline(lot)
    waiting = row is not None and row.second_at is None
    form.expects.data = "1" if waiting else "0"
    return render_template(
        "quotes/opening.html",
        lot=lot,
        package=lot.package,
        form=form,
        refusal=refusal,
        opening=row,
        first=session.get(Person, row.first_id) if row else None,
        asked=_asked(lot),
        deadline=deadline,
        closed=_closed(lot),
        waiting=waiting,
        may_move=may_move(session, lot),
        may_stop="fail" in possible_moves(Mode(lot.package.mode), LotState(lot.state))
        and lot.state not in (LotState.COLLECTING, *actions.FAILS_ELSEWHERE),
    )


def _asked(lot: Lot) -> list[tuple[Request, int]]:
    """Every request with the number of quotes that came in; before the opening no more than that."""
    session = db.session()
    requests = invitations.requests_of(session, lot.id)
    return [(request, invitations.quotes_in(session, request.id)) for request in requests]


def _deadline(lot: Lot) -> datetime | None:
    return max((request.deadline for request, _count in _asked(lot)), default=None)


def _closed(lot: Lot) -> bool:
    deadline = _deadline(lot)
    return deadline is not None and not in_time(clock.now(), deadline)


@pages.route("/percelen/<int:lot_id>/nieuwe-termijn", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def new_deadline(lot_id: int) -> Answer:
    """Contractors get more time: before the deadline, or when nobody quoted."""
    lot = my_lot(lot_id)
    form = NewDeadlineForm()
    refusal = None
    if form.validate_on_submit() and form.deadline.data:
        moment = form.deadline.data
        try:
            with db.transaction() as session:
                give_more_time(
                    session,
                    my_lot(lot_id),
                    deadline=clock.at_local(moment.date(), moment.time()),
                    reason=cleaned(form.reason.data or ""),
                    by=By(current_user.id),
                )
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("There is a new deadline. The contractors and the households are told."))
            return redirect(url_for("quotes.opening", lot_id=lot_id))
    lot = my_lot(lot_id)
    page = render_template(
        "quotes/opening_deadline.html",
        lot=lot,
        form=form,
        refusal=refusal,
        asked=_asked(lot),
        open_now=not _closed(lot),
    )
    return (page, 422) if form.errors or refusal else page


@pages.get("/percelen/<int:lot_id>/proces-verbaal")
@requires(May.QUOTES_OPEN)
def minutes(lot_id: int) -> Answer:
    """Who opened what, when, and which totals were read."""
    session = db.session()
    lot = my_lot(lot_id)
    row = found(opened.latest_opening(session, lot.id))
    if row.second_at is None:
        return redirect(url_for("quotes.opening", lot_id=lot_id))
    return render_template(
        "quotes/minutes.html", lot=lot, package=lot.package, view=minutes_view(session, lot, row)
    )


@pages.get("/percelen/<int:lot_id>/proces-verbaal.pdf")
@requires(May.QUOTES_OPEN)
def minutes_pdf(lot_id: int) -> Answer:
    """The minutes on paper; who took them along is kept."""
    with db.transaction() as session:
        lot = my_lot(lot_id)
        row = found(opened.latest_opening(session, lot.id))
        if row.second_at is None:
            return redirect(url_for("quotes.opening", lot_id=lot_id))
        record(session, Did.MINUTES_DOWNLOADED, actor_id=current_user.id, subject=row)
        municipality = session.get_one(Municipality, lot.municipality_id)
        content = make_pdf(lot, minutes_view(session, lot, row), municipality.name)
        tender = lot.package.mode == Mode.PROCUREMENT
        name = f"{'proces-verbaal' if tender else 'verslag'} {lot.title}"
    return download(content, name, "pdf")
