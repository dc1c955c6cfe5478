"""Page: the button with which a household says that an interest is theirs."""

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.my_home import my_home_page
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.confirming import confirm_interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.presenters.answered import after_confirming


@pages.post("/mijn-woning/<reference>/bevestigen")
@requires(May.MY_HOME)
def confirm_my_interest(reference: str) -> Answer:
    """A mail is opened by scanners too: only the button confirms."""
    key = queries.key_of(db.session(), reference)
    mine(Subscription, key)

    def work(session: Session, by: By) -> bool:
        return confirm_interest(session, mine(Subscription, key), by=by)

    return act(None, work, again=my_home_page, to=url_for("pages.my_home"), done=after_confirming)
