"""What must be known of one household in one lot to say where it stands?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from renogroep.orders.rules.conditions import Condition
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.orders.rules.reasons import REASON_LABELS
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

WITHDRAWN = "withdrawn"  # an order in that state, whatever its reason
ENDED_REASONS = frozenset({WITHDRAWN, *REASON_LABELS})


class Assigned(StrEnum):
    """Which contractor the newest run of the choice gave: none, the first choice, or another."""

    NOBODY = "nobody"
    FIRST = "first"
    OTHER = "other"


class YesNo(StrEnum):
    """The answer to another contractor."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """One household in one lot, on one day. Every day is a day in Brussels; None: not known.

    running_elsewhere   an order is running in another lot of the same interest
    asked, quotes       the home stands in a request; regular quotes for that request
    preferred           the household gave its choice
    assigned            by the newest run, None before the first; yes_by and answer belong to it
    order, wave         the newest live order, None without; its wave (None is read as ordering)
    open_conditions     open ones; the threshold is never counted
    unsigned            names of the other owners who still must sign
    ended_reason        of the newest ended order, unless a later run gave another contractor:
                        "withdrawn" for an order in that state, else its code
    own_money_until     there is no loan: the last day to say that it pays by itself
    call_on             due day of the case's stage "call", for sentences only
    confirm_by          the last day to confirm the interest; None: there is nothing to confirm
    """

    subscription: SubscriptionState
    mode: Mode
    lot: LotState
    today: date
    package: PackageState = PackageState.PUBLISHED
    fits: bool = True
    running_elsewhere: bool = False
    interest_deadline: date | None = None
    quote_deadline: date | None = None
    call_by: date | None = None
    has_phone: bool = True
    standstill_until: date | None = None
    choose_until: date | None = None
    asked: bool = True
    quotes: int = 1
    preferred: bool = False
    assigned: Assigned | None = None
    yes_by: date | None = None
    answer: YesNo | None = None
    firm: str | None = None
    order: OrderState | None = None
    wave: WaveState | None = None
    order_until: date | None = None
    freeze_on: date | None = None
    advisor_agreed: bool = False
    contractor_agreed: bool = False
    disputed: bool = False
    price_until: date | None = None
    room: bool = True
    waiting: bool = False
    place_until: date | None = None
    withdraw_until: date | None = None
    open_conditions: tuple[Condition, ...] = ()
    unsigned: tuple[str, ...] = ()
    waive_until: date | None = None
    planned_on: date | None = None
    handed_over_on: date | None = None
    ended_reason: str | None = None
    ended_on: date | None = None
    call_on: date | None = None
    confirm_by: date | None = None
    confirmed: bool = True
    own_money_until: date | None = None

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "LotFacts":
        """The facts from enum words, ISO dates, booleans and lists of words.

        raises   ValueError for an unknown key or word, a value of another kind, a required fact that
                 is missing, and a package that is a draft: nobody stands in it yet.
        """
        strange = set(plain) - set(_READ)
        missing = {"subscription", "mode", "lot", "today"} - set(plain)
        if strange or missing:
            raise ValueError(f"unknown facts {sorted(strange)}, missing {sorted(missing)}")
        facts = cls(**{name: _READ[name](value) for name, value in plain.items()})
        check_published(facts)
        return facts

    def past(self, day: date | None) -> bool:
        """Is this day over? The day itself is not; an unknown day never is."""
        return day is not None and day < self.today

    @property
    def unconfirmed(self) -> bool:
        """Somebody typed this interest, and nobody said yet that it is theirs."""
        waits = self.confirm_by is not None and not self.confirmed
        return waits and self.subscription == SubscriptionState.INTERESTED

    @property
    def in_time(self) -> bool:
        """May one still order, as far as the day goes?"""
        return not self.past(self.order_until)

    @property
    def agreed(self) -> bool:
        """Do advisor and contractor agree on the quantities?"""
        return self.advisor_agreed and self.contractor_agreed

    @property
    def needs(self) -> tuple[Condition, ...]:
        """Open conditions that somebody must settle, in a fixed order; the freeze settles the threshold."""
        return tuple(
            kind for kind in Condition if kind in self.open_conditions and kind != _THRESHOLD
        )


_THRESHOLD = Condition.THRESHOLD


def check_published(facts: LotFacts) -> None:
    """ValueError for a draft package: nobody can stand in it."""
    if facts.package == PackageState.DRAFT:
        raise ValueError("nobody stands in a package that is a draft")


Reader = Callable[[Any], Any]


def _maybe(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is not true or false")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a number of quotes")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a name")
    return value


def _reason(value: Any) -> str:
    if value not in ENDED_REASONS:
        raise ValueError(f"{value!r} is no reason")
    return str(value)


def _each(read: Reader) -> Reader:
    def many(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            raise ValueError(f"{value!r} is not a list")
        return tuple(read(one) for one in value)

    return many


_BY_NAME: dict[str, Reader] = {
    "subscription": SubscriptionState,
    "mode": Mode,
    "lot": LotState,
    "today": _day,
    "package": PackageState,
    "quotes": _count,
    "assigned": _maybe(Assigned),
    "answer": _maybe(YesNo),
    "firm": _maybe(_words),
    "order": _maybe(OrderState),
    "wave": _maybe(WaveState),
    "open_conditions": _each(Condition),
    "unsigned": _each(_words),
    "ended_reason": _maybe(_reason),
}
_BY_KIND: dict[Any, Reader] = {bool: _flag, date | None: _maybe(_day)}
_READ: dict[str, Reader] = {
    field.name: _BY_NAME.get(field.name) or _BY_KIND[field.type] for field in fields(LotFacts)
}
