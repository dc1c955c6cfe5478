"""Which photos and papers does a home have room for, who sees one, and how long does it stay?"""

from datetime import date, timedelta
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_

MOST_FILES = 30  # of one home
MOST_BYTES = 150 * 1000 * 1000
MAX_CAPTION = 200


class Purpose(StrEnum):
    """Why somebody made it."""

    VISIT = "visit"
    BEFORE = "before"
    AFTER = "after"
    SURVEY = "survey"
    EXTRA_WORK = "extra_work"
    DEFECT = "defect"
    INVOICE = "invoice"
    ATTEST = "attest"
    PRODUCT = "product"


class Audience(StrEnum):
    """Who sees it; each sees what the one before it sees too."""

    INTERNAL = "internal"  # advisors of the case
    HOUSEHOLD = "household"  # and the owners
    FIRM = "firm"  # and the firm with a live order


class FileKind(StrEnum):
    """As what it is kept."""

    JPEG = "jpeg"
    PDF = "pdf"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.VISIT: N_("Visit"),
    Purpose.BEFORE: N_("Before the works"),
    Purpose.AFTER: N_("After the works"),
    Purpose.SURVEY: N_("Survey"),
    Purpose.EXTRA_WORK: N_("Extra work"),
    Purpose.DEFECT: N_("Defect"),
    Purpose.INVOICE: N_("Invoice"),
    Purpose.ATTEST: N_("Attest of the contractor"),
    Purpose.PRODUCT: N_("Product sheet"),
}
AUDIENCE_LABELS: dict[Audience, str] = {
    Audience.INTERNAL: N_("Only the advisors"),
    Audience.HOUSEHOLD: N_("The household too"),
    Audience.FIRM: N_("The household, and the contractor of the order"),
}
SEEN_BY_HOUSEHOLD = frozenset({Audience.HOUSEHOLD, Audience.FIRM})
PAPERS = frozenset({Purpose.INVOICE, Purpose.ATTEST, Purpose.PRODUCT})  # a PDF as well as a photo
# They belong to the works, and go with the person; what was only looked at goes by itself.
OF_THE_WORKS = PAPERS | {Purpose.AFTER, Purpose.EXTRA_WORK, Purpose.DEFECT}


def check_room(count: int, total: int, size: int) -> None:
    """One more file of ``size`` bytes fits a home with ``count`` files of ``total`` bytes.

    raises   Refused from the 31st file on, and above 150 MB (150,000,000 bytes)
    """
    if count >= MOST_FILES:
        raise Refused(
            "file.too_many",
            "This home has %(limit)s photos and papers already. Call us, then we make room.",
            limit=MOST_FILES,
        )
    if total + size > MOST_BYTES:
        raise Refused(
            "file.home_full",
            "This home has %(limit)s MB of photos and papers already. Call us, then we make room.",
            limit=MOST_BYTES // 1_000_000,
        )


def goes_on(purpose: Purpose, today: date, kept: timedelta) -> date | None:
    """The day on which a file goes by itself; None for what goes with the person."""
    return None if purpose in OF_THE_WORKS else today + kept


def day_taken(said: date | None, today: date) -> date | None:
    """The day of a camera, unless its clock ran ahead."""
    return said if said is not None and said <= today else None


def why_not_released(kind: FileKind, audience: Audience) -> Refused | None:
    """A firm without an order sees a photo only when the household may see it too."""
    if kind is not FileKind.JPEG:
        return Refused("file.release_paper", "Only a photo can be shown before there is an order.")
    if audience not in SEEN_BY_HOUSEHOLD:
        return Refused(
            "file.release_internal",
            "Only the advisors see this photo. Show it to the household first.",
        )
    return None
