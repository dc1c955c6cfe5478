"""Page: a package stops, and with it everything that hangs on it."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.journeys.views.package import my_package, package_page
from renogroep.orders.actions.stopping import stop_orders
from renogroep.quotes.actions.inviting import tell_stopped
from renogroep.subscriptions.actions.threshold import release_households
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import INTERESTED
from renogroep.tenders import actions, queries
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import DONE
from renogroep.web.pages.blueprint import pages


@pages.post("/pakketten/<int:id>/stoppen")
@requires(May.PACKAGE_MANAGE)
def package_cancel(id: int) -> str | Response | tuple[str, int]:
    """Stop a package and tell everybody who showed interest."""
    try:
        with db.transaction() as session:
            row = my_package(id)
            going_on = [lot for lot in row.lots if lot.state not in DONE]
            stop_orders(session, going_on, by=By(current_user.id))
            actions.cancel(session, row, request.form.get("reason", ""), by=By(current_user.id))
            told = _tell(session, row)
            told += tell_stopped(session, row, by=By(current_user.id))
            release_households(session, row, by=By(current_user.id))
    except Refused as refused:
        return package_page(my_package(id), refused.text), 422
    flash(_("The package is stopped. %(count)s people get a message.", count=told))
    return redirect(url_for("pages.package", id=id))


def _tell(session: Session, row: Package) -> int:
    people = session.scalars(
        select(Person)
        .join(Subscription, Subscription.person_id == Person.id)
        .where(Subscription.package_id == row.id, Subscription.state.in_(INTERESTED))
        .distinct()
        .order_by(Person.id)
    ).all()
    for person in people:
        notify(
            session,
            person,
            "tenders_cancelled",
            key=f"package_cancelled:{row.id}:{person.id}",
            title=queries.in_language(row, "title", person.language),
            reason=row.cancel_reason,
            phone=row.neighbourhood.phone,
            by=By(current_user.id),
        )
    return len(people)
