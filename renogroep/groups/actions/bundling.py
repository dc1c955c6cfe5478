"""Which homes come together, and which does a lead move by hand?"""

from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text
from renogroep.groups import queries
from renogroep.groups.models import BundlingRun, Group, GroupMember
from renogroep.groups.queries import ScreenedHome
from renogroep.groups.rules import bundling
from renogroep.groups.rules.bundling import Basis, BundlingResult, Home
from renogroep.groups.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.i18n import stored_text
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import Mode

MOVED = N_("Moved by the project lead: “%(reason)s”")


def bundle(
    session: Session,
    package: Package,
    *,
    basis: str | None = None,
    min_size: int | None = None,
    max_size: int | None = None,
    mark: str | None = None,
    by: By,
) -> BundlingRun:
    """Put the homes that fit in groups; the groups from before are kept beside the new ones.

    basis, min_size, max_size   None: as the package says
    mark                        ``groups_version`` of the page that was used; None: any
    The same homes always give the same groups. Raises StaleDataError for another version, Refused in procurement (one request for all),
    when contractors were asked already, without homes that fit, or for impossible sizes.
    """
    locked(session, Package, package.id)
    _check_mark(session, package, mark)
    _not_frozen(session, package)
    homes = _homes(session, package)
    chosen = _read_basis(basis or package.basis)
    least, most = min_size or package.min_group, max_size or package.max_group
    result = bundling.bundle(
        [_as_home(home) for home in homes], basis=chosen, min_size=least, max_size=most
    )
    run = BundlingRun(
        municipality_id=package.municipality_id,
        package_id=package.id,
        at=clock.now(),
        by_id=by.person_id,
        basis=chosen,
        min_size=least,
        max_size=most,
        left_out=[],
    )
    session.add(run)
    session.flush()
    _write(session, run, homes, result)
    record(
        session,
        Did.GROUPS_BUNDLED,
        actor_id=by.actor_id,
        subject=run,
        package_id=package.id,
        basis=str(chosen),
        sizes=[len(group.homes) for group in result.groups],
        left_out=len(result.left_out),
    )
    return run


def _homes(session: Session, package: Package) -> list[ScreenedHome]:
    homes = [home for home in queries.screened_homes(session, package.id) if home.lot_ids]
    if not homes:
        raise Refused(
            "groups.no_homes",
            "There is no home that fits yet. Homes can be grouped when an advisor has checked them.",
        )
    return homes


def _read_basis(code: str) -> Basis:
    if code not in set(Basis):
        raise Refused("groups.basis", "Choose from the list how homes come together.")
    return Basis(code)


def move_member(
    session: Session,
    run: BundlingRun,
    *,
    subscription_id: int,
    to_group_id: int | None,
    reason: str,
    mark: str | None = None,
    by: By,
) -> None:
    """A lead puts a home in another group, or in none, and says why; the household reads it too.

    Raises Refused without a reason, for a home that does not fit, for a group that is full or not
    one of the latest, and once contractors were asked; StaleDataError when a colleague moved a home
    after the page with ``mark`` was made (None: any).
    """
    package = session.get_one(Package, run.package_id)
    locked(session, Package, package.id)
    _check_mark(session, package, mark)
    _not_frozen(session, package)
    newest = queries.latest_run(session, package.id)
    if newest is None or newest.id != run.id:
        raise Refused(
            "groups.old_run", "The groups were made again in the meantime. Reload the page."
        )
    words = cleaned(reason)
    if not words:
        raise Refused("groups.no_reason", "Write in one sentence why you move this home.")
    subscription = session.get(Subscription, subscription_id)
    if subscription is None or subscription.package_id != package.id:
        raise Refused("groups.unknown_home", "Choose a home of this package.")
    if subscription.state not in SCREENED:
        raise Refused("groups.not_screened", "This home does not fit, or not any more.")
    _place(session, run, subscription, to_group_id, words, by)


def _place(
    session: Session,
    run: BundlingRun,
    subscription: Subscription,
    to_group_id: int | None,
    words: str,
    by: By,
) -> None:
    members = {m.subscription_id: m for group in run.groups for m in group.members}
    member = members.get(subscription.id)
    before = member.group_id if member else None
    if before == to_group_id:
        raise Refused("groups.same_group", "This home is already there. Choose another group.")
    target = _target(run, to_group_id)
    if member is not None:
        session.delete(member)
        session.flush()
    why = stored_text(Text(MOVED, {"reason": words}))
    left_out = [row for row in run.left_out if row["subscription_id"] != subscription.id]
    if target is None:
        left_out.append({"subscription_id": subscription.id, "reason": why})
    else:
        session.add(
            GroupMember(
                municipality_id=run.municipality_id,
                group_id=target.id,
                subscription_id=subscription.id,
                run_code="",
                reasons=[why],
            )
        )
    run.left_out = left_out
    session.flush()
    for group in run.groups:
        if group.id in {before, to_group_id}:
            session.expire(group, ["members"])
            _say_again(session, run, group)
    record(
        session,
        Did.MEMBER_MOVED,
        actor_id=by.actor_id,
        subject=run,
        subscription_id=subscription.id,
        old=before,
        new=to_group_id,
    )


def _target(run: BundlingRun, to_group_id: int | None) -> Group | None:
    if to_group_id is None:
        return None
    target = next((group for group in run.groups if group.id == to_group_id), None)
    if target is None:
        raise Refused("groups.unknown_group", "Choose a group from the list.")
    if len(target.members) >= run.max_size:
        raise Refused(
            "groups.full",
            "This group is full: at most %(max)s homes. Choose another one.",
            max=run.max_size,
        )
    return target


def _not_frozen(session: Session, package: Package) -> None:
    if package.mode == Mode.PROCUREMENT:
        raise Refused(
            "groups.procurement",
            "In a procurement contractors price one request for the whole lot, so there are no groups to make.",
        )
    if queries.requests_of(session, package.id):
        raise Refused(
            "groups.frozen",
            "Contractors are making quotes for these groups, so the groups stay as they are.",
        )


def _check_mark(session: Session, package: Package, mark: str | None) -> None:
    if mark is not None and mark != queries.groups_version(queries.latest_run(session, package.id)):
        raise StaleDataError("the groups were changed after this page was made")


def _as_home(home: ScreenedHome) -> Home:
    return Home(
        ref=home.reference,
        place=home.place,
        works=frozenset(str(lot_id) for lot_id in home.lot_ids),
        life_stage=home.life_stage,
        budget=home.budget,
    )


def _write(
    session: Session, run: BundlingRun, homes: list[ScreenedHome], result: BundlingResult
) -> None:
    key = {home.reference: home.subscription_id for home in homes}
    common = {"municipality_id": run.municipality_id}
    for group in result.groups:
        row = Group(**common, run_id=run.id, number=group.number, name=stored_text(group.name))
        session.add(row)
        session.flush()
        for ref in group.homes:
            session.add(
                GroupMember(
                    **common,
                    group_id=row.id,
                    subscription_id=key[ref],
                    run_code=group.runs[ref],
                    reasons=[stored_text(text) for text in result.reasons[ref]],
                )
            )
    run.left_out = [_left_out(key[ref], result, ref) for ref in result.left_out]
    session.flush()


def _left_out(subscription_id: int, result: BundlingResult, ref: str) -> dict[str, Any]:
    (reason,) = result.reasons[ref]
    return {"subscription_id": subscription_id, "reason": stored_text(reason)}


def _say_again(session: Session, run: BundlingRun, group: Group) -> None:
    """Name, scaffolds and reasons of a group follow from who stands in it now."""
    homes = {h.subscription_id: h for h in queries.screened_homes(session, run.package_id)}
    members = group.members
    present = {
        m.subscription_id: homes[m.subscription_id] for m in members if m.subscription_id in homes
    }
    if not present:
        return
    made, reasons = bundling.regrouped(
        group.number, [_as_home(home) for home in present.values()], Basis(run.basis)
    )
    group.name = stored_text(made.name)
    for member in members:
        home = present.get(member.subscription_id)
        if home is not None:
            by_hand = [row for row in member.reasons if row["msgid"] == MOVED]
            member.run_code = made.runs[home.reference]
            member.reasons = by_hand + [stored_text(text) for text in reasons[home.reference]]
    session.flush()
