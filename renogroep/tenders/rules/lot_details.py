"""What does a lead decide about a lot before publication, and do its numbers go together?"""

from collections.abc import Sequence
from dataclasses import dataclass

from renogroep.base.errors import Refused
from renogroep.tenders.rules.bands import Band

PAY_DAYS, LONGEST_PAY_DAYS = 30, 120
MOST_ADVANCE = 15  # per cent. Source: HOUSEHOLD 2 (d), 2026-11-29


@dataclass(frozen=True, slots=True)
class LotDetails:
    """What a lead decides about a lot before publication."""

    title: str
    measure: str
    min_to_quote: int
    min_to_execute: int
    max_homes: int
    band_starts: tuple[int, ...]  # homes from which each price band holds; the last has no end
    title_fr: str = ""
    title_en: str = ""
    pay_days: int = PAY_DAYS  # after the invoice
    advance_percent: int = 0  # of the price incl. VAT, before the works


def check_details(details: LotDetails) -> None:
    """Raises Refused when the works need more homes than fit, bands do not go up from 1, or the
    terms of payment are out of their range.
    """
    if not 1 <= details.min_to_execute <= details.max_homes:
        raise Refused(
            "lot.minimum",
            "The works cannot need %(least)s homes when there is room for %(most)s. Change one of both.",
            least=details.min_to_execute,
            most=details.max_homes,
        )
    starts = details.band_starts
    if list(starts) != sorted(set(starts)) or not starts or starts[0] < 1:
        raise Refused(
            "lot.bands",
            "Give the bands from small to large, each start once, like 6, 9.",
        )
    if not 1 <= details.pay_days <= LONGEST_PAY_DAYS:
        raise Refused(
            "lot.pay_days",
            "Give 1 to %(most)s days to pay an invoice.",
            most=LONGEST_PAY_DAYS,
        )
    if not 0 <= details.advance_percent <= MOST_ADVANCE:
        raise Refused(
            "lot.advance",
            "An advance is 0 to %(most)s per cent of the price.",
            most=MOST_ADVANCE,
        )


def bands_from(starts: Sequence[int]) -> list[Band]:
    """Bands that join up: 6, 9 is 6-8 and 9 or more."""
    ends = [start - 1 for start in starts[1:]]
    return [Band(start, end) for start, end in zip(starts, [*ends, None], strict=True)]
