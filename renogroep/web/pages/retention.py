"""How long do we keep what, what would go now, and whom do people ask about it?"""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.actions.municipalities import set_privacy
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.fields import line
from renogroep.infra.scope import here
from renogroep.journeys.actions.retention import run_now
from renogroep.journeys.presenters.retention import retention_page
from renogroep.web.pages.blueprint import pages


class PrivacyForm(FlaskForm):
    """What the privacy page says of the controller."""

    postal_address = line(
        _l("Postal address of the municipality"), 300, _l("Fill in where the municipality is")
    )
    contact = line(
        _l("Contact of the data protection officer"),
        300,
        _l("Fill in a mailbox, a number or an address"),
    )


def _page(form: PrivacyForm | None = None, refusal: Text | None = None) -> str:
    session, key = db.session(), here().municipality_id
    home = session.get_one(Municipality, key)
    known = PrivacyForm(
        formdata=None, postal_address=home.postal_address, contact=home.privacy_contact
    )
    return render_template(
        "pages/retention.html",
        form=form or known,
        refusal=refusal,
        **retention_page(session, key),
    )


@pages.get("/bewaren")
@requires(May.RETENTION_RUN)
def retention() -> str:
    """The rules with their source, and the dry run of today."""
    return _page()


@pages.post("/bewaren")
@requires(May.RETENTION_RUN)
def retention_run() -> Answer:
    """What the night would do, now."""

    def work(session: Session, by: By) -> tuple[int, int]:
        return run_now(session, here().municipality_id, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(refusal=refusal),
        to=url_for("pages.retention"),
        done=lambda told: _(
            "Done. People warned: %(warned)s. People and rows erased: %(gone)s.",
            warned=told[0],
            gone=told[1],
        ),
    )


@pages.post("/bewaren/privacy")
@requires(May.RETENTION_RUN)
def privacy_contact() -> Answer:
    """Where the controller is and whom people ask: the privacy page says so at once."""
    form = PrivacyForm()

    def work(session: Session, by: By) -> None:
        set_privacy(
            session,
            session.get_one(Municipality, here().municipality_id),
            postal_address=form.postal_address.data or "",
            contact=form.contact.data or "",
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: _page(form, refusal),
        to=url_for("pages.retention"),
        done=_("The privacy page says so now."),
    )
