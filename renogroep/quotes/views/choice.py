"""Page: households choose their contractor; where does that stand, and what comes out of it?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.quotes.actions import choosing as actions
from renogroep.quotes.presenters.choice import choice_page
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import lot_of_mode
from renogroep.tenders.rules.lifecycle import Mode


@pages.route("/percelen/<int:lot_id>/keuze", methods=["GET", "POST"])
@requires(May.CHOICE_RUN)
def choice(lot_id: int) -> Answer:
    """Start the choice, see who answered, work it out."""
    buttons = {
        "start": (actions.start_choosing, _("The households are asked to choose.")),
        "run": (actions.run, _("The choice is worked out and everybody is told.")),
    }

    def page(refusal: Text | None = None) -> str:
        values = choice_page(db.session(), lot_of_mode(Mode.GROUP_QUOTES, lot_id))
        return render_template("quotes/choice.html", refusal=refusal, **values)

    def work(session: Session, by: By) -> str:
        lot = lot_of_mode(Mode.GROUP_QUOTES, lot_id)
        step, said = pressed("do", buttons)
        step(session, lot, by=by)
        return said

    if request.method == "GET":
        return page()
    return act(
        None,
        work,
        again=page,
        to=url_for("quotes.choice", lot_id=lot_id),
        done=lambda said: said,
    )
