"""What does a member of staff see of packages: where is each lot, how many, what is next?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import N_
from renogroep.infra.access import May, may, only_watching
from renogroep.journeys.queries import package_counts as counting
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.rules.lifecycle import INTERESTED, SCREENED, SubscriptionState
from renogroep.tenders import queries
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LOT_LABELS, LotState, Mode, PackageState

SUBSCRIBED = SCREENED | {SubscriptionState.SUBSCRIBED}
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
    return None if only_watching() and 0 < count < HIDE_UNDER else count


def _counts(states: dict[str, int], confirmed: int) -> Counts:
    def among(wanted: Iterable[str]) -> int | None:
        return _hidden(sum(states.get(state, 0) for state in wanted))

    return Counts(among(INTERESTED), among(SUBSCRIBED), among(SCREENED), _hidden(confirmed))


def package_counts(session: Session, ids: Iterable[int]) -> dict[int, Counts]:
    """Households per package; an order for several lots is one home."""
    states = counting.states_of_packages(session, ids)
    confirmed = counting.confirmed_in_packages(session, states)
    return {key: _counts(found, confirmed.get(key, 0)) for key, found in states.items()}


def lot_counts(session: Session, package: Package) -> dict[int, Counts]:
    """Households per lot of one package. Screened: whose home fits that lot, as T1 counts them."""
    fit = Counter(key for lots in fitting_lots(session, package.id).values() for key in lots)
    states = counting.states_of_lots(session, [lot.id for lot in package.lots])
    confirmed = counting.confirmed_in_lots(session, states)
    return {
        key: replace(_counts(found, confirmed.get(key, 0)), screened=_hidden(fit[key]))
        for key, found in states.items()
    }


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


def packages_page(session: Session, rows: Iterable[Package]) -> dict[str, Any]:
    """What the list of packages says."""
    packages = list(rows)
    return {
        "packages": packages,
        "states": {row.id: queries.state_on_screen(row) for row in packages},
        "counts": package_counts(session, [row.id for row in packages]),
        "hide_under": HIDE_UNDER,
    }


def package_page(session: Session, row: Package) -> dict[str, Any]:
    """What the page of one package says."""
    left = 0
    if row.state == PackageState.DRAFT and may(May.PACKAGE_MANAGE):
        left = sum(1 for item in queries.checklist(session, row) if not item.done)
    published = row.state == PackageState.PUBLISHED
    return {
        "package": row,
        "state": queries.state_on_screen(row),
        "labels": LOT_LABELS,
        "counts": lot_counts(session, row),
        "total": package_counts(session, [row.id])[row.id],
        "next": {lot.id: next_steps(lot) if published else [] for lot in row.lots},
        "history": queries.history(session, row),
        "left": left,
        "today": clock.today(),
        "hide_under": HIDE_UNDER,
    }
