"""Page: on which quantities is each announced scenario compared?"""

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.quotes.actions import scenarios as actions
from renogroep.quotes.presenters import scenarios as presenter
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import lot_of_mode
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode


@pages.route("/percelen/<int:lot_id>/scenarios", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def scenario_bills(lot_id: int) -> Answer:
    """One field per post and smaller scenario; left open, the presumed quantity counts."""
    errors: presenter.Fields = {}

    def lot() -> Lot:
        return lot_of_mode(Mode.PROCUREMENT, lot_id)

    def page(refusal: Text | None = None) -> str:
        sent = request.form if request.method == "POST" else None
        values = presenter.scenarios_page(
            db.session(), lot(), sent, stale=bool(g.get("stale")), errors=errors
        )
        return render_template(
            "quotes/scenarios.html",
            refusal=refusal,
            known=presenter.scenario_table(db.session(), values["lot"]),
            **values,
        )

    def work(session: Session, by: By) -> None:
        typed = presenter.typed_scenarios(lot(), request.form)
        actions.set_scenarios(session, lot(), typed.quantities, typed.seen, by=by)

    if request.method == "GET":
        return page()
    errors |= presenter.typed_scenarios(lot(), request.form).errors
    if errors:
        return page(), 422
    return act(
        None,
        work,
        again=page,
        to=url_for("quotes.scenario_bills", lot_id=lot_id),
        done=_("The quantities of the scenarios are kept."),
    )
