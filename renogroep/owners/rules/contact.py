"""What is a contact moment, and how did it end?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_


class MomentKind(StrEnum):
    """How we spoke. Source: design of the advisor's day, tables, 2026-11-29."""

    CALL = "call"
    VISIT = "visit"
    DESK = "desk"
    LETTER = "letter"
    MAIL = "mail"
    NOTE = "note"


class Direction(StrEnum):
    """Who began."""

    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    """Did we reach somebody? None for what needs no answer."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    NONE = "none"


KIND_LABELS: dict[MomentKind, str] = {
    MomentKind.CALL: N_("Call"),
    MomentKind.VISIT: N_("Visit"),
    MomentKind.DESK: N_("At the desk"),
    MomentKind.LETTER: N_("Letter"),
    MomentKind.MAIL: N_("E-mail"),
    MomentKind.NOTE: N_("Note"),
}
DIRECTION_LABELS: dict[Direction, str] = {
    Direction.OUT: N_("We did"),
    Direction.IN: N_("The owner did"),
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.REACHED: N_("Reached"),
    Outcome.NOT_REACHED: N_("Not reached"),
    Outcome.VOICEMAIL: N_("Left a message"),
    Outcome.WRONG_NUMBER: N_("Wrong number"),
    Outcome.NONE: N_("No answer needed"),
}
MAX_WORDS = 2000  # signs in a note


@dataclass(frozen=True, slots=True)
class Said:
    """What is noted of one moment.

    next_on    when we call again; None: not
    next_time  at which hour, on that day
    promised   the person was told that day
    told       the calls of the list that this one made: nobody tells it again
    key        made for one form: sending it twice is one moment
    """

    kind: str
    outcome: str
    words: str = ""
    direction: str = Direction.OUT
    next_on: date | None = None
    next_time: time | None = None
    promised: bool = False
    told: Collection[int] = ()
    key: str | None = None


def checked(said: Said, today: date) -> tuple[MomentKind, Direction, Outcome]:
    """The words of the lists. Raises Refused ``contact.*`` for what cannot be noted like this."""
    if said.kind not in set(MomentKind) or said.direction not in set(Direction):
        raise Refused("contact.kind", "Choose from the list how you spoke.")
    if said.outcome not in set(Outcome) or (
        said.kind == MomentKind.CALL and said.outcome == Outcome.NONE
    ):
        raise Refused("contact.outcome", "Choose from the list what came of it.")
    if said.next_on is not None and said.next_on < today:
        raise Refused(
            "contact.past_day", "%(day)s is over. Choose today or a later day.", day=said.next_on
        )
    if said.next_on is None and (said.next_time is not None or said.promised):
        raise Refused("contact.no_day", "Choose the day on which you call again.")
    return MomentKind(said.kind), Direction(said.direction), Outcome(said.outcome)
