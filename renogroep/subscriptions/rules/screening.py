"""Does this home fit the works, and which extra work comes with it?"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text, t

ANY = "*"
FACADE, JOINERY = "wall_outside", "windows_doors"  # measure codes of the premium rules

# Source: schulinck.be, nav.be, omgeving.vlaanderen.be (DOMAIN 2026-11-23, section 8).


class Known(StrEnum):
    """What we know of a fact."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What a "yes" does to the works."""

    ADDS = "adds"
    BLOCKS = "blocks"


class Outcome(StrEnum):
    """The result for a home."""

    FIT = "fit"
    FIT_WITH_CHANGE = "fit_with_change"
    NOT_FIT = "not_fit"
    INCOMPLETE = "incomplete"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.FIT: N_("The home fits"),
    Outcome.FIT_WITH_CHANGE: N_("The home fits, with extra work"),
    Outcome.NOT_FIT: N_("The home does not fit"),
    Outcome.INCOMPLETE: N_("Something must still be asked"),
}

# The move of rules.lifecycle that follows; an incomplete screening moves nothing.
MOVE_OF: dict[Outcome, str] = {
    Outcome.FIT: "screen_fit",
    Outcome.FIT_WITH_CHANGE: "screen_with_change",
    Outcome.NOT_FIT: "screen_not_fit",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to ask about a home."""

    code: str
    question: str  # msgid


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What a "yes" to a fact does to one measure, or to any ("*")."""

    fact: str
    measure: str
    effect: Effect
    words: str  # msgid: the reason (blocks) or the extra work (adds)
    source: str


@dataclass(frozen=True, slots=True)
class ScreeningTable:
    """A dated version of the knock-out list, as a rule version holds it."""

    valid_from: str
    source: str
    facts: tuple[Fact, ...]
    effects: tuple[EffectRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for a rule version."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ScreeningTable":
        """The table that ``to_json`` wrote; KeyError, TypeError or ValueError when it is not."""
        facts = tuple(Fact(**fact) for fact in data["facts"])
        effects = tuple(EffectRow(**{**e, "effect": Effect(e["effect"])}) for e in data["effects"])
        return cls(**{**data, "facts": facts, "effects": effects})

    def rows_for(self, fact: str, measure: str) -> tuple[EffectRow, ...]:
        """The rows by which this fact touches this measure."""
        return tuple(
            row for row in self.effects if row.fact == fact and row.measure in (ANY, measure)
        )


_PRACTICE = "R18 of FEATURES 2026-11-23; practice of energy houses, to confirm on the visit"
_PERMIT = "Façade permit rule: schulinck.be, nav.be, omgeving.vlaanderen.be (DOMAIN 2026-11-23, 8)"

SCREENING_2026 = ScreeningTable(
    valid_from="2026-11-23",
    source="FEATURES R18 and DOMAIN section 8, 2026-11-23",
    facts=(
        Fact("asbestos", N_("Are there slates, panels or sills that may be asbestos?")),
        Fact("protected", N_("Is the building or its façade protected as heritage?")),
        Fact(
            "building_line",
            N_(
                "Does the façade stand on the building line, so that insulation comes over the pavement?"
            ),
        ),
        Fact("damp", N_("Is there rising damp, or damp that comes through the wall?")),
        Fact("cables_meters", N_("Are there cables, meters or lamps of the street on the façade?")),
        Fact("tenant", N_("Does a tenant live in the home?")),
        Fact("permit", N_("Did the municipality say that these works need a permit?")),
        Fact(
            "shared_wall",
            N_(
                "Does a wall that gets insulation belong to a neighbour too, or stand on the neighbour's ground?"
            ),
        ),
    ),
    effects=(
        EffectRow(
            "asbestos",
            FACADE,
            Effect.ADDS,
            N_("A recognised firm removes the asbestos before the insulation comes."),
            _PRACTICE,
        ),
        EffectRow(
            "asbestos",
            JOINERY,
            Effect.ADDS,
            N_("A recognised firm removes asbestos sills and panels before the new windows come."),
            _PRACTICE,
        ),
        EffectRow(
            "protected",
            FACADE,
            Effect.BLOCKS,
            N_(
                "A protected façade may not be covered on the outside. Ask the advisor about insulation on the inside."
            ),
            _PERMIT,
        ),
        EffectRow(
            "protected",
            JOINERY,
            Effect.ADDS,
            N_("Heritage must agree with the shape and the material of the new windows first."),
            _PRACTICE,
        ),
        EffectRow(
            "building_line",
            FACADE,
            Effect.ADDS,
            N_(
                "A permit is needed to build over the building line, at most 14 cm unless the road manager agrees to more. The municipality can ask one permit for all."
            ),
            _PERMIT,
        ),
        EffectRow(
            "damp",
            FACADE,
            Effect.ADDS,
            N_("The cause of the damp is treated first, and the wall dries."),
            _PRACTICE,
        ),
        EffectRow(
            "cables_meters",
            FACADE,
            Effect.ADDS,
            N_("The network companies move cables, meters and lamps before the scaffold comes."),
            _PRACTICE,
        ),
        EffectRow(
            "tenant",
            ANY,
            Effect.ADDS,
            N_("The owner tells the tenant in writing and agrees on the days of the works."),
            _PRACTICE,
        ),
        EffectRow(
            "permit",
            ANY,
            Effect.ADDS,
            N_("The permit must be there before the order becomes final."),
            _PERMIT,
        ),
        EffectRow(
            "shared_wall", FACADE, Effect.ADDS, N_("The neighbour agrees in writing."), _PRACTICE
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Screening:
    """The outcome with its reasons, the extra work, which works fit, and what is still to ask."""

    outcome: Outcome
    reasons: tuple[Text, ...]
    extra_work: tuple[Text, ...]
    fit_measures: frozenset[str]
    to_ask: tuple[str, ...]


def screen(
    facts: Mapping[str, str], measures: Collection[str], table: ScreeningTable = SCREENING_2026
) -> Screening:
    """Whether a home fits the works that its owner wants.

    facts      fact code -> "yes", "no" or "unknown"; a fact that is not given is unknown
    measures   measure codes of the lots that the owner wants
    returns    not_fit when every measure is blocked; incomplete while a fact that touches a measure
               that is not blocked is unknown; fit_with_change when work is added or some measure
               drops out; else fit. Facts that touch none of the measures are not asked.
    raises     Refused ``screening.no_works`` without measures; ValueError for an unknown fact or
               answer.

    Source: FEATURES R18 and DOMAIN 2026-11-23, section 8.
    """
    if not measures:
        raise Refused(
            "screening.no_works", "Choose at least one kind of works before you screen the home."
        )
    known = _checked(facts, table)
    blocking = [
        (measure, row)
        for measure in sorted(measures)
        for row in _rows(known, measure, table)
        if row.effect == Effect.BLOCKS
    ]
    fit = frozenset(measures) - {measure for measure, _ in blocking}
    adding = [row for measure in sorted(fit) for row in _rows(known, measure, table)]
    to_ask = tuple(
        fact
        for fact, answer in known.items()
        if answer == Known.UNKNOWN and any(table.rows_for(fact, measure) for measure in fit)
    )
    extra_work = tuple(Text(words) for words in dict.fromkeys(row.words for row in adding))
    outcome = _outcome(fit, to_ask, changed=bool(extra_work or blocking))
    reasons = [Text(words) for words in dict.fromkeys(row.words for _, row in blocking)]
    if fit and blocking:
        reasons.append(t("The other works that you chose do fit."))
    reasons += [
        t("Still to ask: %(question)s", question=Text(f.question))
        for f in table.facts
        if f.code in to_ask
    ]
    reasons += extra_work
    if outcome == Outcome.FIT:
        reasons.append(t("Nothing stands in the way of the works that you chose."))
    return Screening(outcome, tuple(reasons), extra_work, fit, to_ask)


def _checked(facts: Mapping[str, str], table: ScreeningTable) -> dict[str, Known]:
    """Every fact of the table with its answer, in the order of the table."""
    codes = [fact.code for fact in table.facts]
    strange = set(facts) - set(codes)
    if strange:
        raise ValueError(f"unknown facts {sorted(strange)}")
    return {code: Known(facts.get(code, Known.UNKNOWN)) for code in codes}


def _rows(known: Mapping[str, Known], measure: str, table: ScreeningTable) -> list[EffectRow]:
    """The rows that a "yes" sets off for this measure."""
    return [
        row
        for fact, answer in known.items()
        if answer == Known.YES
        for row in table.rows_for(fact, measure)
    ]


def _outcome(fit: frozenset[str], to_ask: tuple[str, ...], *, changed: bool) -> Outcome:
    if not fit:
        return Outcome.NOT_FIT
    if to_ask:
        return Outcome.INCOMPLETE
    return Outcome.FIT_WITH_CHANGE if changed else Outcome.FIT
