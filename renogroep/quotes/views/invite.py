"""Page of a lead: which contractors are asked for this lot?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, act
from renogroep.infra.scope import mine
from renogroep.quotes.actions import inviting
from renogroep.quotes.forms import InviteForm
from renogroep.quotes.presenters.invite import invite_page
from renogroep.quotes.views.blueprint import pages
from renogroep.tenders.models import Lot


@pages.route("/percelen/<int:lot_id>/aannemers", methods=["GET", "POST"])
@requires(May.GROUP_MANAGE)
def invite(lot_id: int) -> Answer:
    """Who was asked, how many quotes came in, and whom else to ask."""
    form = InviteForm()

    def page(refusal: Text | None = None) -> str:
        values = invite_page(db.session(), mine(Lot, lot_id))
        form.firms.choices = values.pop("choices")
        return render_template("quotes/invite.html", form=form, refusal=refusal, **values)

    if request.method == "GET":
        return page()
    return act(
        form,
        lambda session, by: len(
            inviting.invite(session, mine(Lot, lot_id), form.firms.data or [], by=by)
        ),
        again=page,
        to=url_for("quotes.invite", lot_id=lot_id),
        done=_invited,
    )


def _invited(count: int) -> str:
    if not count:
        return _("These contractors were invited before.")
    return ngettext(
        "%(num)d contractor is invited and gets a message.",
        "%(num)d contractors are invited and get a message.",
        count,
    )
