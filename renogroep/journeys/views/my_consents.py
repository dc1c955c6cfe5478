"""Pages: to what did I agree, and how do I take it back?"""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.actions.consents import revoke_consent
from renogroep.identity.models import Consent
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.journeys.presenters.my_data import consent_lines
from renogroep.journeys.views.blueprint import pages


def _page(refusal: Text | None = None) -> str:
    return render_template(
        "journeys/my_consents.html",
        refusal=refusal,
        consents=consent_lines(db.session(), current_user.id),
        data_url=url_for("pages.my_data"),
    )


@pages.get("/mijn-gegevens/toestemmingen")
@requires(May.MY_HOME)
def my_consents() -> str:
    """Each with its day, how it was given and what it is for."""
    return _page()


@pages.post("/mijn-gegevens/toestemmingen/<int:consent_id>/intrekken")
@requires(May.MY_HOME)
def my_consent_revoke(consent_id: int) -> Answer:
    """One button; from then on it holds no longer."""

    def work(session: Session, by: By) -> None:
        revoke_consent(session, mine(Consent, consent_id), by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.my_consents"),
        done=_("Your consent is withdrawn. It holds no longer from now on."),
    )
