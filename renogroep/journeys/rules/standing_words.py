"""In which words is a row of the table of standings written?"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.text import N_
from renogroep.journeys.rules.acts import Act
from renogroep.journeys.rules.standing_facts import LotFacts


class Step(StrEnum):
    """The seven steps on the page of a home."""

    INTEREST = "interest"
    CHECK = "check"
    PRICES = "prices"
    MEASURE = "measure"
    ORDER = "order"
    WORKS = "works"
    PREMIUM = "premium"


STEP_LABELS: dict[Step, str] = {
    Step.INTEREST: N_("Showing interest"),
    Step.CHECK: N_("Checking your home"),
    Step.PRICES: N_("Asking for prices"),
    Step.MEASURE: N_("Measuring your home"),
    Step.ORDER: N_("Ordering"),
    Step.WORKS: N_("The works"),
    Step.PREMIUM: N_("The premium"),
}


class Who(StrEnum):
    """Who is to do something now."""

    HOUSEHOLD = "household"
    OTHER_OWNER = "other_owner"
    ADVISOR = "advisor"
    CONTRACTOR = "contractor"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"


class Maximum(StrEnum):
    """Which amount is the most that a household pays: ``quotes.rules.maximum`` gives it."""

    FINAL = "final"
    CEILING = "ceiling"
    INDICATIVE = "indicative"  # the ceiling, "as it looks now"
    ALONE = "alone"  # alone on its scaffold


class Code(StrEnum):
    """The rows, in their order; "ended" and "ordered_needs" have more than one."""

    STOPPED = "stopped"
    ROUND_ENDED = "round_ended"
    OWN_MONEY = "own_money"
    SETTLED = "settled"
    INVOICED = "invoiced"
    HANDED_OVER = "handed_over"
    IN_WORKS = "in_works"
    PLANNED_LATE = "planned_late"
    PLANNED = "planned"
    FROZEN = "frozen"
    BELOW_MINIMUM = "below_minimum"
    SIGNED_NOT_FIT = "signed_not_fit"
    FREEZE_LATE = "freeze_late"
    ORDERED_NEEDS = "ordered_needs"
    ORDERED_FREE = "ordered_free"
    ORDERED = "ordered"
    CO_OWNER_LATE = "co_owner_late"
    AWAITING = "awaiting"
    NOT_FIT_NOW = "not_fit_now"
    TOO_LATE = "too_late"
    PRICE_EXPIRED = "price_expired"
    PLACE_FREE = "place_free"
    WAITING = "waiting"
    FULL = "full"
    TO_ORDER = "to_order"
    REMEASURE = "remeasure"
    FIRM_AGREES = "firm_agrees"
    TO_MEASURE = "to_measure"
    INDICATIVE = "indicative"
    LOT_STOPPED = "lot_stopped"
    LOT_CLOSED = "lot_closed"
    NOT_FIT = "not_fit"
    UNCONFIRMED = "unconfirmed"
    CALL_LATE = "call_late"
    NO_PHONE = "no_phone"
    TO_CHECK = "to_check"
    NEW_YES = "new_yes"
    ENDED = "ended"
    LEFT_OUT = "left_out"
    NO_QUOTES = "no_quotes"
    NO_FIRM = "no_firm"
    CHOSEN = "chosen"
    TO_CHOOSE = "to_choose"
    CHOSE = "chose"
    WITHOUT_YOU = "without_you"
    ROUND_SOON = "round_soon"
    STANDSTILL = "standstill"
    CHECKING = "checking"
    OPENING = "opening"
    QUOTING = "quoting"
    ASKING = "asking"
    COLLECTING = "collecting"
    OTHER_TO_SIGN = "other_to_sign"
    OTHER_CANNOT = "other_cannot"
    OTHER_SIGNED = "other_signed"
    OTHER_FOLLOWS = "other_follows"


def always(_: LotFacts) -> bool:
    """The row of whoever no row before it was for."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table.

    when       is it this row, when it is none before it
    say        the sentence, a msgid
    uncalled   the same without "by {call_on}", for when no day is known
    on         the fact that is the date of this row
    acts       what it may offer; the guard of each act decides
    silence    what it costs to do nothing, a msgid; a row that has it is urgent
    others     what the other owner, a helper and the firm read instead: the money of the household is
               its own
    """

    code: Code
    say: str
    step: Step
    when: Callable[[LotFacts], bool] = always
    uncalled: str = ""
    on: str = ""
    who: Who = Who.NOBODY
    acts: tuple[Act, ...] = ()
    maximum: Maximum | None = None
    silence: str = ""
    others: str = ""
