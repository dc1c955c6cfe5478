"""Who works here, for which organisation, and how does somebody come or go?"""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import members as actions
from renogroep.identity.actions.people import create_organisation
from renogroep.identity.models import Membership, Organisation, Person
from renogroep.identity.rules.roles import KIND_LABELS, ROLE_LABELS, ROLES_OF_KIND
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.fields import email_line, line
from renogroep.infra.i18n import DEFAULT, LANGUAGES, say
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
from renogroep.neighbourhoods.queries import neighbourhoods
from renogroep.web.pages.blueprint import pages

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
    home = here().municipality_id
    return [row for kind in kinds for row in queries.organisations(session, home, kind)]


@pages.get("/mensen")
@requires(May.PEOPLE_MANAGE)
def members() -> str:
    """Everybody with a role, per organisation."""
    return _members_page()


def _members_page(refusal: Text | None = None) -> str:
    session = db.session()
    shown = _organisations(session, *STAFF_KINDS, "contractor")
    return render_template(
        "pages/members.html",
        organisations=shown,
        memberships=queries.memberships(session, here().municipality_id),
        places={row.id: row.name for row in neighbourhoods(session, here().municipality_id)},
        kinds=KIND_LABELS,
        roles=ROLE_LABELS,
        refusal=refusal,
    )


def offer_roles(form: Any, session: Session) -> None:
    """What can be chosen for organisation, role and neighbourhood, here and for official sign-ins."""
    form.organisation.choices = [
        SelectChoice(row.id, f"{row.name} ({say(KIND_LABELS[row.kind])})")
        for row in _organisations(session, *STAFF_KINDS, "contractor")
    ]
    offered = dict.fromkeys(role for roles in ROLES_OF_KIND.values() for role in roles)
    form.role.choices = [SelectChoice(role, say(ROLE_LABELS[role])) for role in offered]
    form.neighbourhood.choices = [SelectChoice(0, _("the whole municipality"))] + [
        SelectChoice(row.id, row.name) for row in neighbourhoods(session, here().municipality_id)
    ]


@pages.route("/mensen/nieuw", methods=["GET", "POST"])
@requires(May.PEOPLE_MANAGE)
def member_new() -> Answer:
    """Somebody gets a role and a mail to sign in."""
    form = MemberForm()
    offer_roles(form, db.session())

    def page(refusal: Text | None = None) -> str:
        return render_template("pages/member_new.html", form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        actions.add_member(
            session,
            mine(Organisation, form.organisation.data),
            name=form.name.data,
            email=form.email.data,
            role=form.role.data,
            language=form.language.data,
            neighbourhood_id=form.neighbourhood.data or None,
            by=by,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.members"),
        done=_("%(name)s gets a mail with a link to sign in.", name=form.name.data),
    )


@pages.route("/mensen/organisatie", methods=["GET", "POST"])
@requires(May.PEOPLE_MANAGE)
def member_organisation() -> Answer:
    """An organisation whose people work here; contractors come in by their company number."""
    form = OrganisationForm()

    def page(refusal: Text | None = None) -> str:
        return render_template("pages/member_organisation.html", form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        create_organisation(
            session,
            municipality_id=here().municipality_id,
            kind=form.kind.data,
            name=form.name.data,
            by=by,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.member_new"),
        done=_("%(name)s is here. Add its people now.", name=form.name.data),
    )


@pages.post("/mensen/rol/<int:id>/einde")
@requires(May.PEOPLE_MANAGE)
def member_end(id: int) -> Answer:
    """A role ends at once."""

    def work(session: Session, by: By) -> str:
        row = mine(Membership, id)
        name = row.person.name
        actions.end_membership(session, row, by=by)
        return name

    return act(
        None,
        work,
        again=_members_page,
        to=url_for("pages.members"),
        done=lambda name: _("The role of %(name)s has ended.", name=name),
    )


@pages.post("/mensen/<int:id>/nieuwe-link")
@requires(May.PEOPLE_MANAGE)
def member_link(id: int) -> Answer:
    """A new sign-in link by mail, for who lost the first one or the password."""

    def work(session: Session, by: By) -> str:
        account = found(queries.account_to_write_to(session, id, here().municipality_id))
        person = session.get_one(Person, id)
        actions.send_sign_in_link(session, account, person, by=by)
        return person.name

    return act(
        None,
        work,
        again=_members_page,
        to=url_for("pages.members"),
        done=lambda name: _("%(name)s gets a mail with a link to sign in.", name=name),
    )
