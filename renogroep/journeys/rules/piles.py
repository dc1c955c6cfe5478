"""In which ways may the caseload be cut, and for whom?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.text import N_


class Pile(StrEnum):
    """The ways in which the caseload is cut."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ALL = "all"


PILE_LABELS: dict[Pile, str] = {
    Pile.MINE: N_("Mine"),
    Pile.UNASSIGNED: N_("Nobody's yet"),
    Pile.OVERDUE: N_("Too late"),
    Pile.WAITING: N_("Waiting for the owner"),
    Pile.ALL: N_("All, with closed ones"),
}


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, and at what."""

    person_id: int
    municipality_id: int
    scope: Collection[int] | None
    today: date
