"""Who works here, for which organisation, and how does somebody come or go?"""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import members as actions
from renogroep.identity.actions.people import create_organisation
from renogroep.identity.models import Organisation
from renogroep.identity.rules.roles import KIND_LABELS, ROLE_LABELS, ROLES_OF_KIND
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.fields import email_line, line
from renogroep.infra.i18n import DEFAULT, LANGUAGES, say
from renogroep.infra.pages import found
from renogroep.neighbourhoods.queries import neighbourhoods
from renogroep.web.pages.blueprint import pages

Answer = str | Response | tuple[str, int]
STAFF_KINDS = ("municipality", "energy_house", "partner")


class MemberForm(FlaskForm):
    """One person, one role."""

    name = line(_l("Name"), 120, _l("Enter a name"))
    email = email_line(
        _l("E-mail address"),
        required=_l("Enter an e-mail address"),
        wrong=_l("Enter an e-mail address, like naam@gemeente.be"),
    )
    organisation = SelectField(_l("Organisation"), coerce=int)
    role = SelectField(_l("Role"))
    neighbourhood = SelectField(_l("Works in"), coerce=int, default=0)
    language = RadioField(
        _l("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        default=DEFAULT,
    )


class OrganisationForm(FlaskForm):
    """A service of the municipality, an energy house or a partner."""

    name = line(_l("Name of the organisation"), 120, _l("Enter the name of the organisation"))
    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(kind, KIND_LABELS[kind]) for kind in STAFF_KINDS],
        validators=[DataRequired(_l("Choose what it is"))],
    )


def _organisations(session: Session, *kinds: str) -> Sequence[Organisation]:
    home = current_user.municipality_id
    return [row for kind in kinds for row in queries.organisations(session, home, kind)]


@pages.get("/mensen")
@requires(May.PEOPLE_MANAGE)
def members() -> Answer:
    """Everybody with a role, per organisation."""
    return _members_page()


def _members_page(refusal: Text | None = None) -> Answer:
    session = db.session()
    shown = _organisations(session, *STAFF_KINDS, "contractor")
    return render_template(
        "pages/members.html",
        organisations=shown,
        memberships=queries.memberships(session, current_user.municipality_id),
        places={row.id: row.name for row in neighbourhoods(session, current_user.municipality_id)},
        kinds=KIND_LABELS,
        roles=ROLE_LABELS,
        refusal=refusal,
    ), 422 if refusal else 200


def _member_form(session: Session) -> MemberForm:
    form = MemberForm()
    form.organisation.choices = [
        SelectChoice(row.id, f"{row.name} ({say(KIND_LABELS[row.kind])})")
        for row in _organisations(session, *STAFF_KINDS, "contractor")
    ]
    offered = dict.fromkeys(role for roles in ROLES_OF_KIND.values() for role in roles)
    form.role.choices = [SelectChoice(role, say(ROLE_LABELS[role])) for role in offered]
    form.neighbourhood.choices = [SelectChoice(0, _("the whole municipality"))] + [
        SelectChoice(row.id, row.name)
        for row in neighbourhoods(session, current_user.municipality_id)
    ]
    return form


@pages.route("/mensen/nieuw", methods=["GET", "POST"])
@requires(May.PEOPLE_MANAGE)
def member_new() -> Answer:
    """Somebody gets a role and a mail to sign in."""
    form, refusal = _member_form(db.session()), None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                firm = queries.organisation(
                    session, form.organisation.data, current_user.municipality_id
                )
                actions.add_member(
                    session,
                    found(firm),
                    name=form.name.data,
                    email=form.email.data,
                    role=form.role.data,
                    language=form.language.data,
                    neighbourhood_id=form.neighbourhood.data or None,
                    by=By(current_user.id),
                )
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("%(name)s gets a mail with a link to sign in.", name=form.name.data))
            return redirect(url_for("pages.members"))
    page = render_template("pages/member_new.html", form=form, refusal=refusal)
    return page, 422 if form.errors or refusal else 200


@pages.route("/mensen/organisatie", methods=["GET", "POST"])
@requires(May.PEOPLE_MANAGE)
def member_organisation() -> Answer:
    """An organisation whose people work here; contractors come in by their company number."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        page = render_template("pages/member_organisation.html", form=form)
        return page, 422 if form.errors else 200
    with db.transaction() as session:
        create_organisation(
            session,
            municipality_id=current_user.municipality_id,
            kind=form.kind.data,
            name=form.name.data,
            by=By(current_user.id),
        )
    flash(_("%(name)s is here. Add its people now.", name=form.name.data))
    return redirect(url_for("pages.member_new"))


@pages.post("/mensen/rol/<int:id>/einde")
@requires(May.PEOPLE_MANAGE)
def member_end(id: int) -> Answer:
    """A role ends at once."""
    try:
        with db.transaction() as session:
            row = found(queries.membership(session, id, current_user.municipality_id))
            name = row.person.name
            actions.end_membership(session, row, by=By(current_user.id))
    except Refused as refused:
        return _members_page(refused.text)
    flash(_("The role of %(name)s has ended.", name=name))
    return redirect(url_for("pages.members"))


@pages.post("/mensen/<int:id>/nieuwe-link")
@requires(May.PEOPLE_MANAGE)
def member_link(id: int) -> Answer:
    """A new sign-in link by mail, for who lost the first one or the password."""
    with db.transaction() as session:
        account = found(queries.account_of(session, id, current_user.municipality_id))
        actions.send_sign_in_link(session, account.person, by=By(current_user.id))
        name = account.person.name
    flash(_("%(name)s gets a mail with a link to sign in.", name=name))
    return redirect(url_for("pages.members"))
