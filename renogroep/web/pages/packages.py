"""What does a member of staff see of packages: where is each lot, how many, what is next?"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import May, Role, may, requires
from renogroep.infra.pages import found
from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.lifecycle import CONFIRMED
from renogroep.quotes.actions.inviting import tell_stopped
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from renogroep.tenders import actions, queries
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LOT_LABELS, LotState, Mode
from renogroep.web.pages.blueprint import pages

_S = SubscriptionState
SCREENED = frozenset({_S.SCREENED_FIT, _S.SCREENED_WITH_CHANGE})
SUBSCRIBED = SCREENED | {_S.SUBSCRIBED}
INTERESTED = SUBSCRIBED | {_S.INTERESTED}
WATCHING = frozenset({Role.ALDERMAN, Role.STEERING})
HIDE_UNDER = 5  # in what an alderman or the steering group sees


@dataclass(frozen=True, slots=True)
class Step:
    """A link to the next thing that somebody does for a lot."""

    label: str
    endpoint: str
    needs: May
    of_package: bool = False  # the page is about the package, not about the lot
    mode: Mode | None = None  # None: both


_GROUPS = Step(N_("Make groups"), "groups.index", May.GROUP_MANAGE, of_package=True)
_INVITE = Step(N_("Invite contractors"), "quotes.invite", May.PACKAGE_MANAGE)
_OPEN = Step(N_("Open the quotes"), "quotes.opening", May.QUOTES_OPEN)
_COMPARE = Step(N_("Compare the quotes"), "quotes.matrix", May.QUOTES_COMPARE)
_DECIDE = Step(N_("Decide"), "quotes.decision", May.QUOTES_AWARD, mode=Mode.PROCUREMENT)
_CHOICE = Step(N_("Let households choose"), "quotes.choice", May.CHOICE_RUN, mode=Mode.GROUP_QUOTES)
_WAVE = Step(N_("Orders and final prices"), "orders.wave", May.ORDER_FREEZE)
_CLOSE = Step(N_("Close the lot"), "orders.close", May.ORDER_FREEZE)

NEXT: dict[LotState, tuple[Step, ...]] = {
    LotState.COLLECTING: (_GROUPS, _INVITE),
    LotState.QUOTING: (_OPEN, _INVITE),
    LotState.OPENED: (_COMPARE, _DECIDE, _CHOICE),
    LotState.CHECKED: (_DECIDE, _COMPARE),
    LotState.DECIDED: (_DECIDE, _COMPARE),
    LotState.STANDSTILL: (_DECIDE, _COMPARE),
    LotState.CHOOSING: (_CHOICE, _COMPARE),
    LotState.ORDERING: (_WAVE, _CLOSE, _COMPARE),
    LotState.EXECUTING: (_WAVE, _CLOSE, _COMPARE),
    LotState.CLOSED: (_COMPARE,),
    LotState.FAILED: (),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Homes, each count holding the ones after it; None: too few to show to this person."""

    interested: int | None
    subscribed: int | None
    screened: int | None
    confirmed: int | None


def _hidden(count: int) -> int | None:
    only_watching = current_user.roles <= WATCHING
    return None if only_watching and 0 < count < HIDE_UNDER else count


def _counts(states: dict[str, int], confirmed: int) -> Counts:
    def among(wanted: Iterable[str]) -> int | None:
        return _hidden(sum(states.get(state, 0) for state in wanted))

    return Counts(among(INTERESTED), among(SUBSCRIBED), among(SCREENED), _hidden(confirmed))


def package_counts(session: Session, ids: Iterable[int]) -> dict[int, Counts]:
    """Households per package; an order for several lots is one home."""
    keys = list(ids)
    states: dict[int, dict[str, int]] = {key: {} for key in keys}
    for package_id, state, number in session.execute(
        select(Subscription.package_id, Subscription.state, func.count())
        .where(Subscription.package_id.in_(keys))
        .group_by(Subscription.package_id, Subscription.state)
    ):
        states[package_id][state] = number
    confirmed = dict(
        session.execute(
            select(Subscription.package_id, func.count(Subscription.id.distinct()))
            .join(Order, Order.subscription_id == Subscription.id)
            .where(Subscription.package_id.in_(keys), Order.state.in_(CONFIRMED))
            .group_by(Subscription.package_id)
        ).all()
    )
    return {key: _counts(states[key], confirmed.get(key, 0)) for key in keys}


def lot_counts(session: Session, package: Package) -> dict[int, Counts]:
    """Households per lot of one package."""
    keys = [lot.id for lot in package.lots]
    states: dict[int, dict[str, int]] = {key: {} for key in keys}
    for lot_id, state, number in session.execute(
        select(SubscriptionLot.lot_id, Subscription.state, func.count())
        .join(Subscription, Subscription.id == SubscriptionLot.subscription_id)
        .where(SubscriptionLot.lot_id.in_(keys))
        .group_by(SubscriptionLot.lot_id, Subscription.state)
    ):
        states[lot_id][state] = number
    confirmed = dict(
        session.execute(
            select(Wave.lot_id, func.count(Order.id))
            .join(Order, Order.wave_id == Wave.id)
            .where(Wave.lot_id.in_(keys), Order.state.in_(CONFIRMED))
            .group_by(Wave.lot_id)
        ).all()
    )
    return {key: _counts(states[key], confirmed.get(key, 0)) for key in keys}


def next_steps(lot: Lot) -> list[tuple[str, str]]:
    """Label and address of what comes next, as far as this person may do it."""
    return [
        (
            step.label,
            url_for(step.endpoint, package_id=lot.package_id)
            if step.of_package
            else url_for(step.endpoint, lot_id=lot.id),
        )
        for step in NEXT[LotState(lot.state)]
        if may(step.needs) and step.mode in (None, lot.package.mode)
    ]


@pages.get("/pakketten")
@requires(May.PACKAGE_SEE)
def packages() -> str:
    """All packages, the newest first."""
    session = db.session()
    rows = queries.packages(session, current_user.municipality_id, current_user.neighbourhood_ids)
    return render_template(
        "pages/packages.html",
        packages=rows,
        states={row.id: queries.state_on_screen(row) for row in rows},
        counts=package_counts(session, [row.id for row in rows]),
        hide_under=HIDE_UNDER,
    )


def _mine(id: int) -> Package:
    return found(
        queries.package_by_id(
            db.session(), id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


@pages.get("/pakketten/<int:id>")
@requires(May.PACKAGE_SEE)
def package(id: int) -> str:
    """Where each lot is, how many homes, what comes next, and what happened."""
    return _package_page(_mine(id))


def _package_page(row: Package, refusal: Text | None = None) -> str:
    session = db.session()
    left = 0
    if row.state == "draft" and may(May.PACKAGE_MANAGE):
        left = sum(1 for item in queries.checklist(row) if not item.done)
    return render_template(
        "pages/package_staff.html",
        package=row,
        state=queries.state_on_screen(row),
        labels=LOT_LABELS,
        counts=lot_counts(session, row),
        total=package_counts(session, [row.id])[row.id],
        next={lot.id: next_steps(lot) if row.state == "published" else [] for lot in row.lots},
        history=queries.history(session, row),
        left=left,
        today=clock.today(),
        hide_under=HIDE_UNDER,
        refusal=refusal,
        reason=request.form.get("reason", "")[:500],
    )


@pages.post("/pakketten/<int:id>/stoppen")
@requires(May.PACKAGE_MANAGE)
def package_cancel(id: int) -> str | Response | tuple[str, int]:
    """Stop a package and tell everybody who showed interest."""
    try:
        with db.transaction() as session:
            row = _mine(id)
            _check_nobody_is_bound(session, row)
            actions.cancel(session, row, request.form.get("reason", ""), actor_id=current_user.id)
            told = _tell(session, row)
            told += tell_stopped(session, row, actor_id=current_user.id)
    except Refused as refused:
        return _package_page(_mine(id), refused.text), 422
    flash(_("The package is stopped. %(count)s people get a message.", count=told))
    return redirect(url_for("pages.package", id=id))


def _check_nobody_is_bound(session: Session, row: Package) -> None:
    """An order binds both sides: it is ended per household, never in one go."""
    bound = package_counts(session, [row.id])[row.id].confirmed
    if bound:
        raise Refused(
            "package.has_orders",
            "%(count)s households have ordered, so the package cannot stop. Talk with them first.",
            count=bound,
        )


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
            actor_id=current_user.id,
        )
    return len(people)
