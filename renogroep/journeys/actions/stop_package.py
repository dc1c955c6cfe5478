"""A package stops: what ends with it, and who hears it?"""

from sqlalchemy.orm import Session

from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra.acts import By, check_seen
from renogroep.journeys.actions.holding import hold_package
from renogroep.orders.actions.stopping import stop_orders
from renogroep.quotes.actions.inviting import tell_stopped
from renogroep.subscriptions.actions.threshold import release_households
from renogroep.subscriptions.rules.lifecycle import INTERESTED
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.tenders import actions, queries
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import DONE, PackageState


def stop_package(session: Session, package: Package, *, reason: str, by: By) -> int:
    """Stop a package with everything that hangs on it; gives how many people and firms hear why.

    Twice is once. Raises Refused without a reason, when it is over already, while an order binds, or
    when works are going on in a lot.
    """
    interests = hold_package(session, package.id)
    if package.state == PackageState.CANCELLED:
        return 0
    check_seen(package, by)
    interested = {
        row.person_id: row.person
        for row in interests
        if row.state in INTERESTED or (row.state == State.INTERESTED and not row.unconfirmed)
    }
    stop_orders(session, [lot for lot in package.lots if lot.state not in DONE], by=by.inside)
    actions.cancel(session, package, reason, by=by.inside)
    for person in interested.values():
        _tell(session, package, person, by)
    told = len(interested) + tell_stopped(session, package, by=by)
    release_households(session, package, by=by)
    return told


def _tell(session: Session, package: Package, person: Person, by: By) -> None:
    notify(
        session,
        person,
        "tenders_cancelled",
        key=f"package_cancelled:{package.id}:{person.id}",
        title=queries.in_language(package, "title", person.language),
        reason=package.cancel_reason,
        phone=package.neighbourhood.phone,
        by=by,
    )
