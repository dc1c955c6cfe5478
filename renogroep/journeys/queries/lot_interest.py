"""How far are the households of many lots: who must be called, who did not choose yet?"""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.groups.models import BundlingRun, Group, Request, RequestHome
from renogroep.infra.holidays import belgian
from renogroep.journeys.queries.asked import Asked, Facts
from renogroep.owners.rules.cases import first_call_due
from renogroep.quotes.models import Assignment, ChoiceRun, Preference
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import SCREENED, SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState

TO_CALL = (SubscriptionState.INTERESTED, SubscriptionState.SUBSCRIBED)


def collecting(session: Session, asked: Asked) -> Facts:
    """Until when, how many homes nobody checked, and how many groups there are."""
    lots = asked.among(LotState.COLLECTING)
    if not lots or asked.firm_id is not None:
        return {}
    waiting = {
        row.lot_id: row
        for row in session.execute(
            select(
                SubscriptionLot.lot_id,
                func.count().label("homes"),
                func.min(
                    func.coalesce(Subscription.confirmed_at, Subscription.interested_at)
                ).label("since"),
            )
            .join(Subscription, Subscription.id == SubscriptionLot.subscription_id)
            .where(
                SubscriptionLot.lot_id.in_(lots),
                Subscription.state.in_(TO_CALL),
                Subscription.case_id.is_not(None),
            )
            .group_by(SubscriptionLot.lot_id)
        )
    }
    groups = _groups(session, {lot.package_id for lot in lots.values()})
    found: Facts = {}
    for key, lot in lots.items():
        found[key] = {
            "interest_deadline": lot.package.interest_deadline,
            "groups": groups.get(lot.package_id, 0),
        }
        if key in waiting:
            since = clock.local(waiting[key].since).date()
            found[key] |= {
                "to_call": waiting[key].homes,
                "call_by": first_call_due(since, belgian(since)),
            }
    return found


def _groups(session: Session, package_ids: set[int]) -> dict[int, int]:
    """Package -> its groups, as they stand since the last time that homes were bundled."""
    newest = (
        select(func.max(BundlingRun.id))
        .where(BundlingRun.package_id.in_(package_ids))
        .group_by(BundlingRun.package_id)
    )
    rows = session.execute(
        select(BundlingRun.package_id, func.count(Group.id))
        .join(Group, Group.run_id == BundlingRun.id)
        .where(BundlingRun.id.in_(newest))
        .group_by(BundlingRun.package_id)
    )
    return dict(rows.all())


def choosing(session: Session, asked: Asked) -> Facts:
    """Who was asked to choose and did not, and who must say yes to another firm."""
    lots = asked.among(LotState.CHOOSING)
    if not lots or asked.firm_id is not None:
        return {}
    found: Facts = {key: {} for key in lots}
    silent, answered = _silent(session, list(lots))
    ran = defaultdict(set)
    waiting = defaultdict(list)
    for lot_id, request_id, row in latest_assignments(session, list(lots)):
        ran[lot_id].add(request_id)
        if row.yes_by and not row.yes_at and not row.declined_at and row.yes_by >= clock.today():
            waiting[lot_id].append(row.yes_by)
    for key in lots:
        found[key] = {
            "choose_until": lots[key].choose_until,
            "silent": silent[key],
            "chosen": bool(ran[key]) and ran[key] >= answered[key],
            "yes_waiting": len(waiting[key]),
            "yes_by": min(waiting[key], default=None),
        }
    return found


def _silent(session: Session, lot_ids: list[int]) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Lot -> homes that were asked and did not answer; lot -> requests with an answer."""
    silent: dict[int, int] = defaultdict(int)
    answered: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Request.lot_id, Request.id, Preference.id)
        .join(RequestHome, RequestHome.request_id == Request.id)
        .join(Subscription, Subscription.id == RequestHome.subscription_id)
        .outerjoin(
            Preference,
            (Preference.request_id == Request.id)
            & (Preference.subscription_id == RequestHome.subscription_id),
        )
        .where(Request.lot_id.in_(lot_ids), Subscription.state.in_(SCREENED))
    )
    for lot_id, request_id, preference_id in rows:
        if preference_id is None:
            silent[lot_id] += 1
        else:
            answered[lot_id].add(request_id)
    return silent, answered


def latest_assignments(session: Session, lot_ids: list[int]) -> list[tuple[int, int, Assignment]]:
    """Lot, request and where one home ended, the last time that the choice was worked out."""
    newest = (
        select(func.max(ChoiceRun.id))
        .join(Request, Request.id == ChoiceRun.request_id)
        .where(Request.lot_id.in_(lot_ids))
        .group_by(ChoiceRun.request_id)
    )
    rows = session.execute(
        select(Request.lot_id, Request.id, Assignment)
        .join(ChoiceRun, ChoiceRun.id == Assignment.run_id)
        .join(Request, Request.id == ChoiceRun.request_id)
        .where(ChoiceRun.id.in_(newest))
    )
    return [(lot_id, request_id, row) for lot_id, request_id, row in rows]
