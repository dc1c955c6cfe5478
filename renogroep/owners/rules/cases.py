"""When is a case open, why is it closed, and by when must somebody call?"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from renogroep.base.calendar import add_working_days
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_

FIRST_CALL_DAYS = 5  # working days between an interest and the first call


class CaseState(StrEnum):
    """The energy house works on it, or not any more."""

    OPEN = "open"
    CLOSED = "closed"


class TaskState(StrEnum):
    """Still to do, done by somebody, or nobody's work any more."""

    OPEN = "open"
    DONE = "done"
    SUPERSEDED = "superseded"  # a newer route took its place, or the case was closed


class HandOverState(StrEnum):
    """A colleague is asked, and answers; until then nothing moved."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class LossReason(StrEnum):
    """Why a household does not go on."""

    ASBESTOS = "asbestos"
    COST = "cost"
    PERMIT = "permit"
    CO_OWNER = "co_owner"
    MOVED = "moved"
    CONTRACTOR = "contractor"
    NO_REPLY = "no_reply"
    OTHER = "other"


LOSS_LABELS: dict[LossReason, str] = {
    LossReason.ASBESTOS: N_("Asbestos"),
    LossReason.COST: N_("Too expensive"),
    LossReason.PERMIT: N_("No permit, or a protected façade"),
    LossReason.CO_OWNER: N_("A co-owner says no"),
    LossReason.MOVED: N_("Moved or sold"),
    LossReason.CONTRACTOR: N_("Chose another contractor"),
    LossReason.NO_REPLY: N_("No answer any more"),
    LossReason.OTHER: N_("Another reason"),
}
# What a household may say itself; that it does not answer any more is for staff to say.
OWN_REASONS = tuple(code for code in LOSS_LABELS if code != LossReason.NO_REPLY)

CASES = Lifecycle(
    CaseState,
    {
        "close": (frozenset({CaseState.OPEN}), CaseState.CLOSED),
        "reopen": (frozenset({CaseState.CLOSED}), CaseState.OPEN),
    },
    Noun(
        "case.wrong_state",
        N_("This case was already changed. Reload the page to see how it stands."),
        {CaseState.OPEN: N_("open"), CaseState.CLOSED: N_("closed")},
    ),
)
TASKS = Lifecycle(
    TaskState,
    {
        "do": (frozenset({TaskState.OPEN}), TaskState.DONE),
        "supersede": (frozenset({TaskState.OPEN}), TaskState.SUPERSEDED),
    },
    Noun(
        "task.done",
        N_("This was already done, or something else took its place."),
        {
            TaskState.OPEN: N_("to do"),
            TaskState.DONE: N_("done"),
            TaskState.SUPERSEDED: N_("not needed any more"),
        },
    ),
)
HAND_OVERS = Lifecycle(
    HandOverState,
    {
        "accept": (frozenset({HandOverState.ASKED}), HandOverState.ACCEPTED),
        "decline": (frozenset({HandOverState.ASKED}), HandOverState.DECLINED),
        "take_back": (frozenset({HandOverState.ASKED}), HandOverState.TAKEN_BACK),
    },
    Noun(
        "hand_over.answered",
        N_("This hand-over is “%(state)s” now, so there is nothing to answer any more."),
        {
            HandOverState.ASKED: N_("asked"),
            HandOverState.ACCEPTED: N_("accepted"),
            HandOverState.DECLINED: N_("declined"),
            HandOverState.TAKEN_BACK: N_("taken back"),
        },
    ),
)


def read_loss_reason(code: str) -> LossReason:
    """The reason with this code; Refused ``case.reason`` when it is not one of the list.

    Source: issue 2 of 2026-11-23, "with reasons of loss".
    """
    if code not in set(LossReason):
        raise Refused("case.reason", "Choose a reason from the list.")
    return LossReason(code)


def reason_told(code: str, channel: Channel) -> LossReason | None:
    """Why a household leaves, as it said so; None when it said nothing, which is its right.

    raises   Refused for a code that is not on the list of who fills it in.
    Source: WER art. VI.47 (no reason has to be given); the lists are ours, 2026-11-29.
    """
    if not code:
        return None
    reason = read_loss_reason(code)
    if channel == Channel.ONLINE and reason not in OWN_REASONS:
        raise Refused("case.reason", "Choose a reason from the list.")
    return reason


def first_call_due(interested_on: date, holidays: Collection[date] = ()) -> date:
    """The working day by which an advisor must have called somebody who showed interest.

    Source: FEATURES R06, "what happens next and by when" (2026-11-23); the number of days is ours.
    """
    return add_working_days(interested_on, FIRST_CALL_DAYS, holidays)
