"""Page: bring in a bill that was opened elsewhere."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity import queries as identity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import importing as actions
from renogroep.quotes.forms import ImportForm
from renogroep.quotes.presenters.importing import asked_requests, import_page
from renogroep.quotes.presenters.upload import Reading, read_file
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.sheet_reading import IMPORTED
from renogroep.quotes.views.blueprint import pages
from renogroep.tenders.models import Lot


@pages.route("/percelen/<int:lot_id>/invoeren", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def import_bill(lot_id: int) -> Answer:
    """Choose the firm and its file: a bill goes in whole, or every problem is shown."""
    form = ImportForm()
    reading: Reading | None = None
    sheet: PriceSheet | None = None

    def filled() -> dict[str, Any]:
        values = import_page(db.session(), mine(Lot, lot_id), reading)
        form.request.choices, form.firm.choices = values.pop("requests"), values.pop("firms")
        return values

    def page(refusal: Text | None = None) -> str:
        return render_template("quotes/import.html", form=form, refusal=refusal, **filled())

    def work(session: Session, by: By) -> str:
        lot = mine(Lot, lot_id)
        asked = found(asked_requests(session, lot).get(form.request.data))
        firm = found(identity.organisation(session, form.firm.data, lot.municipality_id))
        found(firm if firm.kind == "contractor" and firm.active else None)
        actions.import_bill(session, asked, firm, found(sheet), by=by)
        return firm.name

    if request.method == "GET":
        return page()
    filled()
    if form.validate():
        asked = found(asked_requests(db.session(), mine(Lot, lot_id)).get(form.request.data))
        found(form.firm.data in {choice.value for choice in form.firm.choices} or None)
        reading = read_file(form.file.data, asked, IMPORTED)
        sheet = reading.sheet
        if sheet is None:
            return page(reading.refusal), 422
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.matrix", lot_id=lot_id),
        done=lambda name: _("The bill of %(firm)s is in.", firm=name),
    )
