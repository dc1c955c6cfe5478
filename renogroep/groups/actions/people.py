"""What do we hold of a person in this room, and how do we forget or join it?"""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from renogroep.base.units import Quantity
from renogroep.groups.models import BundlingRun, GroupMember, RequestHome
from renogroep.infra.i18n import say_stored
from renogroep.subscriptions.models import Subscription


def export_person(session: Session, person_id: int) -> dict[str, Any]:
    """The groups of a person's homes and why, and what contractors were asked for them."""
    asked = session.scalars(
        select(RequestHome)
        .join(Subscription, Subscription.id == RequestHome.subscription_id)
        .where(Subscription.person_id == person_id)
        .options(joinedload(RequestHome.request))
        .order_by(RequestHome.id)
    )
    return {
        "groups": [
            {
                "group": say_stored(member.group.name),
                "reasons": [say_stored(reason) for reason in member.reasons],
            }
            for member in _members(session, person_id)
        ],
        "asked": [
            {
                "request": row.request.reference,
                "quantities": {n: str(Quantity(q)) for n, q in row.quantities.items()},
            }
            for row in asked
        ],
    }


def erase_person(session: Session, person_id: int) -> None:
    """The home keeps its place in counts and quantities; the sentences about it go."""
    for member in _members(session, person_id):
        member.reasons = []
    mine = set(session.scalars(select(Subscription.id).where(Subscription.person_id == person_id)))
    packages = select(Subscription.package_id).where(Subscription.person_id == person_id)
    for run in session.scalars(select(BundlingRun).where(BundlingRun.package_id.in_(packages))):
        run.left_out = [row for row in run.left_out if row["subscription_id"] not in mine]
    session.flush()


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Groups and requests hang on subscriptions; only who made the groups is a person here."""
    session.execute(update(BundlingRun).where(BundlingRun.by_id == old_id).values(by_id=new_id))


def _members(session: Session, person_id: int) -> list[GroupMember]:
    return list(
        session.scalars(
            select(GroupMember)
            .join(Subscription, Subscription.id == GroupMember.subscription_id)
            .where(Subscription.person_id == person_id)
            .options(joinedload(GroupMember.group))
            .order_by(GroupMember.id)
        )
    )
