"""Page of a lead: which contractors are asked for this lot?"""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity import queries as identity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.quotes.actions import inviting
from renogroep.quotes.forms import InviteForm
from renogroep.quotes.queries import invitations as queries
from renogroep.quotes.views.blueprint import pages
from renogroep.tenders.models import Lot

Answer = str | Response | tuple[str, int]


def _my_lot(lot_id: int) -> Lot:
    return found(
        queries.lot(
            db.session(), lot_id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


@pages.route("/percelen/<int:lot_id>/aannemers", methods=["GET", "POST"])
@requires(May.GROUP_MANAGE)
def invite(lot_id: int) -> Answer:
    """Who was asked, how many quotes came in, and whom else to ask."""
    lot = _my_lot(lot_id)
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(lot, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            made = inviting.invite(
                session, _my_lot(lot_id), form.firms.data or [], by=By(current_user.id)
            )
            count = len(made)
    except Refused as refused:
        return _page(_my_lot(lot_id), form, refused.text), 422
    flash(
        ngettext(
            "%(num)d contractor is invited and gets a message.",
            "%(num)d contractors are invited and get a message.",
            count,
        )
        if count
        else _("These contractors were invited before.")
    )
    return redirect(url_for("quotes.invite", lot_id=lot_id))


def _page(lot: Lot, form: InviteForm, refusal: Text | None = None) -> str:
    session = db.session()
    invited = queries.invitations(session, lot.id)
    known = {row.organisation_id for row in invited}
    firms = identity.organisations(session, lot.municipality_id, "contractor")
    form.firms.choices = [
        (firm.id, f"{firm.name} ({firm.company_number})")
        for firm in firms
        if firm.active and firm.id not in known
    ]
    requests = queries.requests_of(session, lot.id)
    return render_template(
        "quotes/invite.html",
        lot=lot,
        package=lot.package,
        form=form,
        invited=invited,
        asked=[(request, queries.quotes_in(session, request.id)) for request in requests],
        refusal=refusal,
    )
