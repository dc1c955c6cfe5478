"""Page: households choose their contractor; where does that stand, and what comes out of it?"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.quotes.actions import choosing as actions
from renogroep.quotes.queries import choosing
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]


@pages.route("/percelen/<int:lot_id>/keuze", methods=["GET", "POST"])
@requires(May.CHOICE_RUN)
def choice(lot_id: int) -> Answer:
    """Start the choice, see who answered, work it out."""
    lot = my_lot(lot_id)
    found(lot if lot.package.mode == Mode.GROUP_QUOTES else None)
    if request.method == "GET":
        return choice_page(lot)
    try:
        with db.transaction() as session:
            lot = my_lot(lot_id)
            if lot.state == LotState.OPENED:
                actions.start_choosing(session, lot, by=By(current_user.id))
                said = _("The households are asked to choose.")
            else:
                actions.run(session, lot, by=By(current_user.id))
                said = _("The choice is worked out and everybody is told.")
    except Refused as refused:
        return choice_page(my_lot(lot_id), refused.text), 422
    flash(said)
    return redirect(url_for("quotes.choice", lot_id=lot_id))


def choice_page(lot: Lot, refusal: Text | None = None) -> str:
    """Where every group of the lot stands."""
    return render_template(
        "quotes/choice.html",
        lot=lot,
        package=lot.package,
        groups=[group for group in choosing.group_choices(db.session(), lot) if group.quotes],
        refusal=refusal,
        can_start=lot.state == LotState.OPENED,
        can_run=lot.state in actions.RUN_IN,
        ordering=lot.state == LotState.ORDERING,
        choosing_now=lot.state == LotState.CHOOSING,
        waits=choosing.waits_for_yes,
    )
