"""Which question comes next for a resident, and where do the answers lead?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text, t
from renogroep.owners.rules.kinds import HomeUse, Letting, OwnerKind

MAX_QUESTIONS = 8
LOTS = "works"  # the question whose options are the lots of the package
OTHER_WORKS = "other_works"
NOT_NOW = "not_now"
RATHER_NOT = "rather_not"
NEXT_ROUND = t("Tell this owner when the next round starts.")  # what we promise who says "not now"

Answers = Mapping[str, str | Sequence[str]]  # question code -> option code(s), as stored


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. An option that stands ``alone`` cannot be combined with others."""

    code: str
    label: str  # msgid, or the title of a lot
    alone: bool = False


@dataclass(frozen=True, slots=True)
class FlowQuestion:
    """One page. Asked when every condition in ``asked_when`` holds; ``ends_on`` stops the check."""

    code: str
    text: str  # msgid
    hint: str  # msgid
    options: tuple[Option, ...]
    many: bool = False
    asked_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends_on: tuple[str, ...] = ()


Flow = tuple[FlowQuestion, ...]

_LIVE, _RENT_OUT, _CO, _TENANT = "live_here", "rent_out", "co_ownership", "tenant"
OWNER_KINDS: dict[str, OwnerKind] = {
    _LIVE: OwnerKind.OWNER_OCCUPIER,
    _RENT_OUT: OwnerKind.LANDLORD,
    _CO: OwnerKind.CO_OWNERSHIP,
    _TENANT: OwnerKind.TENANT,
}

FLOW_2026: Flow = (
    FlowQuestion(
        "owner_kind",
        N_("What is this home to you?"),
        N_("The owner decides about works, so the next questions depend on this."),
        (
            Option(_LIVE, N_("I own it and live in it")),
            Option(_RENT_OUT, N_("I own it and rent it out")),
            Option(_CO, N_("It is a flat in a building with several owners")),
            Option(_TENANT, N_("I rent it")),
        ),
        ends_on=(_TENANT,),
    ),
    FlowQuestion(
        "house_type",
        N_("How does the house stand?"),
        N_("Houses that touch can share one scaffold."),
        (
            Option("row", N_("Between two other houses")),
            Option("half_open", N_("Against one other house")),
            Option("detached", N_("On its own")),
            Option("unknown", N_("I do not know")),
        ),
        asked_when={"owner_kind": (_LIVE, _RENT_OUT)},
    ),
    FlowQuestion(
        "built_in",
        N_("When was it built?"),
        N_("A guess is fine. Premiums and VAT depend on the age."),
        (
            Option("before_1946", N_("Before 1946")),
            Option("1946_1970", N_("Between 1946 and 1970")),
            Option("1971_1990", N_("Between 1971 and 1990")),
            Option("1991_2005", N_("Between 1991 and 2005")),
            Option("from_2006", N_("In 2006 or later")),
            Option("unknown", N_("I do not know")),
        ),
    ),
    FlowQuestion(
        LOTS,
        N_("Which works would you like?"),
        N_("Choose all that you are thinking of. You decide later."),
        (Option(OTHER_WORKS, N_("Other works than these"), alone=True),),
        many=True,
        ends_on=(OTHER_WORKS,),
    ),
    FlowQuestion(
        "seen",
        N_("What do you see or know about the outside of the building?"),
        N_("Choose all that are true. It does not shut you out: an advisor looks at it with you."),
        (
            Option("asbestos", N_("Slates or panels that may be asbestos")),
            Option("protected", N_("It is protected as heritage")),
            Option("damp", N_("Damp spots on the walls")),
            Option("cables", N_("Cables or meters on the front")),
            Option("none", N_("None of these"), alone=True),
            Option("unknown", N_("I do not know"), alone=True),
        ),
        many=True,
    ),
    FlowQuestion(
        "when",
        N_("When would you want the works?"),
        N_("This binds you to nothing."),
        (
            Option("within_1", N_("Within 1 year")),
            Option("within_5", N_("Within 5 years")),
            Option("not_sure", N_("I am not sure yet")),
            Option(NOT_NOW, N_("Not in the next years")),
        ),
        ends_on=(NOT_NOW,),
    ),
    FlowQuestion(
        "life_stage",
        N_("Which sentence suits you best?"),
        N_("We use this only to bring you together with people in the same situation."),
        (
            Option("starter", N_("I bought this home not long ago")),
            Option("family", N_("There are children at home, or there will be")),
            Option("empty_nest", N_("The children have left home")),
            Option("senior", N_("I want to grow old here")),
            Option("other", N_("None of these sentences")),
            Option(RATHER_NOT, N_("I would rather not say")),
        ),
        asked_when={"owner_kind": (_LIVE,)},
    ),
    FlowQuestion(
        "budget",
        N_("About how much could the works cost you, all together?"),
        N_(
            "For one home, before premiums. A loan counts too. Nobody outside the energy house sees this."
        ),
        (
            Option("under_10", N_("Less than 10,000 euro")),
            Option("10_20", N_("10,000 to 20,000 euro")),
            Option("20_40", N_("20,000 to 40,000 euro")),
            Option("over_40", N_("More than 40,000 euro")),
            Option("unknown", N_("I do not know")),
            Option(RATHER_NOT, N_("I would rather not say")),
        ),
    ),
)


class Ending(StrEnum):
    """Where the check ends. None of them is a dead end."""

    ELIGIBLE = "eligible"
    CHECK_FIRST = "check_first"
    TENANT_SIGNAL = "tenant_signal"
    NOT_NOW = "not_now"
    OTHER_WORKS = "other_works"
    OUTSIDE_AREA = "outside_area"


END_TEXTS: dict[Ending, str] = {
    Ending.ELIGIBLE: N_("Your home seems to fit. You can show interest, without obligation."),
    Ending.CHECK_FIRST: N_(
        "You can show interest, without obligation. An advisor first looks with you at what you saw on the building."
    ),
    Ending.TENANT_SIGNAL: N_(
        "The owner of your home decides about works. You can tell us what bothers you; we do nothing without your yes."
    ),
    Ending.NOT_NOW: N_("That is fine. We can let you know when the next round starts."),
    Ending.OTHER_WORKS: N_("These works are not in this package. An advisor can help you further."),
    Ending.OUTSIDE_AREA: N_(
        "This address is outside the neighbourhood of this package. The energy house helps at every address."
    ),
}


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something that the resident can do now."""

    code: str
    label: str  # msgid


_CALL_ME = NextAction("call_me", N_("Call me"))
_INTEREST = NextAction("leave_contact", N_("Show interest"))
_NEXT_ROUND = NextAction("next_round", N_("Tell me about the next round"))
_OTHER = NextAction("other_packages", N_("See the other packages"))
_SIGNAL = NextAction("send_signal", N_("Tell what bothers you"))

END_ACTIONS: dict[Ending, tuple[NextAction, ...]] = {
    Ending.ELIGIBLE: (_INTEREST, _CALL_ME),
    Ending.CHECK_FIRST: (_INTEREST, _CALL_ME),
    Ending.TENANT_SIGNAL: (_SIGNAL, _CALL_ME),
    Ending.NOT_NOW: (_NEXT_ROUND, _CALL_ME),
    Ending.OTHER_WORKS: (_OTHER, _CALL_ME),
    Ending.OUTSIDE_AREA: (_CALL_ME, _OTHER),
}

CHECK_FIRST_ON = frozenset({"asbestos", "protected"})
_SEEN_FACTS = {
    "asbestos": "asbestos",
    "protected": "protected",
    "damp": "damp",
    "cables": "cables_meters",
}


def flow_for(lots: Mapping[str, str], flow: Flow = FLOW_2026) -> Flow:
    """The flow of one package: its lots (code -> title) become options of the question on works.

    Source: issue 2 of 2026-11-23, 2.2.
    """
    options = tuple(Option(code, title) for code, title in lots.items())
    return tuple(
        replace(question, options=options + question.options) if question.code == LOTS else question
        for question in flow
    )


def chosen(answers: Answers, code: str) -> tuple[str, ...]:
    """The option codes given to a question; empty when it is not answered.

    Accepts one code or a list, as JSON keeps them. Source: FEATURES R02 (2026-11-23).
    """
    value = answers.get(code, ())
    return (value,) if isinstance(value, str) and value else tuple(value)


def path(answers: Answers, flow: Flow) -> tuple[str, ...]:
    """The questions on this resident's way: the answered ones and, if any, the next one.

    Answers to questions that are no longer asked stay stored and are passed over, so Back and
    another choice never lose anything. Source: FEATURES R02 (2026-11-23).
    """
    walked = []
    for question in flow:
        if not _asked(question, answers):
            continue
        walked.append(question.code)
        given = chosen(answers, question.code)
        if not given or set(given) & set(question.ends_on):
            break
    return tuple(walked)


def _asked(question: FlowQuestion, answers: Answers) -> bool:
    return all(
        set(chosen(answers, other)) & set(wanted) for other, wanted in question.asked_when.items()
    )


def next_question(answers: Answers, flow: Flow) -> str | None:
    """The code of the first question without an answer; None when the check is complete.

    Source: FEATURES R02 (2026-11-23).
    """
    last = path(answers, flow)[-1]
    return None if chosen(answers, last) else last


def previous_question(code: str, answers: Answers, flow: Flow) -> str | None:
    """The question before ``code`` on this resident's way; None before the first.

    A question that is not on the way goes back to the last one that is.
    Source: FEATURES R02 (2026-11-23).
    """
    walked = path(answers, flow)
    if code not in walked:
        return walked[-1]
    place = walked.index(code)
    return walked[place - 1] if place else None


def question_of(code: str, flow: Flow) -> FlowQuestion:
    """The question with this code; ValueError when the flow has none.

    Source: FEATURES R02 (2026-11-23).
    """
    for question in flow:
        if question.code == code:
            return question
    raise ValueError(f"no question {code!r}")


def read_answer(question: FlowQuestion, given: Sequence[str]) -> tuple[str, ...]:
    """The chosen option codes, in the order of the page.

    raises   Refused ``question.empty``, ``question.unknown``, ``question.one`` or
             ``question.alone``.
    Source: FEATURES R02 (2026-11-23).
    """
    wanted = set(given)
    if not wanted:
        raise Refused("question.empty", "Choose an answer.")
    options = [option for option in question.options if option.code in wanted]
    if len(options) != len(wanted):
        raise Refused("question.unknown", "Choose an answer from the list.")
    if not question.many and len(options) > 1:
        raise Refused("question.one", "Choose one answer.")
    alone = [option for option in options if option.alone]
    if alone and len(options) > 1:
        raise Refused(
            "question.alone",
            "“%(answer)s” cannot be combined with other answers. Remove one of both.",
            answer=Text(alone[0].label),
        )
    return tuple(option.code for option in options)


def end_state(answers: Answers, flow: Flow, *, in_area: bool = True) -> Ending:
    """Where complete answers lead.

    in_area   False when the address lies outside the neighbourhood: no questions are needed then
    raises    ValueError while a question is left.
    Source: FEATURES R02 and R03 (2026-11-23).
    """
    if not in_area:
        return Ending.OUTSIDE_AREA
    if next_question(answers, flow) is not None:
        raise ValueError("there are questions left")
    if _TENANT in chosen(answers, "owner_kind"):
        return Ending.TENANT_SIGNAL
    if OTHER_WORKS in chosen(answers, LOTS):
        return Ending.OTHER_WORKS
    if NOT_NOW in chosen(answers, "when"):
        return Ending.NOT_NOW
    if CHECK_FIRST_ON & set(chosen(answers, "seen")):
        return Ending.CHECK_FIRST
    return Ending.ELIGIBLE


def facts_from_answers(answers: Answers) -> dict[str, str]:
    """What the answers say about the screening facts, as "yes" or "no".

    "None of these" is no "no": an advisor asks again. Only the tenant follows from who answers.
    Source: FEATURES R18, "asked at interest, confirmed at visit" (2026-11-23).
    """
    facts = {_SEEN_FACTS[code]: "yes" for code in chosen(answers, "seen") if code in _SEEN_FACTS}
    tenant = {_LIVE: "no", _RENT_OUT: "yes"}
    for code in chosen(answers, "owner_kind"):
        if code in tenant:
            facts["tenant"] = tenant[code]
    return facts


def lets(answers: Answers) -> bool:
    """Does a landlord answer? Source: FEATURES R02 (2026-11-23)."""
    return _RENT_OUT in chosen(answers, "owner_kind")


def told_of_home(answers: Answers) -> dict[str, str]:
    """What was said with the name, beside the questions: use of the home, and letting of a landlord.

    Gives the codes; "" for what was not said, or is not on the list. Nobody has to say it here: it is
    asked again before an order. Source: the design of 2026-11-30.
    """
    use = next(iter(chosen(answers, "use")), "")
    letting = next(iter(chosen(answers, "letting")), "") if lets(answers) else ""
    return {
        "use": use if use in set(HomeUse) else "",
        "letting": letting if letting in set(Letting) else "",
    }


def label_of(question: str, option: str, flow: Flow = FLOW_2026) -> str:
    """The words of an option, as a msgid; the code itself when the flow no longer has it.

    Source: FEATURES R19, "budget band you chose" (2026-11-23).
    """
    labels = {o.code: o.label for o in question_of(question, flow).options}
    return labels.get(option, option)
