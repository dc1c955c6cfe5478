"""Where may another owner sign, and what follows when that is the device of the household?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from renogroep.base.calendar import working_days_before
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.identity.rules.contacts import Contact


def why_not_here(asker_id: int, asker: str, people: Collection[int]) -> Refused | None:
    """Nobody signs twice: not in a session in which the household itself was signed in.

    asker_id, asker   who ordered: key and name
    people            keys of everybody who was signed in since that session began
    Source: decision "couples share a phone", 2026-11-29.
    """
    if asker_id not in people:
        return None
    return Refused(
        "order.asker_here",
        "%(asker)s was signed in here a moment ago, so you cannot sign as the other owner now. Sign on your own device, or on paper: then call us. Do you share this device? Sign out first, and open your own link again.",
        asker=asker,
    )


def is_same_device(order_mark: str | None, mark: str | None) -> bool:
    """Did both sign on one device? Marks are hashes; None for paper, or before there were marks."""
    return mark is not None and order_mark == mark


def call_owner(
    reference: str, freeze_on: date, holidays: Collection[date] = ()
) -> tuple[Text, date]:
    """What an advisor does after a signature on the household's device, and by when.

    The last working day before the freeze is the last one that can still stop a wrong order.
    Source: decision "couples share a phone", 2026-11-29.
    """
    what = t(
        "Order %(reference)s: another owner signed on the same device as the household. Call that owner, before the prices are fixed on %(day)s, and ask if the signature is right.",
        reference=reference,
        day=freeze_on,
    )
    return what, working_days_before(freeze_on, 1, holidays)


@dataclass(frozen=True, slots=True)
class CoOwnerAsked:
    """Who owns the home too, and how we reach them, as it was typed."""

    name: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class Signing:
    """What the household says when it orders.

    device   the mark of the device that it signs on; None on paper
    """

    needs_loan: bool = False
    co_owner: CoOwnerAsked | None = None
    device: str | None = None
