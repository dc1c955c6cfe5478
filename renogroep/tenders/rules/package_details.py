"""What is written down about a package: its texts, its dates and its sizes?"""

from dataclasses import dataclass
from datetime import date, datetime

from renogroep.base.money import Money

MIN_REASON = 10  # characters
MAX_REFERENCE = 50  # characters, before a number


@dataclass(frozen=True, slots=True)
class Texts:
    """What residents read, in three languages; Dutch is used where another is empty."""

    title: str
    summary: str
    title_fr: str = ""
    title_en: str = ""
    summary_fr: str = ""
    summary_en: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How homes are bundled, the dates, and what procurement asks. None: not known yet.

    quote_deadline   of every lot; without a lot there is nothing yet that keeps it
    """

    basis: str
    min_group: int
    max_group: int
    interest_deadline: date | None
    quote_deadline: datetime | None
    order_deadline: date | None
    freeze_on: date | None
    legal_form: str = ""
    max_value: Money | None = None  # excl. VAT
    ends_on: date | None = None
    own_submission: bool = True
