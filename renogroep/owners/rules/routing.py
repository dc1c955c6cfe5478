"""Which support comes next for this owner, who gives it, by when and why?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from renogroep.base.calendar import add_working_days, months_later, next_working_day
from renogroep.base.text import N_, Text, t
from renogroep.owners.rules.can_will_table import (
    BARRIER_LABELS,
    BLOCKER_LABELS,
    CAN_WILL_2026,
    Blocker,
    CanWillTable,
)
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.routes_table import ROUTES_2026, RouteRow, RoutesTable, Situation
from renogroep.owners.rules.triage import Assessment, Verdict

ASK_AGAIN = N_("Ask again how it stands, unless the owner asked us not to.")
FUND_CLOSED_MONTHS = (11, 12)  # Noodkoopfonds: no new files from 1 November to 31 December

_YES, _NO, _UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN

# (can, will) -> the row of the table. Will no with can unknown asks nothing about money; can no
# with will unknown starts with the help.
SITUATIONS: dict[tuple[Verdict, Verdict], Situation] = {
    (_YES, _YES): Situation.CAN_WILL,
    (_YES, _NO): Situation.CAN_WILL_NOT,
    (_UNKNOWN, _NO): Situation.CAN_WILL_NOT,
    (_NO, _YES): Situation.CANNOT_WILL,
    (_NO, _UNKNOWN): Situation.CANNOT_WILL,
    (_NO, _NO): Situation.CANNOT_WILL_NOT,
    (_YES, _UNKNOWN): Situation.UNKNOWN,
    (_UNKNOWN, _YES): Situation.UNKNOWN,
    (_UNKNOWN, _UNKNOWN): Situation.UNKNOWN,
}

REASONS: dict[tuple[Verdict, Verdict], str] = {
    (_YES, _YES): N_("The owner wants works and they are possible, so a date is what helps now."),
    (_YES, _NO): N_("Works are possible, but the owner does not want them now."),
    (_UNKNOWN, _NO): N_("The owner does not want works now, so we do not ask about money."),
    (_NO, _YES): N_("The owner wants works, but this comes first: %(blocker)s."),
    (_NO, _UNKNOWN): N_("This comes first, whatever the owner decides later: %(blocker)s."),
    (_NO, _NO): N_("The owner does not want works now, and this stands in the way: %(blocker)s."),
    (_YES, _UNKNOWN): N_(
        "Works are possible, but we do not know yet whether the owner wants them."
    ),
    (_UNKNOWN, _YES): N_(
        "The owner wants works, but we do not know yet whether they are possible."
    ),
    (_UNKNOWN, _UNKNOWN): N_("We know too little to offer something."),
}


@dataclass(frozen=True, slots=True)
class Route:
    """The support that an advisor can read aloud: first action, who, working days and why.

    notes    what the advisor must know before calling
    """

    code: str
    action: Text
    who: Text
    due_days: int
    reason: Text
    notes: tuple[Text, ...] = ()
    again_months: int = 0

    def due_on(self, today: date, holidays: Collection[date] = ()) -> date:
        """The working day on which the first action must be done."""
        return add_working_days(today, self.due_days, holidays)

    def again_on(self, first_step_on: date, holidays: Collection[date] = ()) -> date | None:
        """The working day on which we may ask again; None when the route goes on by itself.

        Counted from the day of the first step. Source: ROUTING 2026-11-23, "15, then 6 months"
        and "ask again after 6 months".
        """
        if not self.again_months:
            return None
        return next_working_day(months_later(first_step_on, self.again_months), holidays)


def route(
    assessment: Assessment | None,
    owner_kind: OwnerKind,
    *,
    today: date,
    danger: bool = False,
    questions: CanWillTable = CAN_WILL_2026,
    table: RoutesTable = ROUTES_2026,
) -> Route:
    """The route for one owner; there is always one, and never an inspection or a sanction.

    assessment   None only for a tenant, who is never scored
    danger       acute danger or a disconnection: overrides everything, within one working day
    raises       ValueError when an owner comes without an assessment, or when ``table`` has no row.

    Source: ROUTING 2026-11-23, routes. Noodkoopfonds closed 1 November to 31 December: DOMAIN
    2026-11-23, section 2.
    """
    if danger:
        row = _row(table, Situation.DANGER, owner_kind)
        return _made(
            row, t("There is acute danger or a disconnection. That goes before everything.")
        )
    if owner_kind == OwnerKind.TENANT:
        row = _row(table, Situation.SIGNAL, owner_kind)
        return _made(row, t("A tenant told us something. Only the owner decides about works."))
    if assessment is None:
        raise ValueError("an owner needs an assessment")
    seen = (assessment.can, assessment.will)
    situation = SITUATIONS[seen]
    blocker = assessment.blockers[0] if assessment.blockers else Blocker.HELP_FIRST
    row = _row(table, situation, owner_kind, blocker)
    if assessment.can == Verdict.NO:
        reason = Text(REASONS[seen], {"blocker": Text(BLOCKER_LABELS[blocker])})
    else:
        reason = Text(REASONS[seen])
    action = None
    if situation == Situation.UNKNOWN:
        action = _question_to_ask(assessment, owner_kind, questions)
    return _made(row, reason, action, _notes(row, assessment, today))


def _row(
    table: RoutesTable, situation: Situation, owner_kind: OwnerKind, blocker: str = ""
) -> RouteRow:
    """The most exact row comes first: a row for one blocker before a row for all."""
    fitting = [
        row
        for row in table.rows
        if row.situation == situation
        and row.owner_kind in ("", owner_kind)
        and row.blocker in ("", blocker)
    ]
    if not fitting:
        raise ValueError(f"no route for {situation} {owner_kind} {blocker}")
    return max(fitting, key=lambda row: (bool(row.blocker), bool(row.owner_kind)))


def _made(
    row: RouteRow, reason: Text, action: Text | None = None, notes: tuple[Text, ...] = ()
) -> Route:
    return Route(
        row.code,
        action or Text(row.action),
        Text(row.who),
        row.due_days,
        reason,
        notes,
        row.again_months,
    )


def _question_to_ask(
    assessment: Assessment, owner_kind: OwnerKind, questions: CanWillTable
) -> Text:
    if not assessment.missing_questions:
        return t(
            "Call again about what would help. Do not repeat a question that the owner kept private."
        )
    question = questions.question(assessment.missing_questions[0])
    return t("Ask this: “%(question)s”", question=Text(question.text_of(owner_kind)))


def _notes(row: RouteRow, assessment: Assessment, today: date) -> tuple[Text, ...]:
    notes = [Text(row.note)] if row.note else []
    for barrier in assessment.barriers:
        notes.append(
            t("What holds the owner back: %(barrier)s.", barrier=Text(BARRIER_LABELS[barrier]))
        )
    for blocker in assessment.blockers[1:]:
        notes.append(t("Also to solve: %(blocker)s.", blocker=Text(BLOCKER_LABELS[blocker])))
    if row.blocker == Blocker.MONEY:
        notes.append(_fund_note(today))
    return tuple(notes)


def _fund_note(today: date) -> Text:
    if today.month in FUND_CLOSED_MONTHS:
        return t(
            "The Noodkoopfonds takes no new files from 1 November to 31 December. Prepare the file now, to hand it in on %(day)s.",
            day=date(today.year + 1, 1, 1),
        )
    return t(
        "The Noodkoopfonds takes no new files from 1 November to 31 December. The last day to hand in this file is %(day)s.",
        day=date(today.year, 10, 31),
    )
