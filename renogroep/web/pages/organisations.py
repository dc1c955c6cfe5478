"""Which contractors are there, and how does a new one get in?"""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions.keys import create_account
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import (
    create_organisation,
    create_person,
    give_membership,
)
from renogroep.identity.models import Organisation, Person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra import db
from renogroep.infra.access import May, Role, requires
from renogroep.infra.acts import By
from renogroep.infra.fields import email_line, line
from renogroep.infra.i18n import DEFAULT
from renogroep.infra.pages import found
from renogroep.web.pages.blueprint import pages


class ContractorForm(FlaskForm):
    """A firm and its first user."""

    name = line(_l("Name of the firm"), 120, _l("Enter the name of the firm"))
    company_number = line(_l("Company number"), 40, _l("Enter the company number"))
    person = line(
        _l("Name of the first user"),
        120,
        _l("Enter the name of the person who makes the quotes"),
    )
    email = email_line(
        _l("E-mail address of the first user"),
        required=_l("Enter an e-mail address"),
        wrong=_l("Enter an e-mail address, like naam@firma.be"),
    )
    phone = line(_l("Phone number"), 40, render_kw={"type": "tel"})


@pages.get("/aannemers")
@requires(May.ORGANISATION_MANAGE)
def organisations() -> str:
    """All contractors with their users."""
    session = db.session()
    rows = queries.organisations(session, current_user.municipality_id, "contractor")
    return render_template(
        "pages/organisations.html",
        organisations=rows,
        people={row.id: queries.members_of(session, row.id) for row in rows},
    )


@pages.route("/aannemers/nieuw", methods=["GET", "POST"])
@requires(May.ORGANISATION_MANAGE)
def organisation_new() -> str | Response | tuple[str, int]:
    """A firm with one user, who gets a mail to sign in."""
    form = ContractorForm()
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                _welcome(session, form)
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("%(name)s is here. The user gets a mail to sign in.", name=form.name.data))
            return redirect(url_for("pages.organisations"))
    page = render_template("pages/organisation_new.html", form=form, refusal=refusal)
    return (page, 422) if form.errors or refusal else page


def _welcome(session: Session, form: ContractorForm) -> None:
    firm = create_organisation(
        session,
        municipality_id=current_user.municipality_id,
        kind="contractor",
        name=form.name.data,
        company_number=form.company_number.data,
        phone=form.phone.data or "",
        email=form.email.data,
        by=By(current_user.id),
    )
    person = create_person(
        session,
        municipality_id=current_user.municipality_id,
        name=form.person.data,
        contact=Contact("email", form.email.data),
        language=DEFAULT,
        by=By(current_user.id),
    )
    create_account(session, person=person, email=form.email.data, by=By(current_user.id))
    give_membership(
        session,
        person=person,
        organisation=firm,
        role=Role.CONTRACTOR_OWNER,
        by=By(current_user.id),
    )
    _send_link(session, firm, person)


def _send_link(session: Session, firm: Organisation, person: Person) -> None:
    notify(
        session,
        person,
        "organisations_sign_in",
        key=f"contractor_sign_in:{firm.id}:{person.id}:{clock.now().isoformat()}",
        link="sign_in",
        by=By(current_user.id),
        firm=firm.name,
    )


@pages.post("/aannemers/<int:id>/nieuwe-link")
@requires(May.ORGANISATION_MANAGE)
def organisation_link(id: int) -> Response:
    """A sign-in link works for hours only; this sends everybody of the firm a new one."""
    with db.transaction() as session:
        firm = found(queries.organisation(session, id, current_user.municipality_id))
        found(firm if firm.kind == "contractor" else None)
        people = queries.members_of(session, firm.id)
        for person in people:
            _send_link(session, firm, person)
        name = firm.name
    flash(_("The users of %(name)s get a mail with a new link.", name=name))
    return redirect(url_for("pages.organisations"))
