"""Page: a lot that takes orders stops."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.orders.actions.stopping import stop_lot
from renogroep.orders.forms import StopForm
from renogroep.orders.views.blueprint import pages
from renogroep.tenders.models import Lot


@pages.route("/percelen/<int:lot_id>/bestellingen/stoppen", methods=["GET", "POST"])
@requires(May.ORDER_FREEZE)
def stop(lot_id: int) -> Answer:
    """Open rounds and prices fall; refused while somebody is bound. Everybody hears why."""
    form = StopForm()

    def again(refusal: Text | None = None) -> str:
        lot = mine(Lot, lot_id)
        return render_template("orders/stop.html", lot=lot, form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        stop_lot(session, mine(Lot, lot_id), form.reason.data or "", by=by)

    if request.method == "GET":
        return again()
    return act(
        form,
        work,
        again=again,
        to=url_for("orders.wave", lot_id=lot_id),
        done=_("This lot has stopped. Households and contractors are told."),
    )
