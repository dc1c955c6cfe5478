"""Which support belongs to each kind of owner in each situation, by whom and how soon?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from renogroep.base.text import N_
from renogroep.owners.rules.can_will_table import Blocker
from renogroep.owners.rules.kinds import OwnerKind


class Situation(StrEnum):
    """The five rows of the table, and the two that stand outside can and will."""

    CAN_WILL = "can_will"
    CAN_WILL_NOT = "can_will_not"
    CANNOT_WILL = "cannot_will"
    CANNOT_WILL_NOT = "cannot_will_not"
    UNKNOWN = "unknown"
    DANGER = "danger"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One cell: the first action, who does it, and within how many working days.

    owner_kind   "" serves every kind; blocker "" serves every blocker
    again_months when we may ask again; 0 when the route goes on by itself
    note         something the advisor must know before calling; "" when there is nothing
    """

    code: str
    situation: Situation
    owner_kind: str
    action: str  # msgid
    who: str  # msgid
    due_days: int
    blocker: str = ""
    again_months: int = 0
    note: str = ""  # msgid


@dataclass(frozen=True, slots=True)
class RoutesTable:
    """A dated version of the routes, as a rule version holds it."""

    valid_from: str
    source: str
    rows: tuple[RouteRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for a rule version."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RoutesTable":
        """The table that ``to_json`` wrote; KeyError, TypeError or ValueError when it is not."""
        rows = tuple(
            RouteRow(**{**r, "situation": Situation(r["situation"])}) for r in data["rows"]
        )
        return cls(**{**data, "rows": rows})


_S = Situation
_OWN, _LET, _CO = OwnerKind.OWNER_OCCUPIER, OwnerKind.LANDLORD, OwnerKind.CO_OWNERSHIP

ADVISOR = N_("Advisor of the energy house")
COACH = N_("Renovation coach")

_OCCUPIER = (
    RouteRow(
        "occupier.can_will",
        _S.CAN_WILL,
        _OWN,
        N_("Book the survey and name the date on which the prices become final."),
        N_("Contractor and advisor"),
        5,
    ),
    RouteRow(
        "occupier.can_will_not",
        _S.CAN_WILL_NOT,
        _OWN,
        N_(
            "Make one call about what holds the owner back, offer a visit to a finished house, and ask whether we may ask again at the next change in life."
        ),
        N_("Ambassador or neighbourhood worker"),
        15,
        again_months=6,
    ),
    RouteRow(
        "occupier.cannot_will.money",
        _S.CANNOT_WILL,
        _OWN,
        N_(
            "Have the energy house check a loan and prefinancing, and the Noodkoopfonds through the OCMW. The home keeps a place in the next wave."
        ),
        N_("Energy house and OCMW"),
        5,
        blocker=Blocker.MONEY,
    ),
    RouteRow(
        "occupier.cannot_will.decision",
        _S.CANNOT_WILL,
        _OWN,
        N_(
            "Offer mediation or a talk with a notary, so that the owners can decide together. The home keeps a place in the next wave."
        ),
        N_("Mediator or notary"),
        5,
        blocker=Blocker.DECISION,
    ),
    RouteRow(
        "occupier.cannot_will.staying",
        _S.CANNOT_WILL,
        _OWN,
        N_(
            "Look for a temporary place to stay during the works. The home keeps a place in the next wave."
        ),
        N_("Neighbourhood worker"),
        5,
        blocker=Blocker.STAYING,
    ),
    RouteRow(
        "occupier.cannot_will.help_first",
        _S.CANNOT_WILL,
        _OWN,
        N_(
            "Ask which help is wanted first and bring the owner in touch with who gives it. The home keeps a place in the next wave."
        ),
        N_("Neighbourhood worker or OCMW"),
        5,
        blocker=Blocker.HELP_FIRST,
    ),
    RouteRow(
        "occupier.cannot_will_not",
        _S.CANNOT_WILL_NOT,
        _OWN,
        N_(
            "Visit at home without selling anything: energy scan, small fixes, and what the owner has a right to."
        ),
        N_("Neighbourhood worker or OCMW"),
        10,
        again_months=6,
    ),
    RouteRow(
        "occupier.unknown",
        _S.UNKNOWN,
        _OWN,
        N_("Ask the one question that is missing."),
        ADVISOR,
        5,
    ),
)

_LANDLORD = (
    RouteRow(
        "landlord.can_will",
        _S.CAN_WILL,
        _LET,
        N_(
            "Plan the works around the lease, check the energy norm for rented homes, and see that the tenant is informed."
        ),
        COACH,
        10,
    ),
    RouteRow(
        "landlord.can_will_not",
        _S.CAN_WILL_NOT,
        _LET,
        N_(
            "Show the yield and the energy norm of 2030 for rented homes, and simulate letting through a social housing company."
        ),
        N_("Housing desk"),
        15,
        note=N_(
            "Energy norm in the housing standards: label D for a terraced house or apartment and label E for other houses from 2030. Source: Flemish Government, 12 May 2023; check that it still stands."
        ),
    ),
    RouteRow(
        "landlord.cannot_will",
        _S.CANNOT_WILL,
        _LET,
        N_(
            "Look at a loan through the social housing company with letting for at least 9 years, and make a plan in phases."
        ),
        N_("Social housing company and energy house"),
        10,
    ),
    RouteRow(
        "landlord.cannot_will_not",
        _S.CANNOT_WILL_NOT,
        _LET,
        N_(
            "Speak with the tenant first if there was a signal. Then offer management or letting through the social housing company."
        ),
        N_("Housing desk"),
        10,
    ),
    RouteRow(
        "landlord.unknown",
        _S.UNKNOWN,
        _LET,
        N_("Ask the one question that is missing."),
        ADVISOR,
        5,
    ),
)

_CO_OWNERSHIP = (
    RouteRow(
        "co_ownership.can_will",
        _S.CAN_WILL,
        _CO,
        N_("Call the syndic: agree the date of the meeting and send the print pack."),
        COACH,
        10,
    ),
    RouteRow(
        "co_ownership.can_will_not",
        _S.CAN_WILL_NOT,
        _CO,
        N_("Hold an evening with the cost for each unit, before the agenda of the meeting closes."),
        N_("Syndic and coach"),
        20,
    ),
    RouteRow(
        "co_ownership.cannot_will",
        _S.CANNOT_WILL,
        _CO,
        N_(
            "Look at a loan for the association. Owners in difficulty get help one by one, only when they agree to it themselves."
        ),
        N_("Energy house and OCMW"),
        15,
    ),
    RouteRow(
        "co_ownership.cannot_will_not",
        _S.CANNOT_WILL_NOT,
        _CO,
        N_("Only take on urgent defects, and find one owner who carries the project."),
        N_("Syndic or mediator"),
        20,
    ),
    RouteRow(
        "co_ownership.unknown",
        _S.UNKNOWN,
        _CO,
        N_("Ask the one question that is missing."),
        ADVISOR,
        10,
    ),
)

_OUTSIDE = (
    RouteRow(
        "danger",
        _S.DANGER,
        "",
        N_("Call the OCMW today, and 112 when people are in danger now. Everything else waits."),
        N_("OCMW or emergency services"),
        1,
    ),
    RouteRow(
        "tenant.signal",
        _S.SIGNAL,
        OwnerKind.TENANT,
        N_(
            "Thank the tenant, explain the tenant's rights, and ask whether we may contact the owner. Do nothing without that yes."
        ),
        ADVISOR,
        5,
    ),
)

ROUTES_2026 = RoutesTable(
    valid_from="2026-11-23",
    source="ROUTING 2026-11-23, routes; can_will_support.csv 2026-11-23",
    rows=_OCCUPIER + _LANDLORD + _CO_OWNERSHIP + _OUTSIDE,
)
