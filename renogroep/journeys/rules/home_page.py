"""What does a household read about one lot of its home, and about all of them together?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from renogroep.base.money import Money
from renogroep.base.text import N_, Text
from renogroep.journeys.rules.standing import Standing
from renogroep.journeys.rules.standing_words import STEP_LABELS, Maximum, Step, Who

WHO_LABELS: dict[Who, str] = {
    Who.HOUSEHOLD: N_("Your turn"),
    Who.OTHER_OWNER: N_("Now: the other owner"),
    Who.ADVISOR: N_("Now: the advisor"),
    Who.CONTRACTOR: N_("Now: the contractor"),
    Who.MUNICIPALITY: N_("Now: the municipality"),
    Who.NOBODY: N_("You do nothing now"),
}
MAXIMUM_LABELS: dict[Maximum, str] = {
    Maximum.FINAL: N_("What you pay"),
    Maximum.CEILING: N_("The most that you pay"),
    Maximum.INDICATIVE: N_("The most that you pay, as it looks now"),
    Maximum.ALONE: N_("The most that you pay"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One act on the page.

    url      a page with GET, or what a POST is sent to
    post     the act itself is this button; else it opens the page on which it is done
    version  what a POST sends back
    """

    act: str
    label: Text
    url: str
    post: bool = False
    version: int | None = None
    main: bool = False
    fields: tuple[tuple[str, str], ...] = ()  # what a POST sends beside the version


@dataclass(frozen=True, slots=True)
class Amounts:
    """The one figure: incl. VAT big, excl. VAT and own share under it; shared with a neighbour last."""

    label: Text
    big: Money
    small: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class LotBlock:
    """One lot of the home."""

    title: str
    sentence: Text
    silence: Text | None
    who: Text
    on: date | None
    urgent: bool
    amounts: Amounts | None
    buttons: tuple[Button, ...]
    links: tuple[tuple[str, Text], ...]
    order_reference: str
    choices: tuple[Button, ...] = ()  # too few homes took part: what now
    chosen: Text | None = None


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """One interest: the lot with which the page opens, then the others."""

    title: str
    address: str
    reference: str
    package_reference: str
    package_url: str
    phone: str
    state: Text
    live: bool
    opening: LotBlock | None
    others: tuple[LotBlock, ...]
    steps: tuple[Mapping[str, object], ...]
    found: Sequence[Mapping[str, object]]  # stored sentences of the screening
    told: Sequence[Any]
    group: Mapping[str, Any] | None
    stop: Button | None
    costs_url: str | None = None  # the one account, once a lot has an amount
    together: Amounts | None = None  # of more than one lot with an amount


def steps_of(standing: Standing) -> tuple[Mapping[str, object], ...]:
    """The one list of seven: what is done, where the home is, what comes."""
    here = list(Step).index(standing.step)
    return tuple(
        {
            "label": Text(STEP_LABELS[step]),
            "state": "done" if place < here else "now" if place == here else "next",
        }
        for place, step in enumerate(Step)
    )
