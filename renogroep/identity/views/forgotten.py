"""Page: a link by mail for who forgot a password."""

from flask import redirect, render_template, url_for

from renogroep.identity.actions import forgotten
from renogroep.identity.forms import LinkForm
from renogroep.identity.queries.municipalities import own_door
from renogroep.identity.views.blueprint import pages
from renogroep.identity.views.starting import traced
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By
from renogroep.infra.pages import host_here
from renogroep.infra.tenant import elsewhere


@pages.route("/aanmelden/link", methods=["GET", "POST"])
@public
def new_link() -> Answer:
    """The answer is the same for everybody, so nobody learns who has an account here."""
    form = LinkForm()
    if not form.validate_on_submit():
        return render_template("identity/new_link.html", form=form), 422 if form.errors else 200
    email = form.email.data or ""
    home = forgotten.home_of(db.session(), email, own_door(db.session(), host_here()))
    if home is not None:
        with elsewhere(home.municipality_id):
            traced(lambda session: forgotten.ask_link(session, email, home, by=By(None)))
    return redirect(url_for("identity.new_link_sent"), 303)


@pages.get("/aanmelden/link/verstuurd")
@public
def new_link_sent() -> str:
    """What to do now."""
    return render_template("identity/new_link_sent.html")
