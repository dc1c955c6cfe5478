"""The table of standings as it was given, and facts that reach each of its rows."""

import csv
import gettext
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renogroep.journeys.rules.standing_facts import LotFacts
from tests.support.messages import CATALOGUES

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "standing.csv"
TODAY, YESTERDAY, TOMORROW = "2027-01-15", "2027-01-14", "2027-01-16"


def _csv() -> list[dict[str, str]]:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLE = {int(row["place"]): row for row in _csv()}
OTHER_OWNER = {56, 57, 58, 59}
HOUSEHOLD = [place for place in TABLE if place not in OTHER_OWNER]


def msgid(sentence: str) -> str:
    """A sentence of the table as it stands in code and catalogue."""
    return re.sub(r"\{(\w+)\}", r"%(\1)s", sentence)


def dutch() -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, ["nl"])


# Every date known, each another day, none past.
DAYS = {
    "today": TODAY,
    "interest_deadline": "2027-03-01",
    "quote_deadline": "2027-03-02",
    "call_by": "2027-03-03",
    "standstill_until": "2027-03-04",
    "choose_until": "2027-03-05",
    "yes_by": "2027-03-06",
    "order_until": "2027-03-07",
    "freeze_on": "2027-03-08",
    "price_until": "2027-03-09",
    "place_until": "2027-03-10",
    "withdraw_until": "2027-03-11",
    "waive_until": "2027-03-12",
    "planned_on": "2027-03-13",
    "handed_over_on": "2027-01-10",
    "ended_on": "2027-01-11",
    "call_on": "2027-03-15",
    "confirm_by": "2027-03-16",
}
HOME = {**DAYS, "subscription": "screened_fit", "mode": "group_quotes", "firm": "Wandwerk"}
ORDER = {**HOME, "lot": "ordering", "wave": "ordering"}
AGREED = {**ORDER, "order": "surveyed", "advisor_agreed": True, "contractor_agreed": True}
ORDERED = {**ORDER, "order": "ordered"}
AWAITING = {**ORDER, "order": "awaiting_co_owner", "unsigned": ["Jan", "Mia"]}
FROZEN = {**ORDER, "wave": "frozen"}
CHOOSING = {**HOME, "lot": "choosing"}
PROCUREMENT = {**HOME, "mode": "procurement"}
COLLECTING = {**HOME, "lot": "collecting"}
UNSCREENED = {**COLLECTING, "subscription": "subscribed"}
UNCONFIRMED = {**UNSCREENED, "subscription": "interested", "confirmed": False}
ENDED = {**HOME, "lot": "ordering"}


@dataclass(frozen=True)
class Case:
    """Facts that reach the row at ``place``; ``who`` where the table leaves a choice."""

    place: int
    facts: dict[str, Any]
    who: str = ""

    @property
    def read(self) -> LotFacts:
        return LotFacts.from_plain(self.facts)


CASES = [
    Case(1, {**COLLECTING, "subscription": "withdrawn"}),
    Case(2, {**COLLECTING, "subscription": "expired"}),
    Case(61, {**ORDERED, "own_money_until": TODAY, "open_conditions": ["funding"]}),
    Case(61, {**AWAITING, "own_money_until": TOMORROW, "fits": False}),
    Case(3, {**FROZEN, "order": "settled", "wave": "done"}),
    Case(4, {**FROZEN, "order": "invoiced", "wave": "done"}),
    Case(5, {**FROZEN, "order": "handed_over", "wave": "executing"}),
    Case(6, {**FROZEN, "order": "in_works", "wave": "executing"}),
    Case(7, {**FROZEN, "order": "planned", "planned_on": YESTERDAY}),
    Case(8, {**FROZEN, "order": "planned"}),
    Case(9, {**FROZEN, "order": "frozen"}),
    Case(10, {**FROZEN, "order": "ordered"}),
    Case(11, {**ORDERED, "fits": False}),
    Case(11, {**AWAITING, "fits": False}),
    Case(12, {**ORDERED, "freeze_on": YESTERDAY, "withdraw_until": YESTERDAY}),
    Case(13, {**ORDERED, "open_conditions": ["threshold", "funding"]}, "household"),
    Case(13, {**ORDERED, "open_conditions": ["funding", "permit"]}, "household"),
    Case(13, {**ORDERED, "open_conditions": ["vme_vote"]}, "household"),
    Case(13, {**ORDERED, "open_conditions": ["permit"]}, "advisor"),
    Case(14, {**ORDERED, "open_conditions": ["threshold"]}),
    Case(15, {**ORDERED, "withdraw_until": YESTERDAY}),
    Case(16, {**AWAITING, "order_until": YESTERDAY}),
    Case(17, AWAITING),
    Case(18, {**ORDER, "order": "indicative", "fits": False}),
    Case(18, {**AGREED, "fits": False}),
    Case(19, {**ORDER, "order": "provisional", "order_until": YESTERDAY}),
    Case(19, {**AGREED, "order_until": YESTERDAY}),
    Case(20, {**AGREED, "price_until": YESTERDAY}),
    Case(21, {**AGREED, "waiting": True}),
    Case(22, {**AGREED, "waiting": True, "room": False}),
    Case(23, {**AGREED, "room": False}),
    Case(24, AGREED),
    Case(25, {**ORDER, "order": "surveyed", "advisor_agreed": True, "disputed": True}),
    Case(26, {**ORDER, "order": "surveyed", "advisor_agreed": True}),
    Case(27, {**ORDER, "order": "provisional"}),
    Case(27, {**ORDER, "order": "surveyed"}),
    Case(28, {**ORDER, "order": "indicative"}),
    Case(29, {**HOME, "lot": "failed"}),
    Case(29, {**COLLECTING, "package": "cancelled"}),
    Case(30, {**HOME, "lot": "closed"}),
    Case(30, {**COLLECTING, "package": "closed"}),
    Case(31, {**COLLECTING, "subscription": "not_fit"}),
    Case(31, {**COLLECTING, "fits": False}),
    Case(60, UNCONFIRMED),
    Case(60, {**UNCONFIRMED, "call_by": YESTERDAY, "has_phone": False}),
    Case(60, {**UNCONFIRMED, "confirm_by": YESTERDAY}),
    Case(32, {**UNSCREENED, "call_by": YESTERDAY}),
    Case(33, {**UNSCREENED, "has_phone": False}),
    Case(34, UNSCREENED),
    Case(34, {**UNSCREENED, "subscription": "interested", "lot": "quoting"}),
    Case(35, {**CHOOSING, "preferred": True, "assigned": "other"}),
    Case(35, {**ENDED, "preferred": True, "assigned": "other"}),
    *[
        Case(36 + number, {**ENDED, "ended_reason": reason})
        for number, reason in enumerate(
            ["withdrawn", "threshold", "funding", "funding_open", "not_ordered", "permit"]
        )
    ],
    Case(42, {**HOME, "lot": "quoting", "asked": False}),
    Case(43, {**CHOOSING, "quotes": 0}),
    Case(44, {**CHOOSING, "preferred": True, "assigned": "nobody"}),
    Case(44, {**CHOOSING, "preferred": True, "assigned": "other", "answer": "no"}),
    Case(44, {**ENDED, "preferred": True, "assigned": "other", "yes_by": YESTERDAY}),
    Case(45, {**CHOOSING, "preferred": True, "assigned": "first"}),
    Case(45, {**ENDED, "preferred": True, "assigned": "other", "answer": "yes"}),
    Case(46, CHOOSING),
    Case(47, {**CHOOSING, "preferred": True}),
    Case(48, {**HOME, "lot": "executing"}),
    Case(49, {**PROCUREMENT, "lot": "ordering"}),
    Case(50, {**PROCUREMENT, "lot": "standstill"}, "nobody"),
    Case(50, {**PROCUREMENT, "lot": "standstill", "standstill_until": YESTERDAY}, "municipality"),
    Case(51, {**HOME, "lot": "opened"}),
    Case(51, {**PROCUREMENT, "lot": "checked"}),
    Case(51, {**PROCUREMENT, "lot": "decided"}),
    Case(52, {**HOME, "lot": "quoting", "quote_deadline": YESTERDAY}),
    Case(53, {**HOME, "lot": "quoting"}),
    Case(54, {**COLLECTING, "interest_deadline": YESTERDAY}),
    Case(54, {**COLLECTING, "interest_deadline": None}),
    Case(55, COLLECTING),
]
