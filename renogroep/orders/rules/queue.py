"""In which order is everybody served who presses at the same moment, and what do they read meanwhile?"""

from datetime import datetime
from enum import StrEnum

from renogroep.base.text import N_, Text, t

MOST = 10  # tickets that one transaction settles; the next one, or the worker, takes the rest
# That a press waits for its turn before it reads that it is busy; at most 2,000. Who waits holds one
# of the few threads of the server, so longer means that others wait to be heard at all.
WAIT_MS = 250
MOST_OF_ONE_WRITER = 4  # instead, where whoever presses meanwhile waits to be written down
PAUSE_MS = 100  # that the worker leaves to those
CROWD = 4  # presses within RUSH_SECONDS, from which the next one hardly waits itself
RUSH_SECONDS = 5
IN_A_CROWD_MS = 20


class Settled(StrEnum):
    """What became of a press."""

    ORDERED = "ordered"
    AWAITING = "awaiting"  # another owner still signs
    WAITING = "waiting"  # no place: on the list since the press
    REFUSED = "refused"  # something else stood in the way


SETTLED_LABELS: dict[str, str] = {
    Settled.ORDERED: N_("ordered"),
    Settled.AWAITING: N_("waiting for the co-owner"),
    Settled.WAITING: N_("on the waiting list"),
    Settled.REFUSED: N_("not possible any more"),
}


def busy_text(at: datetime) -> Text:
    """What a household reads while its press waits. Source: the design of the rush, 2026-11-30.

    at   the press, in Brussels time
    """
    return t(
        "It is busy. We got your order at %(hour)s hours and %(second)s seconds. You do not lose your turn. Whether there is still a place, we tell you today.",
        hour=at.hour if not at.minute else f"{at.hour}.{at.minute:02d}",
        second=at.second,
    )
