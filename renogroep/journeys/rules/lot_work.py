"""What must be known of a lot to say what it asks of somebody?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState


class LotRole(StrEnum):
    """Who looks at the lot; one person may look as several."""

    LEAD = "lead"
    ADVISOR = "advisor"
    FIRM = "firm"
    OFFICER = "officer"
    ASSESSOR = "assessor"
    ALDERMAN = "alderman"


class LotPage(StrEnum):
    """Where it is done; a presenter knows the address."""

    CHECKLIST = "checklist"
    PACKAGE = "package"
    CASELOAD = "caseload"
    GROUPS = "groups"
    ASK = "ask"
    INVITE = "invite"
    OPENING = "opening"
    IMPORT = "import"
    DEADLINE = "deadline"
    JOB = "job"
    CHECKS = "checks"
    SCORES = "scores"
    DECISION = "decision"
    CHOICE = "choice"
    ROUNDS = "rounds"
    SURVEYS = "surveys"
    WORK_LIST = "work_list"
    CLOSE = "close"


class FirmQuote(StrEnum):
    """How far the quote of the firm that looks is."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SENT = "sent"


class Opener(StrEnum):
    """Who of the two people opened the quotes first, seen by the officer that looks."""

    NOBODY = "nobody"
    ME = "me"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LotWork:
    """What a lot looks like today; counts are homes unless said otherwise.

    checklist_open    points of the checklist that are not in order
    to_call, call_by  homes that nobody checked yet, and the first day promised to one of them
    elsewhere         quotes are handed in and opened on another platform, and brought in here
    deadline_over     the moment of the quote deadline is past; None: it is past from the next day
    opened_empty      two people opened, and there was no quote
    quote, won        of the firm that looks; ``won`` None while there is no decision
    unreadable        quotes that could not be read at the opening, and the last day of their firms;
                      for a firm its own
    answers, findings, questions   answers about prices to judge, findings to settle, and questions
                      that still wait for their answer until ``answer_by``; for a firm its own
    scored, to_score  quotes with all their scores, and all quotes; for an assessor its own
    silent            homes that were asked to choose and did not
    yes_waiting       homes that must say yes again, until ``yes_by``
    ordering          a round is open until ``freeze_on``
    waive_until       a firm with too few homes must say whether it comes; None: no such question
    homes_left        homes whose firm does not come and that named another one
    rounds_done       every round is over and at least one was built
    to_start_on       the first day on which planned works must begin
    """

    today: date
    lot: LotState
    mode: Mode
    package: PackageState = PackageState.PUBLISHED
    elsewhere: bool = False
    checklist_open: int = 0
    interest_deadline: date | None = None
    to_call: int = 0
    call_by: date | None = None
    groups: int = 0
    invited: int = 0
    quote_deadline: date | None = None
    deadline_over: bool | None = None
    opener: Opener = Opener.NOBODY
    opened_empty: bool = False
    quote: FirmQuote = FirmQuote.NOT_STARTED
    unreadable: int = 0
    unreadable_until: date | None = None
    answers: int = 0
    findings: int = 0
    questions: int = 0
    answer_by: date | None = None
    scored: int = 0
    to_score: int = 0
    standstill_until: date | None = None
    won: bool | None = None
    silent: int = 0
    choose_until: date | None = None
    chosen: bool = False
    yes_waiting: int = 0
    yes_by: date | None = None
    ordering: bool = False
    order_until: date | None = None
    freeze_on: date | None = None
    waive_until: date | None = None
    homes_left: int = 0
    rounds_done: bool = False
    to_measure: int = 0
    disputed: int = 0
    conditions: int = 0
    unsigned: int = 0
    to_agree: int = 0
    to_plan: int = 0
    to_start: int = 0
    to_start_on: date | None = None
    to_hand_over: int = 0

    def past(self, day: date | None) -> bool:
        """The day is over; a day that was never set is not."""
        return day is not None and day < self.today

    @property
    def quotes_are_in(self) -> bool:
        """Nobody can send a quote any more."""
        return self.past(self.quote_deadline) if self.deadline_over is None else self.deadline_over
