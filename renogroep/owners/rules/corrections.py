"""What did an advisor correct in can and will, and does that still count?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.owners.rules.can_will_table import (
    CAN_WILL_2026,
    RATHER_NOT,
    Axis,
    Blocker,
    CanWillTable,
)
from renogroep.owners.rules.triage import (
    CAN_SENTENCES,
    NEEDED_FOR_CAN,
    NEEDED_FOR_WILL,
    WILL_SENTENCES,
    Assessment,
    Verdict,
    is_stale,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One axis as an advisor knows it better, with the reason and the day.

    blocker   what stands in the way, of "can: no"; a correction from before 30 November 2026 has none
    """

    axis: Axis
    verdict: Verdict
    reason: str
    on: date
    blocker: Blocker | None = None

    def to_json(self) -> dict[str, str]:
        """Plain words, for the decision that rests on it."""
        words = {"verdict": self.verdict, "reason": self.reason, "on": self.on.isoformat()}
        return {**words, "blocker": self.blocker} if self.blocker else words


def from_json(kept: Mapping[str, Mapping[str, Any]]) -> tuple[Correction, ...]:
    """The corrections that a decision keeps: axis -> what ``to_json`` wrote."""
    return tuple(
        Correction(
            Axis(axis),
            Verdict(one["verdict"]),
            one["reason"],
            date.fromisoformat(one["on"]),
            Blocker(one["blocker"]) if one.get("blocker") else None,
        )
        for axis, one in kept.items()
    )


def overridden(assessment: Assessment, corrections: Collection[Correction]) -> Assessment:
    """The assessment as an advisor corrects it; an axis without a correction stays as it is.

    A corrected axis needs no more questions. The advisor's reasons come first, and the blocker that
    the advisor named is the one that the route follows.
    raises   Refused ``triage.no_reason`` when a reason is empty.
    Source: ROUTING 2026-11-23, "An advisor may override with a reason".
    """
    if any(not one.reason.strip() for one in corrections):
        raise Refused("triage.no_reason", "Write in one sentence why you change this.")
    if not corrections:
        return assessment
    new = {one.axis: one.verdict for one in corrections}
    can, will = new.get(Axis.CAN, assessment.can), new.get(Axis.WILL, assessment.will)
    named = next((one.blocker for one in corrections if one.axis == Axis.CAN and one.blocker), None)
    blockers = (named,) if named else assessment.blockers
    settled = (NEEDED_FOR_CAN if Axis.CAN in new else ()) + (
        NEEDED_FOR_WILL if Axis.WILL in new else ()
    )
    said = dict.fromkeys(one.reason.strip() for one in corrections)
    return replace(
        assessment,
        can=can,
        will=will,
        blockers=blockers if can == Verdict.NO else (),
        missing_questions=tuple(no for no in assessment.missing_questions if no not in settled),
        reasons=(
            *(t("Changed by the advisor: “%(reason)s”", reason=reason) for reason in said),
            Text(WILL_SENTENCES[will]),
            Text(CAN_SENTENCES[can]),
        ),
    )


def still_counting(
    corrections: Iterable[Correction],
    answered: Iterable[tuple[int, str]],
    today: date,
    life_event_on: date | None = None,
    table: CanWillTable = CAN_WILL_2026,
) -> tuple[Correction, ...]:
    """The corrections that hold beside new answers: the newest word on an axis wins.

    answered   (question, answer codes) that were not known before; the same answer again changes
               nothing, and "prefer not to say" never counts
    A correction grows old like an answer: after 12 months, or when the owner's life changed.

    Source: ROUTING 2026-11-23, "The newest dated answer wins. An advisor may override with a
    reason".
    """
    told = {axis for number, codes in answered for axis in _axes(number, codes, table)}
    return tuple(
        one
        for one in corrections
        if one.axis not in told and not is_stale(one.on, today, life_event_on, table)
    )


def _axes(number: int, codes: str, table: CanWillTable) -> set[Axis]:
    """The axes about which an answer says something: its own, and where it counts as well."""
    answers = [table.answer(number, code) for code in codes.split() if code != RATHER_NOT]
    axes = {table.question(number).axis for _ in answers}
    return axes | {table.question(a.counts_at).axis for a in answers if a.counts_at}
