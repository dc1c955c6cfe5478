"""What is a contact moment, and how did it end?"""

from enum import StrEnum

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
