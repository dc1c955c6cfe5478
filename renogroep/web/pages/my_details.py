"""Page: my name, address, number or language is wrong."""

from flask import render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import HiddenField

from renogroep.base.text import Text
from renogroep.identity.models import Person
from renogroep.identity.rules.phone import shown
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.scope import mine
from renogroep.journeys.actions import my_details as actions
from renogroep.journeys.views.my_mailbox import WAITS
from renogroep.subscriptions.forms import ContactForm
from renogroep.web.pages.blueprint import pages


class MyDetailsForm(ContactForm):
    """The same name, contact ways and language as when somebody comes in."""

    version = HiddenField()
    consent = words = None  # asked when somebody comes in, not again


def _form(person: Person) -> MyDetailsForm:
    return MyDetailsForm(
        name=person.name,
        way=person.contact_way,
        email=person.email,
        phone=shown(person.phone or ""),
        postal_address=person.postal_address,
        language=person.language,
    )


def _details(form: MyDetailsForm | None = None, refusal: Text | None = None) -> str:
    person = mine(Person, current_user.id)
    form = form or _form(person)
    show_version(form, person)
    return render_template(
        "pages/my_details.html",
        form=form,
        refusal=refusal,
        data_url=url_for("pages.my_data"),
    )


@pages.route("/mijn-gegevens/verbeteren", methods=["GET", "POST"])
@requires(May.MY_HOME)
def my_details() -> Answer:
    """Name, language and how we reach somebody; a new mailbox counts when its code comes back."""
    if request.method == "GET":
        return _details()
    form = MyDetailsForm()

    def work(current: Session, by: By) -> str | None:
        return actions.correct_me(
            current,
            mine(Person, by.person_id),
            name=form.name.data,
            way=form.way.data,
            typed=form.typed,
            language=form.language.data,
            stay=current_user.session_id,
            by=by,
        )

    def to(waits: str | None) -> str:
        if waits is None:
            return url_for("pages.my_data")
        session[WAITS] = [waits, form.way.data == "email"]
        return url_for("pages.my_mailbox")

    def done(waits: str | None) -> str:
        return (
            _("Your details are kept.") if waits is None else _("We sent you a mail with a code.")
        )

    return act(form, work, again=lambda refusal: _details(form, refusal), to=to, done=done)
