"""May a household choose a contractor now, or answer yes or no to another one?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.subscriptions.rules.lifecycle import SCREENED, SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

ANSWERS_IN = frozenset({LotState.CHOOSING, LotState.ORDERING, LotState.EXECUTING})


class QuoteAct(StrEnum):
    """What a household may do with quotes, in group mode."""

    CHOOSE = "choose"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceNow:
    """What decides whether a household may choose or answer, on one day.

    fits             does the screening say today that these works fit this home
    offered          the home is in a request with at least one regular quote
    assigned_other   the newest run gave this home another contractor than its first choice
    answered         that was answered with yes or no
    yes_by           last day for the answer; None: nothing is asked
    has_order        the home has a live order in this lot
    """

    mode: Mode
    package_state: PackageState
    lot_state: LotState
    subscription_state: SubscriptionState
    fits: bool
    today: date
    offered: bool = False
    assigned_other: bool = False
    answered: bool = False
    yes_by: date | None = None
    has_order: bool = False


Check = Callable[[ChoiceNow], Refused | None]


def why_not(act: QuoteAct, facts: ChoiceNow) -> Refused | None:
    """Why this act is refused now, or None when it is possible.

    An action calls it on the rows that it holds, a page on the rows that it read.
    Source: the table of acts of the design, 2026-11-29.
    """
    return next((refused for check in _CHECKS[act] if (refused := check(facts))), None)


def _closed() -> Refused:
    return Refused(
        "choice.closed",
        "Choosing is not possible now. Call us if you want to change something.",
    )


def _choosing(facts: ChoiceNow) -> Refused | None:
    group = facts.mode == Mode.GROUP_QUOTES and facts.package_state == PackageState.PUBLISHED
    return None if group and facts.lot_state == LotState.CHOOSING else _closed()


def _answering(facts: ChoiceNow) -> Refused | None:
    published = facts.package_state == PackageState.PUBLISHED
    return None if published and facts.lot_state in ANSWERS_IN else _closed()


def _screened(facts: ChoiceNow) -> Refused | None:
    return None if facts.subscription_state in SCREENED else _closed()


def _fits(facts: ChoiceNow) -> Refused | None:
    if facts.fits:
        return None
    return Refused(
        "choice.not_fit",
        "The check of this home says that these works do not fit it now, so this step is not possible. Call us: an advisor looks with you at what is.",
    )


def _offered(facts: ChoiceNow) -> Refused | None:
    if facts.offered:
        return None
    return Refused(
        "choice.no_quote",
        "There is no quote for this home to choose from. Call us: we look with you at what is possible.",
    )


def _asked(facts: ChoiceNow) -> Refused | None:
    if facts.assigned_other and facts.yes_by is not None and not facts.answered:
        return None
    return Refused("choice.answered", "There is nothing to answer any more.")


def _in_time(facts: ChoiceNow) -> Refused | None:
    if facts.yes_by is None or facts.today <= facts.yes_by:
        return None
    return Refused(
        "choice.too_late",
        "You could answer until %(day)s. Call us, then we look together what is possible.",
        day=facts.yes_by,
    )


def _no_order(facts: ChoiceNow) -> Refused | None:
    if not facts.has_order:
        return None
    return Refused(
        "choice.has_order", "You have an order already, so there is nothing to answer any more."
    )


_MAY_ANSWER = (_asked, _in_time, _no_order, _answering, _screened, _fits)
_CHECKS: dict[QuoteAct, tuple[Check, ...]] = {
    QuoteAct.CHOOSE: (_choosing, _screened, _fits, _offered),
    QuoteAct.SAY_YES: _MAY_ANSWER,
    QuoteAct.SAY_NO: _MAY_ANSWER,
}
