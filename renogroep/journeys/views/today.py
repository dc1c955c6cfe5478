"""Page: what is the work of today for a member of staff or a contractor?"""

from flask import render_template

from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.journeys.presenters import today
from renogroep.journeys.views.blueprint import pages
from renogroep.quotes.presenters.key_alarm import key_alarm


@pages.get("/vandaag")
@requires(May.STAFF_HOME)
def staff_home() -> str:
    """What is urgent, what waits and what comes next, for every role that this person has."""
    session = db.session()
    return render_template(
        "journeys/today.html", blocks=today.blocks(session), alarm=key_alarm(session)
    )
