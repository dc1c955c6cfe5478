"""Pages: how do we reach this owner, with which link do they come in, and who are they really?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from renogroep.base.text import N_, Text
from renogroep.identity import queries
from renogroep.identity.actions import contacts
from renogroep.identity.models import Person
from renogroep.identity.rules.phone import shown
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.fields import line
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.journeys.actions import people
from renogroep.journeys.actions.household import change_household
from renogroep.owners.models import Case
from renogroep.owners.queries import homes_of
from renogroep.subscriptions.forms import ContactForm
from renogroep.web.pages.blueprint import pages

TICK_FIRST = N_("Nothing was changed. Tick the box first: this cannot be undone.")


class HouseholdForm(ContactForm):
    """The same name, one contact way and language as when somebody comes in."""

    version = HiddenField()
    name = line(_l("Name"), 120, _l("Enter a name"))
    consent = words = None  # asked when somebody comes in, not again


class SureForm(FlaskForm):
    """A tick before what cannot be undone."""

    sure = BooleanField(validators=[InputRequired()])


def _form(case: Case) -> HouseholdForm:
    person = case.person
    return HouseholdForm(
        name=person.name,
        way=person.contact_way,
        email=person.email,
        phone=shown(person.phone or ""),
        postal_address=person.postal_address,
        language=person.language,
    )


def _page(case_id: int, form: HouseholdForm | None = None, refusal: Text | None = None) -> str:
    session = db.session()
    case = mine(Case, case_id)
    form = form or _form(case)
    show_version(form, case.person)
    namesakes = queries.maybe_the_same(session, case.person)
    return render_template(
        "pages/household.html",
        case=case,
        form=form,
        links=queries.working_links(session, case.person_id, "my_home"),
        namesakes=namesakes,
        homes=homes_of(session, [row.id for row in namesakes]),
        refusal=refusal,
    )


@pages.route("/dossiers/<int:case_id>/bewoner", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def household(case_id: int) -> Answer:
    """Somebody has another number, moved, or wants letters instead of mails."""
    if request.method == "GET":
        return _page(case_id)
    form = HouseholdForm()

    def work(session: Session, by: By) -> None:
        change_household(
            session,
            mine(Case, case_id),
            name=form.name.data,
            way=form.way.data,
            typed=form.typed,
            language=form.language.data,
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: _page(case_id, form, refusal),
        to=url_for("pages.case", case_id=case_id),
        done=_("The details are kept."),
    )


@pages.post("/dossiers/<int:case_id>/bewoner/nieuwe-link")
@requires(May.CASE_WORK)
def household_link(case_id: int) -> Answer:
    """The letter got lost, or somebody else has it: old links stop, one new link goes out."""

    def work(session: Session, by: By) -> None:
        contacts.renew_link(session, mine(Case, case_id).person, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(case_id, refusal=refusal),
        to=url_for("pages.household", case_id=case_id),
        done=_("The old links do not work any more. A new one is on its way."),
    )


@pages.post("/dossiers/<int:case_id>/bewoner/links-intrekken")
@requires(May.CASE_WORK)
def household_revoke(case_id: int) -> Answer:
    """No link to this page works any more, until somebody asks for a new one."""

    def work(session: Session, by: By) -> None:
        contacts.revoke_links(session, mine(Case, case_id).person, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(case_id, refusal=refusal),
        to=url_for("pages.household", case_id=case_id),
        done=_("The old links do not work any more."),
    )


def _other(session: Session, person: Person, other_id: int) -> Person:
    """Only somebody from the list of this very page."""
    offered = {row.id: row for row in queries.maybe_the_same(session, person)}
    return found(offered.get(other_id))


@pages.post("/dossiers/<int:case_id>/bewoner/samenvoegen/<int:other_id>")
@requires(May.CASE_SENSITIVE)
def household_join(case_id: int, other_id: int) -> Answer:
    """Two rows are one person: everything of the other one comes here."""

    def work(session: Session, by: By) -> None:
        person = mine(Case, case_id).person
        people.merge_people(session, _other(session, person, other_id), person, by=by)

    return act(
        SureForm(),
        work,
        again=lambda refusal: _page(case_id, refusal=refusal or Text(TICK_FIRST)),
        to=url_for("pages.household", case_id=case_id),
        done=_("They are one person now."),
    )


@pages.post("/dossiers/<int:case_id>/bewoner/wissen")
@requires(May.PEOPLE_ERASE)
def household_erase(case_id: int) -> Answer:
    """Somebody asked to be forgotten."""

    def work(session: Session, by: By) -> None:
        people.erase_person(session, mine(Case, case_id).person, by=by)

    return act(
        SureForm(),
        work,
        again=lambda refusal: _page(case_id, refusal=refusal or Text(TICK_FIRST)),
        to=url_for("pages.caseload"),
        done=_("This person is forgotten. The home and the figures stay."),
    )
