"""Which role does somebody get who comes with the official sign-in?"""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import SelectField

from renogroep.base.text import Text
from renogroep.identity.actions.official import map_claim, unmap_claim
from renogroep.identity.models import ClaimRole, Organisation
from renogroep.identity.official import official
from renogroep.identity.official_queries import claim_roles
from renogroep.identity.rules.roles import ROLE_LABELS
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.fields import line
from renogroep.infra.scope import here, mine
from renogroep.neighbourhoods.queries import neighbourhoods
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.members import offer_roles


class ClaimForm(FlaskForm):
    """One word of the official sign-in, and what it means here."""

    code = line(_l("Code of the organisation, like OVO002949"), 40, _l("Enter the code"))
    claim = line(_l("Role in the official sign-in"), 40, _l("Enter the role"))
    organisation = SelectField(_l("Organisation"), coerce=int)
    role = SelectField(_l("Role"))
    neighbourhood = SelectField(_l("Works in"), coerce=int, default=0)

    def field_of(self, code: str) -> Any:
        """Beside which field does a refusal stand?"""
        return {
            "claim.known": self.claim,
            "member.role": self.role,
            "member.scope": self.neighbourhood,
        }.get(code)


@pages.route("/instellingen/aanmelden", methods=["GET", "POST"])
@requires(May.PEOPLE_MANAGE)
def official_roles() -> Answer:
    """The list, and one more row."""
    form = ClaimForm()
    offer_roles(form, db.session())

    def page(refusal: Text | None = None) -> str:
        return _page(form, refusal)

    def work(session: Session, by: By) -> None:
        map_claim(
            session,
            mine(Organisation, form.organisation.data),
            code=form.code.data,
            claim=form.claim.data,
            role=form.role.data,
            neighbourhood_id=form.neighbourhood.data or None,
            by=by,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.official_roles"),
        done=_("Whoever signs in that way gets the role from now on."),
    )


def _page(form: ClaimForm, refusal: Text | None = None) -> str:
    session = db.session()
    home = here().municipality_id
    there = official()
    return render_template(
        "pages/official_roles.html",
        form=form,
        rows=claim_roles(session, home),
        places={row.id: row.name for row in neighbourhoods(session, home)},
        roles=ROLE_LABELS,
        issuer=there.issuer if there else "",
        refusal=refusal,
    )


@pages.post("/instellingen/aanmelden/<int:id>/weg")
@requires(May.PEOPLE_MANAGE)
def official_role_end(id: int) -> Answer:
    """A row goes."""

    def work(session: Session, by: By) -> None:
        unmap_claim(session, mine(ClaimRole, id).id, by=by)

    def page(refusal: Text | None = None) -> str:
        form = ClaimForm(formdata=None)
        offer_roles(form, db.session())
        return _page(form, refusal)

    return act(
        None,
        work,
        again=page,
        to=url_for("pages.official_roles"),
        done=_("The row is gone. Who signs in that way again loses the role."),
    )
