"""Which contractors are there, and how does a new one get in?"""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions.companies import change_number
from renogroep.identity.actions.contractors import add_contractor, send_firm_links
from renogroep.identity.models import Organisation
from renogroep.identity.presenters.papers import shown_papers
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.fields import VersionForm, email_line, line
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
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


class NumberForm(VersionForm):
    """Which company a contractor is."""

    company_number = line(_l("Company number"), 40, _l("Enter the company number"))


@pages.get("/aannemers")
@requires(May.ORGANISATION_MANAGE)
def organisations() -> str:
    """All contractors with their users."""
    return _page()


def _page(refusal: Text | None = None) -> str:
    session = db.session()
    rows = queries.organisations(session, here().municipality_id, "contractor")
    return render_template(
        "pages/organisations.html",
        organisations=rows,
        people={row.id: queries.members_of(session, row.id) for row in rows},
        refusal=refusal,
    )


@pages.route("/aannemers/nieuw", methods=["GET", "POST"])
@requires(May.ORGANISATION_MANAGE)
def organisation_new() -> Answer:
    """A firm with one user, who gets a mail to sign in."""
    form = ContractorForm()

    def page(refusal: Text | None = None) -> str:
        return render_template("pages/organisation_new.html", form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        add_contractor(
            session,
            here().municipality_id,
            name=form.name.data,
            company_number=form.company_number.data,
            phone=form.phone.data or "",
            person=form.person.data,
            email=form.email.data,
            by=by,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.organisations"),
        done=_("%(name)s is here. The user gets a mail to sign in.", name=form.name.data),
    )


def _contractor(id: int) -> Organisation:
    firm = mine(Organisation, id)
    return found(firm if firm.kind == "contractor" else None)


@pages.route("/aannemers/<int:id>", methods=["GET", "POST"])
@requires(May.ORGANISATION_MANAGE)
def organisation(id: int) -> Answer:
    """One contractor with its papers, and its number to correct."""
    form = NumberForm(obj=_contractor(id))

    def page(refusal: Text | None = None) -> str:
        firm = _contractor(id)
        show_version(form, firm)
        papers = shown_papers(db.session(), firm)
        return render_template(
            "pages/organisation.html", form=form, firm=firm, papers=papers, refusal=refusal
        )

    def work(session: Session, by: By) -> None:
        change_number(session, _contractor(id), form.company_number.data, by=by)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.organisation", id=id),
        done=_("The company number is kept."),
    )


@pages.post("/aannemers/<int:id>/nieuwe-link")
@requires(May.ORGANISATION_MANAGE)
def organisation_link(id: int) -> Answer:
    """A sign-in link works for hours only; this sends everybody of the firm a new one."""

    def work(session: Session, by: By) -> str:
        firm = _contractor(id)
        send_firm_links(session, firm, by=by)
        return firm.name

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.organisations"),
        done=lambda name: _("The users of %(name)s get a mail with a new link.", name=name),
    )
