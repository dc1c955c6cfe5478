"""Page of a lead: close a lot when its works are over."""

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.orders.actions.closing import close_lot
from renogroep.orders.queries.waves import waves_of
from renogroep.orders.rules.closing import why_not_closed
from renogroep.orders.rules.lifecycle import WAVE_LABELS, WaveState
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.waves import my_lot


@pages.get("/percelen/<int:lot_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def close(lot_id: int) -> str:
    """What closing means, and what stands in the way."""
    return _page(lot_id)


@pages.post("/percelen/<int:lot_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def close_now(lot_id: int) -> Response | tuple[str, int]:
    """No round comes after this."""
    try:
        with db.transaction() as session:
            lot = my_lot(session, lot_id)
            told = close_lot(session, lot, by=By(current_user.id))
            package_id = lot.package_id
    except Refused as refused:
        return _page(lot_id, refused.text), 422
    flash(
        ngettext(
            "The lot is closed. One household gets a message.",
            "The lot is closed. %(num)d households get a message.",
            told,
        )
    )
    return redirect(url_for("pages.package", id=package_id))


def _page(lot_id: int, refusal: Text | None = None) -> str:
    session = db.session()
    lot = my_lot(session, lot_id)
    rounds = waves_of(session, lot.id)
    return render_template(
        "orders/close_lot.html",
        lot=lot,
        rounds=rounds,
        labels=WAVE_LABELS,
        obstacle=why_not_closed([WaveState(wave.state) for wave in rounds]),
        over=lot.state in ("closed", "failed"),
        refusal=refusal,
    )
