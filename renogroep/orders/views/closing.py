"""Page of a lead: close a lot when its works are over."""

from flask import render_template, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.orders.actions.closing import close_lot
from renogroep.orders.presenters.rounds import close_page
from renogroep.orders.views.blueprint import pages
from renogroep.tenders.models import Lot


@pages.get("/percelen/<int:lot_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def close(lot_id: int) -> str:
    """What closing means, and what stands in the way."""
    return _page(lot_id)


@pages.post("/percelen/<int:lot_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def close_now(lot_id: int) -> Answer:
    """No round comes after this."""

    def work(session: Session, by: By) -> tuple[int, int]:
        lot = mine(Lot, lot_id)
        return lot.package_id, close_lot(session, lot, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(lot_id, refusal),
        to=lambda made: url_for("pages.package", id=made[0]),
        done=lambda made: ngettext(
            "The lot is closed. One household gets a message.",
            "The lot is closed. %(num)d households get a message.",
            made[1],
        ),
    )


def _page(lot_id: int, refusal: Text | None = None) -> str:
    page = close_page(db.session(), mine(Lot, lot_id))
    return render_template("orders/close_lot.html", refusal=refusal, **page)
