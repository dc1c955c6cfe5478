"""Pages: how do we reach this owner, with which link do they come in, and who are they really?"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.identity import queries
from renogroep.identity.actions import contacts
from renogroep.identity.models import Person
from renogroep.identity.rules.phone import shown
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.fields import line
from renogroep.infra.pages import check_version, found
from renogroep.owners import queries as owners
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.coming_in import check_name, read_contact
from renogroep.subscriptions.forms import ContactForm
from renogroep.web import people
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.case_view import my_case

Answer = str | Response | tuple[str, int]
TICK_FIRST = N_("Nothing was changed. Tick the box first: this cannot be undone.")


class HouseholdForm(ContactForm):
    """The same name, one contact way and language as when somebody comes in."""

    version = HiddenField()
    name = line(_l("Name"), 120, _l("Enter a name"))
    consent = words = None  # asked when somebody comes in, not again


def _form(case: Case) -> HouseholdForm:
    person = case.person
    return HouseholdForm(
        name=person.name,
        way=person.contact_way,
        email=person.email,
        phone=shown(person.phone or ""),
        postal_address=person.postal_address,
        language=person.language,
        version=str(person.version),
    )


def _page(case_id: int, form: HouseholdForm | None = None, refusal: Text | None = None) -> Answer:
    session = db.session()
    case = my_case(session, case_id)
    form = form or _form(case)
    page = render_template(
        "pages/household.html",
        case=case,
        form=form,
        links=queries.links_to_my_home(session, case.person_id),
        namesakes=queries.maybe_the_same(session, case.person),
        refusal=refusal,
    )
    return page, 422 if refusal or form.errors else 200


@pages.route("/dossiers/<int:case_id>/bewoner", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def household(case_id: int) -> Answer:
    """Somebody has another number, moved, or wants letters instead of mails."""
    form = HouseholdForm() if request.method == "POST" else None
    if form is None or not form.validate_on_submit():
        return _page(case_id, form)
    try:
        with db.transaction() as session:
            case = my_case(session, case_id)
            check_version(case.person, form.version.data)
            contacts.change_person(
                session,
                case.person,
                name=check_name(form.name.data),
                contact=read_contact(form.way.data, form.contact_value, case.dwelling.address),
                language=form.language.data,
                by=By(current_user.id),
            )
            refresh_words(session, owners.cases_of(session, case.person_id))
    except Refused as refused:
        field: Any = form.field_of(refused.code)
        if field is None:
            return _page(case_id, form, refused.text)
        field.errors = [refused.text]
        return _page(case_id, form)
    flash(_("The details are kept."))
    return redirect(url_for("pages.case", case_id=case_id))


@pages.post("/dossiers/<int:case_id>/bewoner/nieuwe-link")
@requires(May.CASE_WORK)
def household_link(case_id: int) -> Answer:
    """The letter got lost, or somebody else has it: old links stop, one new link goes out."""
    with db.transaction() as session:
        case = my_case(session, case_id)
        contacts.renew_link(session, case.person, by=By(current_user.id))
    flash(_("The old links do not work any more. A new one is on its way."))
    return redirect(url_for("pages.household", case_id=case_id))


@pages.post("/dossiers/<int:case_id>/bewoner/links-intrekken")
@requires(May.CASE_WORK)
def household_revoke(case_id: int) -> Answer:
    """No link to this page works any more, until somebody asks for a new one."""
    with db.transaction() as session:
        case = my_case(session, case_id)
        contacts.revoke_links(session, case.person, by=By(current_user.id))
    flash(_("The old links do not work any more."))
    return redirect(url_for("pages.household", case_id=case_id))


def _other(session: Session, person: Person, other_id: int) -> Person:
    """Only somebody from the list of this very page."""
    offered = {row.id: row for row in queries.maybe_the_same(session, person)}
    return found(offered.get(other_id))


@pages.post("/dossiers/<int:case_id>/bewoner/samenvoegen/<int:other_id>")
@requires(May.CASE_SENSITIVE)
def household_join(case_id: int, other_id: int) -> Answer:
    """Two rows are one person: everything of the other one comes here."""
    if request.form.get("sure") != "yes":
        return _page(case_id, refusal=Text(TICK_FIRST))
    with db.transaction() as session:
        case = my_case(session, case_id)
        people.merge_people(
            session,
            _other(session, case.person, other_id),
            case.person,
            by=By(current_user.id),
        )
    flash(_("They are one person now."))
    return redirect(url_for("pages.household", case_id=case_id))


@pages.post("/dossiers/<int:case_id>/bewoner/wissen")
@requires(May.PEOPLE_ERASE)
def household_erase(case_id: int) -> Answer:
    """Somebody asked to be forgotten."""
    if request.form.get("sure") != "yes":
        return _page(case_id, refusal=Text(TICK_FIRST))
    with db.transaction() as session:
        case = my_case(session, case_id)
        people.erase_person(session, case.person, by=By(current_user.id))
    flash(_("This person is forgotten. The home and the figures stay."))
    return redirect(url_for("pages.caseload"))
