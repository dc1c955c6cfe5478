"""Is this bill of quantities complete and consistent, and is it still the same bill?"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from renogroep.base.text import N_, Text, t
from renogroep.base.units import ONE, Quantity, Unit

MAX_DESCRIPTION = 500
NOTHING = Quantity(0)
_NUMBER = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,3}\Z", re.ASCII)


class Nature(StrEnum):
    """How the quantity of a post is meant."""

    VH = "VH"
    FH = "FH"
    TP = "TP"
    PM = "PM"


class Scope(StrEnum):
    """What a post is paid per: home, run of adjacent homes with one scaffold, or lot."""

    HOME = "home"
    RUN = "run"
    LOT = "lot"


NATURE_LABELS: dict[Nature, str] = {
    Nature.VH: N_("Presumed quantity"),
    Nature.FH: N_("Fixed quantity"),
    Nature.TP: N_("Lump sum"),
    Nature.PM: N_("Included in other posts"),
}
SCOPE_LABELS: dict[Scope, str] = {
    Scope.HOME: N_("per home"),
    Scope.RUN: N_("per run of adjacent homes"),
    Scope.LOT: N_("per lot, shared by all homes"),
}


@dataclass(frozen=True, slots=True)
class QuantitySource:
    """What is measured in a home, or counted, to know the quantity of a post."""

    code: str
    unit: Unit
    label: str  # msgid
    scope: Scope = Scope.HOME


_SOURCES = (
    QuantitySource("facade_m2", Unit.M2, N_("Façade without openings")),
    QuantitySource("scaffold_m2", Unit.M2, N_("Façade in front of which the scaffold stands")),
    QuantitySource("protection_m2", Unit.M2, N_("Windows, doors and pavement to protect")),
    QuantitySource("brick_m2", Unit.M2, N_("Façade with brick slips")),
    QuantitySource("sill_lm", Unit.LM, N_("Window sills outside")),
    QuantitySource("reveal_lm", Unit.LM, N_("Edges around windows and doors, outside")),
    QuantitySource("corner_lm", Unit.LM, N_("Corners of the façade")),
    QuantitySource("roof_edge_lm", Unit.LM, N_("Edge of the roof above the façade")),
    QuantitySource("downpipe_lm", Unit.LM, N_("Downpipes on the façade")),
    QuantitySource("plinth_lm", Unit.LM, N_("Foot of the façade")),
    QuantitySource("firestop_lm", Unit.LM, N_("Fire-resistant strips")),
    QuantitySource("party_joint_lm", Unit.LM, N_("Joints with the façades of the neighbours")),
    QuantitySource("cables_lm", Unit.LM, N_("Cables on the façade")),
    QuantitySource("vents_piece", Unit.PIECE, N_("Grilles and pipes through the façade")),
    QuantitySource("openings_piece", Unit.PIECE, N_("Windows and doors to take out")),
    QuantitySource("windows_m2", Unit.M2, N_("New windows, surface")),
    QuantitySource("windows_piece", Unit.PIECE, N_("New windows, number")),
    QuantitySource("sashes_piece", Unit.PIECE, N_("Parts of windows that open")),
    QuantitySource("sliding_m2", Unit.M2, N_("New sliding windows, surface")),
    QuantitySource("doors_piece", Unit.PIECE, N_("New outside doors")),
    QuantitySource("garage_piece", Unit.PIECE, N_("New garage doors")),
    QuantitySource("window_vents_lm", Unit.LM, N_("Ventilation grilles in windows")),
    QuantitySource("perimeter_lm", Unit.LM, N_("Edge of windows and doors to seal")),
    QuantitySource("inner_reveal_lm", Unit.LM, N_("Edges around windows and doors, inside")),
    QuantitySource("inner_sill_lm", Unit.LM, N_("Window sills inside")),
    QuantitySource("shutter_boxes_piece", Unit.PIECE, N_("Boxes of roller shutters")),
    QuantitySource("screens_piece", Unit.PIECE, N_("Sun screens")),
    QuantitySource("fixed_one", Unit.LUMP, N_("One for each home")),
    QuantitySource("run", Unit.LUMP, N_("One for each run of adjacent homes"), Scope.RUN),
    QuantitySource("lot", Unit.LUMP, N_("One for the lot"), Scope.LOT),
)
QUANTITY_SOURCES: dict[str, QuantitySource] = {source.code: source for source in _SOURCES}
NO_SOURCE = "none"  # of a post that is included in others
NO_SOURCE_LABEL = N_("No quantity: included in other posts")
# Counted, so nobody measures them in a home.
COUNTED_SOURCES = frozenset({"fixed_one", "run", "lot", NO_SOURCE})


@dataclass(frozen=True, slots=True)
class Post:
    """One line of the bill. ``presumed`` is per home, run or lot; zero for nature PM."""

    number: str
    description: str
    nature: Nature
    unit: Unit
    scope: Scope
    source: str
    presumed: Quantity = NOTHING


@dataclass(frozen=True, slots=True)
class BillProblem:
    """What is wrong with one post; ``number`` is empty when it is about the whole bill."""

    number: str
    message: Text
    column: str = "number"  # the name of the value of the post that it is about


def check_bill(posts: Sequence[Post]) -> list[BillProblem]:
    """Everything that is wrong with a bill; empty when it may be published. Never raises.

    Numbers like 01.02, unique and rising; a lump sum (TP) has unit forfait and only it has; an
    included post (PM) has no quantity and no source; every other post has a known source with the
    same unit and scope, and a presumed quantity above zero (exactly 1 per run or lot).

    Source: PROCUREMENT 2026-11-23, section 1.9; MONEY 2026-11-23, scopes.
    """
    if not posts:
        return [BillProblem("", t("The bill is empty. Add at least one post."))]
    problems: list[BillProblem] = []
    seen: set[str] = set()
    before = ""
    for post in posts:
        if post.number in seen:
            problems.append(
                BillProblem(
                    post.number, t("This number is used twice. Give each post its own number.")
                )
            )
        elif _NUMBER.match(post.number) and post.number < before:
            problems.append(
                BillProblem(
                    post.number,
                    t(
                        "This post stands after %(before)s. Put the numbers in order.",
                        before=before,
                    ),
                )
            )
        seen.add(post.number)
        if _NUMBER.match(post.number):  # a wrong number has no place in the order
            before = max(before, post.number)
        problems += [BillProblem(post.number, said, column) for column, said in _wrong_in(post)]
    if all(post.nature == Nature.PM for post in posts):
        problems.append(
            BillProblem("", t("Every post is included in another. Add a post with a price."))
        )
    return problems


def _wrong_in(post: Post) -> Iterator[tuple[str, Text]]:
    """Column and sentence of everything that is wrong in one post by itself."""
    if not _NUMBER.match(post.number):
        yield "number", t("“%(number)s” is not a number like 01.02.", number=post.number[:40])
    if not post.description.strip():
        yield "description", t("Write what the contractor must do.")
    elif len(post.description) > MAX_DESCRIPTION:
        yield (
            "description",
            t(
                "The description is longer than %(max)s characters. Shorten it.",
                max=MAX_DESCRIPTION,
            ),
        )
    if post.nature != Nature.PM:
        yield from _wrong_quantity(post)
    elif post.presumed != NOTHING or post.source != NO_SOURCE:
        yield (
            "presumed" if post.presumed != NOTHING else "source",
            t(
                "A post that is included in others (PM) has no quantity. Remove it, or choose another nature."
            ),
        )


def _wrong_quantity(post: Post) -> Iterator[tuple[str, Text]]:
    if (post.nature == Nature.TP) != (post.unit == Unit.LUMP):
        yield (
            "unit",
            t(
                "A lump sum (TP) has the unit forfait, and no other post has it. Change one of both."
            ),
        )
    source = QUANTITY_SOURCES.get(post.source)
    if source is None:
        yield (
            "source",
            t(
                "Choose where the quantity comes from; “%(source)s” is not in the list.",
                source=post.source[:40],
            ),
        )
        return
    if source.unit != post.unit:
        yield (
            "unit",
            t(
                "“%(source)s” is counted in %(unit)s, but the post is in %(other)s. Make them the same.",
                source=Text(source.label),
                unit=source.unit.value,
                other=post.unit.value,
            ),
        )
    if source.scope != post.scope:
        yield (
            "scope",
            t(
                "“%(source)s” does not go with a post %(scope)s. Choose another source.",
                source=Text(source.label),
                scope=Text(SCOPE_LABELS[post.scope]),
            ),
        )
    if post.presumed <= NOTHING:
        yield "presumed", t("Give a presumed quantity above zero.")
    elif post.scope != Scope.HOME and post.presumed != ONE:
        yield "presumed", t("A post per run or per lot has quantity 1. Change the quantity.")


def measured_sources(posts: Sequence[Post]) -> tuple[QuantitySource, ...]:
    """What must be measured in every home for this bill, in the order of the list of sources.

    Source: MONEY 2026-11-23, scopes; what is one per home, run or lot is counted, not measured.
    """
    used = {post.source for post in posts} - COUNTED_SOURCES
    return tuple(source for code, source in QUANTITY_SOURCES.items() if code in used)


def checksum(value: Any) -> str:
    """SHA-256 (64 hexadecimal characters) of plain data written as canonical JSON.

    Keys sorted, no spaces, UTF-8. TypeError for data that JSON does not know.
    Source: DESIGN 2026-11-23, decision 12.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def bill_checksum(posts: Sequence[Post]) -> str:
    """The fingerprint of a bill: any other word, unit or quantity gives another one.

    Source: PROCUREMENT 2026-11-23, 1.9 ("refuse a file whose descriptions, units or quantities
    changed").
    """
    return checksum(
        [
            [p.number, p.description, p.nature, p.unit, p.scope, p.source, p.presumed.scaled]
            for p in posts
        ]
    )
