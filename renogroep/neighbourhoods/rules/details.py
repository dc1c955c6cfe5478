"""What does a lead write about a neighbourhood, and may it stand on a page?"""

from dataclasses import dataclass

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.neighbourhoods.rules.contrast import check_colours

MIN_DIGITS = 8  # of a phone number


@dataclass(frozen=True, slots=True)
class Details:
    """What a lead writes about a neighbourhood; stories are plain text with empty lines between."""

    name: str
    phone: str
    brand_colour: str
    accent_colour: str
    email: str = ""
    story: str = ""
    story_fr: str = ""
    story_en: str = ""


def checked(details: Details) -> tuple[str, str]:
    """The two colours as they are kept.

    raises   Refused: no name, a phone number that nobody can call, or colours that are hard to read.
    """
    if not cleaned(details.name):
        raise Refused("neighbourhood.no_name", "Give the neighbourhood a name.")
    if sum(letter.isdigit() for letter in details.phone) < MIN_DIGITS:
        raise Refused(
            "neighbourhood.no_phone",
            "Give a phone number of at least 8 digits: it is on every page, so that people can call.",
        )
    return check_colours(details.brand_colour, details.accent_colour)
