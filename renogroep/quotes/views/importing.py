"""Page: bring in a bill that was opened elsewhere."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.identity import queries as identity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.quotes.actions import importing as actions
from renogroep.quotes.documents.bill_reading import ReadBill, read_bill
from renogroep.quotes.forms import ImportForm
from renogroep.quotes.queries import opened
from renogroep.quotes.rules.sheet_reading import IMPORTED
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot
from renogroep.tenders.models import Lot

Answer = str | Response | tuple[str, int]
PROBLEMS_SHOWN = 100


@pages.route("/percelen/<int:lot_id>/invoeren", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def import_bill(lot_id: int) -> Answer:
    """Choose the firm and its file: a bill goes in whole, or every problem is shown."""
    lot = my_lot(lot_id)
    form = ImportForm()
    requests = _fill_choices(form, lot)
    if not form.validate_on_submit():
        return _page(lot, form), 422 if form.errors else 200
    request = found(requests.get(form.request.data))
    offered = {choice.value: choice.value for choice in form.firm.choices}
    firm_id = found(offered.get(form.firm.data))  # a number that no row can have is not asked
    try:
        bill = read_bill(
            form.file.data.read(),
            form.file.data.filename or "",
            request,
            today=clock.today(),
            rules=IMPORTED,
        )
        if bill.sheet is None:
            return _page(lot, form, bill=bill), 422
        with db.transaction() as session:
            lot = my_lot(lot_id)
            asked = session.get_one(Request, request.id)
            firm = found(identity.organisation(session, firm_id, lot.municipality_id))
            found(firm if firm.kind == "contractor" else None)
            actions.import_bill(session, asked, firm, bill.sheet, by=By(current_user.id))
            name = firm.name
    except Refused as refused:
        lot = my_lot(lot_id)
        _fill_choices(form, lot)
        return _page(lot, form, refusal=refused.text), 422
    flash(_("The bill of %(firm)s is in.", firm=name))
    return redirect(url_for("quotes.matrix", lot_id=lot_id))


def _fill_choices(form: ImportForm, lot: Lot) -> dict[int, Request]:
    session = db.session()
    requests = {request.id: request for request in opened.requests_of(session, lot.id)}
    form.request.choices = [
        SelectChoice(key, request.reference) for key, request in requests.items()
    ]
    form.firm.choices = [
        SelectChoice(firm.id, f"{firm.name} ({firm.company_number})")
        for firm in identity.organisations(session, lot.municipality_id, "contractor")
        if firm.active
    ]
    return requests


def _page(
    lot: Lot, form: ImportForm, *, refusal: Text | None = None, bill: ReadBill | None = None
) -> str:
    problems = bill.problems if bill else ()
    return render_template(
        "quotes/import.html",
        lot=lot,
        package=lot.package,
        form=form,
        refusal=refusal,
        problems=problems[:PROBLEMS_SHOWN],
        problem_count=len(problems),
    )
