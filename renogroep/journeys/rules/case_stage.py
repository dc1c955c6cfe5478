"""Which step is a case at, by which day, and who is it waiting for?"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from renogroep.base.calendar import add_working_days, next_working_day, working_days_before
from renogroep.owners.rules.cases import first_call_due

# Working days.
TO_ROUTE = 5
TO_CALL = 5
TO_MEASURE = 10
MEASURED_BEFORE = 5  # the last day to order
AFTERCARE = 10
WITHOUT_PACKAGE = 5
HELP_BEFORE = 2  # the household's own day

_THEIRS = frozenset({"household", "other_owner"})
_OURS = "advisor"
_MEASURING = frozenset({"to_measure", "remeasure"})
_HANDED_OVER = "handed_over"


class Stage(StrEnum):
    """The steps of a case, in the order in which they are looked at."""

    DANGER = "danger"
    TASK = "task"
    FIRST_CALL = "first_call"
    ROUTE = "route"
    HOUSEHOLD = "household"
    TO_MEASURE = "to_measure"
    CALL = "call"
    AFTERCARE = "aftercare"
    WITH_PACKAGE = "with_package"
    NO_PACKAGE = "no_package"


class WaitsFor(StrEnum):
    """Who has the next step when it is not us."""

    OWNER = "owner"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class InLot:
    """Where the household stands in one lot, in the words of its standing.

    code, who, on    row of the standing, who has the next step, and its date
    since            the day on which it came to stand there
    provisional_on   the day of its provisional yes
    """

    code: str
    who: str
    on: date | None = None
    since: date | None = None
    provisional_on: date | None = None
    order_until: date | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One open case, today.

    opened_on, changed_on   when it came in, and when something last changed
    call_by           the day that was promised for the first call; None: five working days
    heard_on          the newest fact or answer that staff noted; None: there is none
    routed            there is a route; ``stale_on``: since when it no longer rests on what we know
    task_due          the first day of its open tasks
    ordered           an order of this household is ordered or later, and runs
    lots              where it stands in each lot of its live interest
    wait_until        the owner asked to wait until this day
    """

    today: date
    opened_on: date
    danger: bool = False
    task_due: date | None = None
    call_by: date | None = None
    heard_on: date | None = None
    routed: bool = False
    stale_on: date | None = None
    ordered: bool = False
    lots: tuple[InLot, ...] = ()
    changed_on: date | None = None
    wait_until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseStage:
    """``waits_for`` None: the next step is ours."""

    stage: Stage
    due_on: date | None = None
    waits_for: WaitsFor | None = None
    wait_until: date | None = None

    def is_late(self, today: date) -> bool:
        """Our own day is over. The last day itself is still in time."""
        return self.waits_for is None and self.due_on is not None and self.due_on < today


def stage_of(facts: CaseFacts, holidays: Collection[date] = ()) -> CaseStage:
    """The first row of the table that is true.

    holidays   the public holidays around today; all terms are working days.
    A task counts only when its day is earlier than that of the row it would hide. "Wait until"
    stands until its day, and only danger passes it. A household with an order is not asked for a
    first call or a route any more: its order goes on without them, so it is never late for them. In
    more than one lot what is ours comes first, then the earliest day.

    Source: design of the top of the house, "A case", 2026-11-29. A provisional yes on 5 January
    2027 is measured by 19 January; a last day to order of 29 January waits for the owner until 27.
    """
    kept = facts.wait_until
    if facts.danger:
        return CaseStage(Stage.DANGER, next_working_day(facts.today, holidays), wait_until=kept)
    row = replace(_row(facts, holidays), wait_until=kept)
    if facts.task_due is not None and (row.due_on is None or facts.task_due < row.due_on):
        row = CaseStage(Stage.TASK, facts.task_due, wait_until=kept)
    if kept is None:
        return row
    if facts.today <= kept:
        waits = WaitsFor.OWNER if facts.today < kept else None
        return replace(row, due_on=kept, waits_for=waits)
    return row if row.due_on is None else replace(row, due_on=max(row.due_on, kept))


def _row(facts: CaseFacts, holidays: Collection[date]) -> CaseStage:
    """What stands under danger and tasks."""
    if not facts.ordered:
        if facts.heard_on is None:
            return CaseStage(Stage.FIRST_CALL, _promised(facts, holidays))
        if not facts.routed or facts.stale_on is not None:
            since = max(facts.heard_on, facts.stale_on or facts.heard_on)
            return CaseStage(Stage.ROUTE, add_working_days(since, TO_ROUTE, holidays))
    if not facts.lots:
        since = facts.changed_on or facts.opened_on
        return CaseStage(Stage.NO_PACKAGE, add_working_days(since, WITHOUT_PACKAGE, holidays))
    return min((_in_lot(lot, facts, holidays) for lot in facts.lots), key=_first)


def _first(row: CaseStage) -> tuple[bool, bool, date, int]:
    """Ours before theirs, the earliest day first; a day before none."""
    due = row.due_on
    return row.waits_for is not None, due is None, due or date.max, list(Stage).index(row.stage)


def _promised(facts: CaseFacts, holidays: Collection[date]) -> date:
    if facts.call_by is None:
        return first_call_due(facts.opened_on, holidays)
    return next_working_day(facts.call_by, holidays)


def _in_lot(lot: InLot, facts: CaseFacts, holidays: Collection[date]) -> CaseStage:
    since = lot.since or facts.changed_on or facts.opened_on
    if lot.who in _THEIRS:
        return _household(lot, facts.today, holidays)
    if lot.code in _MEASURING:
        return CaseStage(Stage.TO_MEASURE, _measured_by(lot, since, holidays))
    if lot.who == _OURS:
        return CaseStage(Stage.CALL, add_working_days(since, TO_CALL, holidays))
    if lot.code == _HANDED_OVER:
        done = lot.handed_over_on or since
        return CaseStage(Stage.AFTERCARE, add_working_days(done, AFTERCARE, holidays))
    return CaseStage(Stage.WITH_PACKAGE, waits_for=WaitsFor.PACKAGE)


def _household(lot: InLot, today: date, holidays: Collection[date]) -> CaseStage:
    """Theirs, and ours from the day on which help still comes in time."""
    if lot.on is None:
        return CaseStage(Stage.HOUSEHOLD, waits_for=WaitsFor.OWNER)
    due = working_days_before(lot.on, HELP_BEFORE, holidays)
    if lot.since is not None:
        due = max(due, lot.since)  # nobody is late on a day before it was asked
    return CaseStage(Stage.HOUSEHOLD, due, WaitsFor.OWNER if today < due else None)


def _measured_by(lot: InLot, since: date, holidays: Collection[date]) -> date:
    return measure_by(lot.provisional_on or since, lot.order_until, holidays)


def measure_by(
    provisional_on: date, order_until: date | None, holidays: Collection[date] = ()
) -> date:
    """The last day on which a home is measured in time after its provisional yes."""
    due = add_working_days(provisional_on, TO_MEASURE, holidays)
    if order_until is None:
        return due
    return min(due, working_days_before(order_until, MEASURED_BEFORE, holidays))
