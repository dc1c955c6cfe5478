"""Page of a lead: a next choice for homes whose contractor does not come."""

from flask import flash, redirect, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.orders.actions.next_choice import choose_again
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.waves import my_lot, refused_wave


@pages.post("/percelen/<int:lot_id>/volgende-keuze")
@requires(May.CHOICE_RUN)
def next_choice(lot_id: int) -> Response | tuple[str, int]:
    """Every moved home is asked for a new yes."""
    try:
        with db.transaction() as session:
            moved = choose_again(session, my_lot(session, lot_id), by=By(current_user.id))
    except Refused as refused:
        return refused_wave(lot_id, refused.text)
    flash(
        ngettext(
            "One home has a next contractor now and is asked for a new yes.",
            "%(num)d homes have a next contractor now and are asked for a new yes.",
            moved,
        )
    )
    return redirect(url_for("orders.wave", lot_id=lot_id))
