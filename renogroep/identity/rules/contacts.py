"""In which ways can somebody be reached, and when are two of them the same?"""

from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.identity.rules import phone


class ContactKind(StrEnum):
    """What a contact point is; published values are never renamed."""

    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"


# What a form asks, "how may we reach you?", and the kind of point that answers it.
KIND_OF_WAY = {
    "email": ContactKind.EMAIL,
    "mobile": ContactKind.PHONE,
    "letter": ContactKind.LETTER,
}
WAY_OF_KIND = {kind: way for way, kind in KIND_OF_WAY.items()}


LONGEST = 300  # signs in a value and its key


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody: an e-mail address, a phone number or a postal address.

    way   ``email``, ``mobile`` or ``letter``
    note  for who calls or writes: "after six", "care of the neighbour"
    """

    way: str
    value: str
    note: str = ""


def key_of(kind: ContactKind, value: str) -> str:
    """What two spellings of one way to reach somebody share. Never shown."""
    if kind is ContactKind.PHONE:
        try:
            return phone.read(value)
        except Refused:
            pass  # kept from before numbers were read: compared as it was typed
    return " ".join(value.casefold().split())[:LONGEST]
