"""Pages: a version to take along to another municipality, and one of another taken over."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.financing.actions.carrying import take_over
from renogroep.financing.forms.carrying import TakeForm
from renogroep.financing.presenters.carrying import version_file
from renogroep.financing.views.blueprint import pages
from renogroep.financing.views.drafting import of_rows
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.downloads import JSON, download
from renogroep.infra.pages import found
from renogroep.infra.scope import here


@pages.get("/regels/<int:id>/regel.json")
@requires(May.RULES_MANAGE)
def version_to_take(id: int) -> Response:
    """The version as one file, with its worked cases and its author."""
    row = of_rows(id)
    return download(version_file(db.session(), row), f"regel-{row.kind}-{row.id}.json", JSON)


@pages.route("/regels/overnemen", methods=["GET", "POST"])
@requires(May.RULES_MANAGE)
def take_version() -> Answer:
    """A version of another municipality becomes a draft here."""
    form = TakeForm()

    def page(refusal: Text | None = None) -> str:
        return render_template("financing/take.html", form=form, refusal=refusal)

    def work(session: Session, by: By) -> int:
        row = take_over(session, here().municipality_id, found(form.carried), by=by)
        session.flush()
        return row.id

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda id: url_for("financing.rule", id=id),
        done=_(
            "Taken over as a draft. Look at it, and propose it: a colleague here switches it on."
        ),
    )
