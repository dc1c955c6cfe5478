"""Page: how far is my home, what comes next, and what does it cost me at most?"""

from flask import render_template, url_for
from flask_login import current_user

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.journeys.presenters.loan import loans_of_home
from renogroep.journeys.presenters.my_home import my_homes, photo_links
from renogroep.journeys.views.blueprint import pages
from renogroep.subscriptions import queries


@pages.get("/mijn-woning")
@requires(May.MY_HOME)
def my_home() -> str:
    """One page per person: for every interest one sentence, one date, one amount, and its buttons."""
    return my_home_page()


def my_home_page(refusal: Text | None = None) -> str:
    """The page, also after an act on it was refused."""
    rows = queries.home_of(db.session(), current_user.id)
    return render_template(
        "journeys/my_home.html",
        refusal=refusal,
        homes=my_homes(db.session(), rows),
        loans=loans_of_home(db.session(), current_user.id),
        front_url=url_for("pages.front"),
        my_data_url=url_for("pages.my_data"),
        photo_links=photo_links(rows),
        neighbourhood_theme=rows[0].package.neighbourhood if rows else None,
    )
