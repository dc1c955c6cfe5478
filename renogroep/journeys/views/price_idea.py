"""Page: about what would these works cost? Nothing that is answered here is kept."""

from flask import render_template, request
from sqlalchemy.orm import Session

from renogroep.identity.queries.municipalities import front_municipality
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.pages import found, host_here
from renogroep.journeys.presenters.price_idea import Place, idea_page
from renogroep.journeys.views.blueprint import pages
from renogroep.neighbourhoods.queries import neighbourhood_by_slug
from renogroep.subscriptions.queries import public_package


@pages.get("/prijsidee")
@public
def price_idea() -> tuple[str, int]:
    """The questions, and the answer to them; 422 with words beside what cannot be counted with."""
    session = db.session()
    place = _place(session)
    page = idea_page(session, place, request.args)
    shown = render_template(
        "journeys/price_idea.html",
        page=page,
        form=page.form,
        neighbourhood_theme=place.neighbourhood,
    )
    return shown, 422 if page.form.errors else 200


def _place(session: Session) -> Place:
    """Where the reader came from; what does not exist here is a 404."""
    package = neighbourhood = None
    if reference := request.args.get("pakket", ""):
        package = found(public_package(session, reference))
        neighbourhood = package.neighbourhood
    elif slug := request.args.get("wijk", ""):
        neighbourhood = found(neighbourhood_by_slug(session, slug))
    home = found(front_municipality(session, host_here()))
    if neighbourhood is None:
        return Place(home.id)
    elsewhere = home.host == host_here() and home.id != neighbourhood.municipality_id
    here = found(None if elsewhere else neighbourhood)
    return Place(here.municipality_id, here, package)
