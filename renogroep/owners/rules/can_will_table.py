"""Which ten questions does an advisor ask, and what does each answer count for?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from renogroep.base.text import N_
from renogroep.owners.rules.cost_range import UNIT_RANGES_2026, UnitRange
from renogroep.owners.rules.kinds import OwnerKind

RATHER_NOT = "rather_not"
INTERPRETER = "interpreter"  # says nothing without the language beside it


class Axis(StrEnum):
    """What an answer says something about; ``support`` counts on neither axis."""

    WILL = "will"
    CAN = "can"
    SUPPORT = "support"


class Blocker(StrEnum):
    """What must be out of the way before works; in the order in which help is given."""

    HELP_FIRST = "help_first"
    DECISION = "decision"
    MONEY = "money"
    STAYING = "staying"


class Barrier(StrEnum):
    """What holds somebody back without being a no."""

    HASSLE = "hassle"
    TRUST = "trust"
    TENANT_PAYS = "tenant_pays"
    LEASE = "lease"


BLOCKER_LABELS: dict[Blocker, str] = {
    Blocker.HELP_FIRST: N_("something must be arranged first"),
    Blocker.DECISION: N_("the owners do not decide together yet"),
    Blocker.MONEY: N_("the money is not there yet"),
    Blocker.STAYING: N_("nobody can stay in the home during the works"),
}

BARRIER_LABELS: dict[Barrier, str] = {
    Barrier.HASSLE: N_("the hassle of works"),
    Barrier.TRUST: N_("trust in contractors or in the outcome"),
    Barrier.TENANT_PAYS: N_("the tenant pays for energy"),
    Barrier.LEASE: N_("the lease must end first"),
}

SIGNS = ("+", "-", "?", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Sign "+", "-" or "?"; "" never counts at this question."""

    code: str
    label: str  # msgid
    sign: str
    barrier: str = ""
    blocker: str = ""
    counts_at: int = 0  # another question at which this answer is a "-"
    only_for: tuple[str, ...] = ()  # owner kinds; empty means all
    alone: bool = False  # cannot be combined with others, where several may be chosen

    def __post_init__(self) -> None:
        if self.sign not in SIGNS:
            raise ValueError(f"answer {self.code}: sign {self.sign!r}")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with its words per owner kind; ``text`` serves every other kind.

    many         several answers may be chosen
    note         what is asked beside it; "" for a free note
    with_range   read aloud with about how much the works of the package cost
    """

    no: int
    axis: Axis
    text: str  # msgid
    answers: tuple[Answer, ...]
    text_for: Mapping[str, str]
    only_with_premium: bool = False
    many: bool = False
    note: str = ""  # msgid
    with_range: bool = False

    def text_of(self, kind: str) -> str:
        """The msgid in the words for this owner kind."""
        return self.text_for.get(kind, self.text)

    def answers_of(self, kind: str) -> tuple[Answer, ...]:
        """The answers that this owner kind may choose."""
        return tuple(a for a in self.answers if not a.only_for or kind in a.only_for)


@dataclass(frozen=True, slots=True)
class CanWillTable:
    """A dated version of the questions, as a rule version holds it."""

    valid_from: str
    source: str
    fresh_months: int
    questions: tuple[Question, ...]
    prices: tuple[UnitRange, ...] = ()

    def question(self, no: int) -> Question:
        """The question with this number; ValueError when there is none."""
        for question in self.questions:
            if question.no == no:
                return question
        raise ValueError(f"no question {no}")

    def answer(self, no: int, code: str) -> Answer:
        """The answer with this code, for any owner kind; ValueError when there is none."""
        for answer in self.question(no).answers:
            if answer.code == code:
                return answer
        raise ValueError(f"question {no} has no answer {code!r}")

    def answers(self, no: int, codes: str) -> tuple[Answer, ...]:
        """The answers with these codes, which stand with spaces between; ValueError as above."""
        return tuple(self.answer(no, code) for code in codes.split())

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for a rule version."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CanWillTable":
        """The table that ``to_json`` wrote, also after a trip through JSON text.

        raises   KeyError, TypeError or ValueError when something is missing or a sign is unknown.
        """
        questions = tuple(
            Question(
                **{
                    **q,
                    "axis": Axis(q["axis"]),
                    "answers": tuple(
                        Answer(**{**a, "only_for": tuple(a["only_for"])}) for a in q["answers"]
                    ),
                }
            )
            for q in data["questions"]
        )
        prices = tuple(UnitRange(**price) for price in data.get("prices", ()))
        return cls(**{**data, "questions": questions, "prices": prices})


_CO = OwnerKind.CO_OWNERSHIP.value
_LANDLORD = OwnerKind.LANDLORD.value
_HOMES = (OwnerKind.OWNER_OCCUPIER.value, _LANDLORD)
_RATHER_NOT = Answer(RATHER_NOT, N_("Prefer not to say"), "", alone=True)
_UNKNOWN = Answer("unknown", N_("Do not know"), "?", alone=True)

_BOTHERS = Question(
    1,
    Axis.WILL,
    N_("What bothers you about the home now?"),
    (
        Answer("cold", N_("It is cold or draughty"), "+"),
        Answer("bill", N_("The energy bill is high"), "+"),
        Answer("damp", N_("There is damp or mould"), "+"),
        Answer("noise", N_("There is noise from outside"), "+"),
        Answer("obligation", N_("I have to renovate by law"), "+"),
        Answer("nothing", N_("Nothing"), "-", alone=True),
        _UNKNOWN,
        _RATHER_NOT,
    ),
    {_CO: N_("What bothers the residents about the building now?")},
    many=True,
)
_WHEN = Question(
    2,
    Axis.WILL,
    N_("When would you want works?"),
    (
        Answer("within_1", N_("Within 1 year"), "+"),
        Answer("within_5", N_("Within 5 years"), "+"),
        Answer("not", N_("Not at all"), "-"),
        _UNKNOWN,
        _RATHER_NOT,
    ),
    {_CO: N_("When can works come on the agenda of the general meeting?")},
)
_HOLDS_BACK = Question(
    3,
    Axis.WILL,
    N_("What holds you back?"),
    (
        Answer("nothing", N_("Nothing"), "+"),
        Answer("hassle", N_("The hassle"), "+", barrier=Barrier.HASSLE),
        Answer("trust", N_("I do not trust that it will go well"), "+", barrier=Barrier.TRUST),
        Answer(
            "tenant_pays",
            N_("The tenant pays for energy"),
            "+",
            barrier=Barrier.TENANT_PAYS,
            only_for=(_LANDLORD,),
        ),
        Answer("money", N_("Money"), "", blocker=Blocker.MONEY, counts_at=8),
        Answer("leaving", N_("I will move or sell within 2 years"), "-", only_for=_HOMES),
        Answer("other", N_("Something else"), "?"),
        _RATHER_NOT,
    ),
    {_CO: N_("What holds the co-owners back?")},
)
_NEXT_STEP = Question(
    4,
    Axis.WILL,
    N_("May we plan a next step?"),
    (
        Answer("dated", N_("Yes, with a date"), "+"),
        Answer("no", N_("No"), "-"),
        Answer("later", N_("Later"), "?"),
        _RATHER_NOT,
    ),
    {_CO: N_("May the works come on the agenda of the next meeting?")},
)
_DECIDES = Question(
    5,
    Axis.CAN,
    N_("Who must decide with you?"),
    (
        Answer("alone", N_("Nobody, I decide alone"), "+", only_for=_HOMES),
        Answer("all_agree", N_("Others, and all agree"), "+", only_for=_HOMES),
        Answer("majority", N_("A majority is within reach"), "+", only_for=(_CO,)),
        Answer("dispute", N_("There is a dispute"), "-", blocker=Blocker.DECISION),
        Answer(
            "undivided",
            N_("The home is undivided (inheritance, divorce)"),
            "-",
            blocker=Blocker.DECISION,
            only_for=_HOMES,
        ),
        Answer("no_agreement", N_("They do not agree"), "-", blocker=Blocker.DECISION),
        Answer("not_asked", N_("Not asked yet"), "?"),
        _RATHER_NOT,
    ),
    {_CO: N_("Is a majority in the general meeting within reach?")},
)
_STAYS = Question(
    6,
    Axis.CAN,
    N_("Can you stay in the home during the works?"),
    (
        Answer("yes", N_("Yes"), "+"),
        Answer(
            "lease_ends",
            N_("The works can wait for the end of the lease"),
            "+",
            barrier=Barrier.LEASE,
            only_for=(_LANDLORD,),
        ),
        Answer("no", N_("No"), "-", blocker=Blocker.STAYING),
        _UNKNOWN,
        _RATHER_NOT,
    ),
    {
        _LANDLORD: N_(
            "Can your tenant stay in the home during the works, and when does the lease end?"
        ),
        _CO: N_("Can the residents stay in the building during the works?"),
    },
)
_FIRST = Question(
    7,
    Axis.CAN,
    N_("Must something be arranged first? We ask for no details."),
    (
        Answer("no", N_("No"), "+"),
        Answer("yes", N_("Yes"), "-", blocker=Blocker.HELP_FIRST),
        _RATHER_NOT,
    ),
    {},
)
_PAYS = Question(
    8,
    Axis.CAN,
    N_("How would you pay for the works of this package?"),
    (
        Answer("savings", N_("With savings"), "+", only_for=_HOMES),
        Answer("reserve_fund", N_("With the reserve fund"), "+", only_for=(_CO,)),
        Answer("loan_confirmed", N_("With a loan that is confirmed"), "+"),
        Answer("loan_not_asked", N_("With a loan that is not asked yet"), "?"),
        Answer("impossible", N_("It is not possible"), "-", blocker=Blocker.MONEY),
        _UNKNOWN,
        _RATHER_NOT,
    ),
    {_CO: N_("How would the co-ownership pay: from the reserve fund or with a loan?")},
    with_range=True,
)
_ADVANCES = Question(
    9,
    Axis.CAN,
    N_("Can you pay the invoice first and wait for the premium?"),
    (
        Answer("yes", N_("Yes"), "+"),
        Answer("no", N_("No"), "-", blocker=Blocker.MONEY),
        _UNKNOWN,
        _RATHER_NOT,
    ),
    {},
    only_with_premium=True,
)
_HELP = Question(
    10,
    Axis.SUPPORT,
    N_("Which help would you like, and in which language?"),
    (
        Answer("none", N_("No help, I manage"), "", alone=True),
        Answer("compare", N_("Help to compare quotes"), ""),
        Answer("paperwork", N_("Help with papers"), ""),
        Answer("visit", N_("Somebody who comes by"), ""),
        Answer(INTERPRETER, N_("Somebody who speaks my language"), ""),
        _RATHER_NOT,
    ),
    {},
    many=True,
    note=N_("In which language?"),
)

CAN_WILL_2026 = CanWillTable(
    valid_from="2026-11-23",
    source="ROUTING 2026-11-23, questions; SCP 2021-17 and VERD 2013 for the two axes",
    fresh_months=12,
    questions=(
        _BOTHERS,
        _WHEN,
        _HOLDS_BACK,
        _NEXT_STEP,
        _DECIDES,
        _STAYS,
        _FIRST,
        _PAYS,
        _ADVANCES,
        _HELP,
    ),
    prices=UNIT_RANGES_2026,
)
