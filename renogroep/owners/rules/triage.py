"""Can this owner renovate, does the owner want to, and what do we still have to ask?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from renogroep.base.calendar import months_later
from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text, t
from renogroep.owners.rules.can_will_table import (
    CAN_WILL_2026,
    RATHER_NOT,
    Answer,
    Axis,
    Barrier,
    Blocker,
    CanWillTable,
)
from renogroep.owners.rules.kinds import OwnerKind

CAN_QUESTIONS = (5, 6, 7, 8, 9)
NEEDED_FOR_WILL = (2, 4)
NEEDED_FOR_CAN = (5, 8)


class Verdict(StrEnum):
    """The provisional answer on one axis."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


WILL_SENTENCES: dict[Verdict, str] = {
    Verdict.YES: N_("The owner wants to go ahead."),
    Verdict.NO: N_("The owner does not want works now."),
    Verdict.UNKNOWN: N_("We do not know yet whether the owner wants works."),
}
CAN_SENTENCES: dict[Verdict, str] = {
    Verdict.YES: N_("Works are possible for this owner."),
    Verdict.NO: N_("Something must be solved before works are possible."),
    Verdict.UNKNOWN: N_("We do not know yet whether works are possible for this owner."),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was answered on a day: a code, or several with spaces between."""

    question: int
    answer: str
    on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """What we think for now, and why. Provisional, correctable, never shown as a label."""

    can: Verdict
    will: Verdict
    blockers: tuple[Blocker, ...]
    barriers: tuple[Barrier, ...]
    missing_questions: tuple[int, ...]
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The newest answer to a question, with the sign that it has today."""

    answers: tuple[Answer, ...]
    on: date
    sign: str
    stale: bool


def assess(
    evidence: Iterable[Evidence],
    owner_kind: OwnerKind,
    today: date,
    life_event_on: date | None = None,
    *,
    premium_applies: bool = True,
    table: CanWillTable = CAN_WILL_2026,
) -> Assessment:
    """Can and will of one owner on ``today``, from dated answers.

    evidence        in the order in which it was recorded; of one day the later one wins. Answers
                    after ``today`` are not known yet and are left out.
    life_event_on   answers from before this day count as "?"
    premium_applies False leaves question 9 out: without a premium there is nothing to wait for
    returns         will no: 2 is -, or 3 is -, or 1 and 4 are -; yes: 2 and 4 are +; else unknown.
                    can no: any - in 5 to 9; yes: 5 and 8 are +; else unknown. So a yes always
                    rests on two answers. "Prefer not to say" never counts and erases nothing;
                    an answer older than 12 months counts as "?".
    raises          Refused ``triage.tenant`` for a tenant; ValueError for an unknown question
                    or answer.

    Source: ROUTING 2026-11-23, questions.
    """
    if owner_kind == OwnerKind.TENANT:
        raise Refused(
            "triage.tenant",
            "A tenant gets no can and will. Record the signal and ask whether we may contact the owner.",
        )
    known = [piece for piece in evidence if piece.on <= today]
    counted = _newest(known, today, life_event_on, table)
    if not premium_applies:
        counted.pop(9, None)
    will, can = _will(counted), _can(counted)
    return Assessment(
        can=can,
        will=will,
        blockers=_blockers(counted),
        barriers=tuple(
            Barrier(answer.barrier)
            for _, c in sorted(counted.items())
            for answer in c.answers
            if answer.barrier and not c.stale
        ),
        missing_questions=_missing(can, will, counted, _kept_private(known)),
        reasons=_reasons(can, will, counted, owner_kind, table),
    )


def is_stale(
    on: date,
    today: date,
    life_event_on: date | None = None,
    table: CanWillTable = CAN_WILL_2026,
) -> bool:
    """Does an answer of that day count as "?" now, so that it should be asked again?

    Older than 12 months (the day itself still counts), or from before a life event that took place.
    Source: ROUTING 2026-11-23, "Older than 12 months, or before a reported life event".
    """
    if months_later(on, table.fresh_months) < today:
        return True
    return life_event_on is not None and on < life_event_on <= today


def _newest(
    known: list[Evidence], today: date, life_event_on: date | None, table: CanWillTable
) -> dict[int, _Counted]:
    """Question -> its newest answer; an answer that counts elsewhere moves to that question."""
    newest: dict[int, _Counted] = {}
    for piece in sorted(known, key=lambda e: e.on):  # stable: the order of one day is kept
        answers = table.answers(piece.question, piece.answer)
        if any(answer.code == RATHER_NOT for answer in answers):
            continue
        stale = is_stale(piece.on, today, life_event_on, table)
        sign = "?" if stale else _sign(answers)
        newest[piece.question] = _Counted(answers, piece.on, sign, stale)
    for counted in list(newest.values()):
        for answer in counted.answers:
            there = newest.get(answer.counts_at)
            if answer.counts_at and (there is None or there.on < counted.on):
                sign = "?" if counted.stale else "-"
                newest[answer.counts_at] = replace(counted, answers=(answer,), sign=sign)
    return newest


def _sign(answers: tuple[Answer, ...]) -> str:
    """Of several answers a no counts before a yes, and a yes before a doubt."""
    signs = {answer.sign for answer in answers}
    return next((sign for sign in ("-", "+", "?") if sign in signs), "")


def _will(counted: dict[int, _Counted]) -> Verdict:
    sign = {no: c.sign for no, c in counted.items()}
    if "-" in (sign.get(2), sign.get(3)) or (sign.get(1) == "-" and sign.get(4) == "-"):
        return Verdict.NO
    return Verdict.YES if sign.get(2) == "+" and sign.get(4) == "+" else Verdict.UNKNOWN


def _can(counted: dict[int, _Counted]) -> Verdict:
    sign = {no: c.sign for no, c in counted.items()}
    if any(sign.get(no) == "-" for no in CAN_QUESTIONS):
        return Verdict.NO
    return Verdict.YES if sign.get(5) == "+" and sign.get(8) == "+" else Verdict.UNKNOWN


def _blockers(counted: dict[int, _Counted]) -> tuple[Blocker, ...]:
    found = {
        answer.blocker
        for no in CAN_QUESTIONS
        if no in counted and counted[no].sign == "-"
        for answer in counted[no].answers
    }
    return tuple(blocker for blocker in Blocker if blocker in found)


def _kept_private(known: list[Evidence]) -> set[int]:
    """Questions whose last answer was "prefer not to say": they are not asked again."""
    last = {piece.question: piece.answer for piece in sorted(known, key=lambda e: e.on)}
    return {no for no, code in last.items() if code == RATHER_NOT}


def _missing(
    can: Verdict, will: Verdict, counted: dict[int, _Counted], private: set[int]
) -> tuple[int, ...]:
    """The questions that would decide an axis: will first, money last, none about can after a no."""
    asked: tuple[int, ...] = ()
    if will == Verdict.UNKNOWN:
        asked += NEEDED_FOR_WILL
    if can == Verdict.UNKNOWN and will != Verdict.NO:
        asked += NEEDED_FOR_CAN
    return tuple(
        no for no in asked if no not in private and (no not in counted or counted[no].sign != "+")
    )


def labels(answers: tuple[Answer, ...]) -> Text:
    """The words of one or several answers."""
    if len(answers) == 1:
        return Text(answers[0].label)
    parts = {f"a{place}": Text(answer.label) for place, answer in enumerate(answers)}
    listed = ", ".join(f"%({name})s" for name in parts)
    return Text(listed, parts)


def _reasons(
    can: Verdict,
    will: Verdict,
    counted: dict[int, _Counted],
    owner_kind: OwnerKind,
    table: CanWillTable,
) -> tuple[Text, ...]:
    """The verdict in words, then each answer that it rests on, will before can."""
    reasons = [Text(WILL_SENTENCES[will]), Text(CAN_SENTENCES[can])]
    for no, piece in sorted(counted.items()):
        moved = piece.answers[0] not in table.question(no).answers
        question = table.question(no)
        if moved or question.axis == Axis.SUPPORT:
            continue
        words = {
            "question": Text(question.text_of(owner_kind)),
            "answer": labels(piece.answers),
            "day": piece.on,
        }
        if piece.stale:
            reasons.append(
                t(
                    "%(question)s “%(answer)s”, on %(day)s. Too long ago, or before a change in the owner's life: ask again.",
                    **words,
                )
            )
        else:
            reasons.append(t("%(question)s “%(answer)s”, on %(day)s.", **words))
    return tuple(reasons)
