"""Page: how good is each quote on the announced quality criteria, and on what does that rest?"""

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.quotes.actions import scoring
from renogroep.quotes.presenters.scores import given_scores, scores_page
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import lot_of_mode
from renogroep.tenders.rules.lifecycle import Mode


@pages.route("/percelen/<int:lot_id>/scores", methods=["GET", "POST"])
@requires(May.QUOTES_COMPARE)
def scores(lot_id: int) -> Answer:
    """One score and its evidence per quote and criterion; rows left empty stay open."""

    def page(refusal: Text | None = None) -> str:
        lot = lot_of_mode(Mode.PROCUREMENT, lot_id)
        sent = request.form if request.method == "POST" else None
        values = scores_page(db.session(), lot, sent, stale=bool(g.get("stale")))
        return render_template("quotes/decision_scores.html", refusal=refusal, **values)

    def work(session: Session, by: By) -> int:
        lot = lot_of_mode(Mode.PROCUREMENT, lot_id)
        return scoring.give_scores(session, lot, given_scores(session, lot, request.form), by=by)

    if request.method == "GET":
        return page()
    return act(
        None,
        work,
        again=page,
        to=url_for("quotes.scores", lot_id=lot_id),
        done=lambda given: _("%(count)s scores are kept.", count=given),
    )
