"""What exactly do contractors price? Made when the quotes are asked, and frozen from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.units import Quantity, Unit
from renogroep.groups import queries
from renogroep.groups.models import Group, Request, RequestHome, RequestLine
from renogroep.groups.queries import ScreenedHome
from renogroep.groups.rules import quantities as rules
from renogroep.groups.rules.deadline import check_ahead, check_before_orders
from renogroep.groups.rules.events import Did
from renogroep.groups.rules.waves import runs
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.owners.queries import quantities_of
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.threshold import InterestOutcome, interest_outcome
from renogroep.tenders.actions.lots import move_lot
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.bill import (
    Nature,
    Post,
    Scope,
)
from renogroep.tenders.rules.lifecycle import LOTS, Mode, PackageState

Measures = Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class PlannedHome:
    """A home in a request that is about to open."""

    home: ScreenedHome
    run_code: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """What will be asked: one per group, or one for the whole lot. Nobody's name is in it."""

    group: Group | None
    homes: int
    runs: int
    lines: tuple[rules.RequestLine, ...]
    checksum: str
    members: tuple[PlannedHome, ...]


def planned_requests(session: Session, lot: Lot) -> list[PlannedRequest]:
    """What contractors would price when the quotes were asked now.

    Raises Refused when the lot or the package is not ready: in words, with what is missing.
    """
    package = session.get_one(Package, lot.package_id)
    if package.state != PackageState.PUBLISHED:
        raise Refused(
            "request.not_published",
            "This package is not open. Publish it before you ask for quotes.",
        )
    LOTS[package.mode].after(lot.state, "ask_quotes")
    _enough_interest(session, lot)
    if package.mode == Mode.PROCUREMENT:
        return [_presumed(package, lot)]
    return _measured(session, package, lot)


def open_requests(session: Session, lot: Lot, *, deadline: datetime, by: By) -> list[Request]:
    """Freeze what is asked and let contractors price it until ``deadline``.

    Raises Refused as ``planned_requests``, and for a deadline that is not in the future or leaves
    households no day to order.
    """
    locked(session, Package, lot.package_id)
    locked(session, Lot, lot.id)
    check_ahead(deadline, clock.now())
    planned = planned_requests(session, lot)
    package = session.get_one(Package, lot.package_id)
    check_before_orders(clock.local(deadline), package.order_deadline, package.freeze_on)
    requests = [_write(session, lot, plan) for plan in planned]
    lot.quote_deadline = deadline
    move_lot(session, lot, "ask_quotes", by=by)
    for request in requests:
        record(
            session,
            Did.REQUEST_OPENED,
            actor_id=by.actor_id,
            subject=request,
            lot_id=lot.id,
            homes=request.homes,
            runs=request.runs,
            checksum=request.checksum,
            deadline=deadline.isoformat(),
        )
    _tell_households(session, lot, planned, deadline, by)
    return requests


def _enough_interest(session: Session, lot: Lot) -> None:
    """The first gate (T1)."""
    homes = queries.screened_homes(session, lot.package_id)
    screened = sum(lot.id in home.lot_ids for home in homes)
    if interest_outcome(screened, lot.min_to_quote, already_extended=True) != InterestOutcome.GO:
        raise Refused(
            "request.too_few",
            "Homes that fit and want these works: %(screened)s. At least %(needed)s are needed before contractors are asked. Screen more homes first, or extend the period of interest.",
            screened=screened,
            needed=lot.min_to_quote,
        )


def _presumed(package: Package, lot: Lot) -> PlannedRequest:
    scenario = max(package.scenarios, key=lambda s: s.homes, default=None)
    if scenario is None:
        raise Refused(
            "request.no_scenario",
            "This package has no scenario with a number of homes. Add one first.",
        )
    frozen = rules.freeze(rules.presumed_lines(_posts(lot), scenario.homes, scenario.runs))
    return PlannedRequest(None, scenario.homes, scenario.runs, frozen.lines, frozen.checksum, ())


def _measured(session: Session, package: Package, lot: Lot) -> list[PlannedRequest]:
    run = queries.latest_run(session, package.id)
    if run is None:
        raise Refused("request.no_groups", "There are no groups yet. Make the groups first.")
    wanting = {
        home.subscription_id: home
        for home in queries.screened_homes(session, package.id)
        if lot.id in home.lot_ids
    }
    measures = quantities_of(session, {home.dwelling_id for home in wanting.values()})
    posts = _posts(lot)
    members = {
        group.id: [
            wanting[m.subscription_id] for m in group.members if m.subscription_id in wanting
        ]
        for group in run.groups
    }
    grouped = [home for homes in members.values() for home in homes]
    if not grouped:
        raise Refused(
            "request.no_homes_in_groups",
            "No home in the groups wants these works. Make the groups again.",
        )
    rules.check_measured(posts, {h.reference: measures[h.dwelling_id] for h in grouped})
    return [
        _group_request(posts, group, members[group.id], measures)
        for group in run.groups
        if members[group.id]
    ]


def _group_request(
    posts: Sequence[Post],
    group: Group,
    homes: Sequence[ScreenedHome],
    measures: Mapping[int, Measures],
) -> PlannedRequest:
    """Runs are counted again: who left since the groups were made breaks a row in two."""
    run_of = runs({home.reference: home.place for home in homes})
    found = {home.reference: measures[home.dwelling_id] for home in homes}
    frozen = rules.freeze(rules.measured_lines(posts, found, run_of))
    return PlannedRequest(
        group=group,
        homes=len(homes),
        runs=len(set(run_of.values())),
        lines=frozen.lines,
        checksum=frozen.checksum,
        members=tuple(
            PlannedHome(home, run_of[home.reference], found[home.reference]) for home in homes
        ),
    )


def _posts(lot: Lot) -> list[Post]:
    return [
        Post(
            number=post.number,
            description=post.description,
            nature=Nature(post.nature),
            unit=Unit(post.unit),
            scope=Scope(post.scope),
            source=post.source,
            presumed=post.presumed,
        )
        for post in lot.posts
    ]


def _write(session: Session, lot: Lot, plan: PlannedRequest) -> Request:
    common = {"municipality_id": lot.municipality_id}
    place = f".{plan.group.number}" if plan.group else ""
    request = Request(
        **common,
        reference=f"V{lot.package_id}.{lot.number}{place}",
        lot_id=lot.id,
        group_id=plan.group.id if plan.group else None,
        checksum=plan.checksum,
        homes=plan.homes,
        runs=plan.runs,
        opened_for_quotes_at=clock.now(),
    )
    session.add(request)
    session.flush()
    for line in plan.lines:
        session.add(
            RequestLine(
                **common,
                request_id=request.id,
                position=line.position,
                number=line.number,
                description=line.description,
                nature=line.nature,
                unit=line.unit,
                scope=line.scope,
                source=line.source,
                per_home=line.per_home,
                quantity=line.quantity,
            )
        )
    posts = _posts(lot)
    for member in plan.members:
        found = rules.home_quantities(posts, member.measures)
        session.add(
            RequestHome(
                **common,
                request_id=request.id,
                subscription_id=member.home.subscription_id,
                run_code=member.run_code,
                quantities={number: quantity.scaled for number, quantity in found.items()},
            )
        )
    session.flush()
    return request


def _tell_households(
    session: Session,
    lot: Lot,
    planned: Sequence[PlannedRequest],
    deadline: datetime,
    by: By,
) -> None:
    """Whoever is in a request hears until when contractors make their quotes; the others, why not."""
    package = session.get_one(Package, lot.package_id)
    wanting = [
        home for home in queries.screened_homes(session, package.id) if lot.id in home.lot_ids
    ]
    asked = {member.home.subscription_id for plan in planned for member in plan.members}
    people = _people(session, wanting)
    for home in wanting:
        # Procurement: one request for all who may still join, so nobody is left out.
        if home.subscription_id in asked or package.mode == Mode.PROCUREMENT:
            notify(
                session,
                people[home.person_id],
                "groups_quotes_asked",
                key=f"quotes_asked:{lot.id}:{home.subscription_id}",
                by=by,
                home=home,
                lot=lot,
                package=package,
                deadline=deadline,
            )
        else:
            _tell_left_out(session, people[home.person_id], home, package, by)


def _tell_left_out(
    session: Session, person: Person, home: ScreenedHome, package: Package, by: By
) -> None:
    """Not when groups are made, which happens a few times, but when they no longer change."""
    subscription = session.get_one(Subscription, home.subscription_id)
    notify(
        session,
        person,
        "groups_left_out",
        key=f"left_out:{package.id}:{home.subscription_id}",
        by=by,
        home=home,
        package=package,
        reason=queries.left_out_reason(session, subscription),
    )


def _people(session: Session, homes: Sequence[ScreenedHome]) -> dict[int, Person]:
    keys = {home.person_id for home in homes}
    return {
        person.id: person for person in session.scalars(select(Person).where(Person.id.in_(keys)))
    }
