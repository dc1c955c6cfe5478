"""Which papers does a firm show, until when do they count, and which day may it write down?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_

MOST_YEARS = 20  # a later year is mistyped: a recognition or an insurance runs for ten at most


class PaperKind(StrEnum):
    """What a paper proves. Published values are never renamed."""

    INSURANCE = "insurance"
    RECOGNITION = "recognition"
    TAX = "tax"
    SOCIAL = "social"
    VCA = "vca"
    DECLARATION = "declaration"
    OTHER = "other"


KIND_LABELS: dict[PaperKind, str] = {
    PaperKind.INSURANCE: N_("Insurance"),
    PaperKind.RECOGNITION: N_("Recognition as a contractor"),
    PaperKind.TAX: N_("No tax debts"),
    PaperKind.SOCIAL: N_("No social security debts"),
    PaperKind.VCA: N_("Safety certificate (VCA)"),
    PaperKind.DECLARATION: N_("Declaration on honour"),
    PaperKind.OTHER: N_("Another paper"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What a firm writes about one paper.

    valid_until  the last day on which it counts
    """

    kind: PaperKind
    valid_until: date
    note: str = ""


def is_over(valid_until: date, today: date) -> bool:
    """Does the paper count no more? Its last day still counts."""
    return valid_until < today


def why_not(valid_until: date, before: date | None, today: date) -> Refused | None:
    """Why this cannot be the last day of a paper; None when it can.

    before   the last day that stood there; a day that stays is not judged again. None: a new paper
    """
    if valid_until == before:
        return None
    if is_over(valid_until, today):
        return Refused(
            "paper.over",
            "This paper is not valid any more. Choose today or a later day.",
        )
    if valid_until.year > today.year + MOST_YEARS:
        return Refused(
            "paper.far",
            "%(year)s is too far away for a paper. Check the year.",
            year=valid_until.year,
        )
    return None
