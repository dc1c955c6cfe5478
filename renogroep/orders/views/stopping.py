"""Page: a lot that takes orders stops."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.orders.actions.stopping import stop_lot
from renogroep.orders.forms import StopForm
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.waves import my_lot


@pages.route("/percelen/<int:lot_id>/bestellingen/stoppen", methods=["GET", "POST"])
@requires(May.ORDER_FREEZE)
def stop(lot_id: int) -> str | Response | tuple[str, int]:
    """Open rounds and prices fall; refused while somebody is bound. Everybody hears why."""
    form = StopForm()
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                reason = form.reason.data or ""
                stop_lot(session, my_lot(session, lot_id), reason, by=By(current_user.id))
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("This lot has stopped. Households and contractors are told."))
            return redirect(url_for("orders.wave", lot_id=lot_id))
    lot = my_lot(db.session(), lot_id)
    page = render_template("orders/stop.html", lot=lot, form=form, refusal=refusal)
    return (page, 422) if form.errors or refusal else page
