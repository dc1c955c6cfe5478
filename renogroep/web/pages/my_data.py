"""Pages: what do you keep about me?"""

import json
from typing import Any

from flask import Response, render_template
from flask_login import current_user

from renogroep.base import clock
from renogroep.identity.models import Municipality, Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import by_reader
from renogroep.infra.downloads import JSON, PDF, download
from renogroep.infra.scope import here
from renogroep.journeys.actions import people
from renogroep.journeys.documents.kept import kept_paper
from renogroep.journeys.presenters.my_data import open_cases, sections
from renogroep.web.pages.blueprint import pages


def _exported() -> dict[str, dict[str, Any]]:
    """What every room keeps; that it was given is recorded, so this is a writing transaction."""
    with db.transaction() as session:
        person = session.get_one(Person, current_user.id)
        return people.export_person(session, person, by=by_reader())


@pages.get("/mijn-gegevens")
@requires(May.MY_HOME)
def my_data() -> str:
    """What we keep, as a page."""
    return render_template(
        "pages/my_home_data.html",
        sections=sections(_exported()),
        homes=open_cases(db.session(), current_user.id),
    )


@pages.get("/mijn-gegevens.json")
@requires(May.MY_HOME)
def my_data_file() -> Response:
    """What we keep, as a file to take away."""
    text = json.dumps(_exported(), ensure_ascii=False, indent=2, default=str)
    return download(text, "mijn-gegevens.json", JSON)


@pages.get("/mijn-gegevens.pdf")
@requires(May.MY_HOME)
def my_data_paper() -> Response:
    """What we keep, to read and to print."""
    kept = sections(_exported())
    home = db.session().get_one(Municipality, here().municipality_id)
    return download(kept_paper(kept, home, clock.today()), "mijn-gegevens.pdf", PDF)
