"""How much premium comes back for the works in this home?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from renogroep.base.money import ZERO, Money, total
from renogroep.base.text import Text, once, t
from renogroep.base.units import Quantity
from renogroep.financing.rules.premium_steps import (
    SOCIAL,
    Answer,
    Applicant,
    Question,
    answered,
)
from renogroep.financing.rules.tables import PremiumRule
from renogroep.financing.rules.versions import PremiumVersion, is_indicative

__all__ = ["SOCIAL", "Applicant", "PremiumOutcome", "PremiumPart", "PremiumWork", "premiums"]


@dataclass(frozen=True, slots=True)
class PremiumWork:
    """One work as the premium sees it; several of one measure count as one."""

    measure: str  # as in premium.csv: wall_outside, windows_doors, roof, ...
    base_excl_vat: Money
    area: Quantity | None = None  # m²; only asked when the premium is paid per m²


@dataclass(frozen=True, slots=True)
class PremiumPart:
    """What one measure gives inside its cap group; None: not known."""

    measure: str
    base: Money
    amount: Money | None
    reason: Text
    rule: PremiumRule | None = None
    source: str = ""
    requirement: str = ""  # the technical demand, in Dutch as the source gives it
    conditions: tuple[Text, ...] = ()  # what must also be true


@dataclass(frozen=True, slots=True)
class PremiumOutcome:
    """The premium of one cap group, or None with the reason; zero is a known answer, None is not.

    works   the places of its works among those that were asked, from 0
    parts   one per measure; where one is not known, ``amount`` counts the others and ``unsure``
    """

    amount: Money | None
    reason: Text
    group: str = ""
    works: tuple[int, ...] = ()
    parts: tuple[PremiumPart, ...] = ()
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""
    indicative: bool = False
    simulator: str = ""  # address of the official simulator

    @property
    def unsure(self) -> bool:
        """Could it become more than ``amount``, because something is not known?"""
        return self.amount is None or any(part.amount is None for part in self.parts)

    @property
    def conditions(self) -> tuple[Text, ...]:
        """What must also be true, each once."""
        return once(text for part in self.parts for text in part.conditions)

    @property
    def missing(self) -> tuple[Text, ...]:
        """Why a part gives nothing or is not known, each once."""
        if not self.parts:
            return (self.reason,)
        return once(part.reason for part in self.parts if not part.amount)


def premiums(
    version: PremiumVersion | None,
    *,
    on: date,
    who: Applicant,
    works: Sequence[PremiumWork],
) -> tuple[PremiumOutcome, ...]:
    """The premium per cap group under the rules of a day, in the order of the first work of each.

    version   the premium table in force; None or not in force: no amount, a message.
    works     everything of one home that is asked for together.
    raises    ValueError for a negative base.

    Works of one measure are added and their row gives an amount, rounded half up to the cent once;
    areas are added before the highest number of m². The amounts of a group are added, of fixed
    amounts only the highest counts, and the sum is capped at the highest cap of its rows. The
    smallest invoice holds for the group. What is only paid beside other works gives nothing
    without a premium for one of those.

    Rows of low confidence give no amount. Rows that are still to be verified give an amount that
    is marked indicative.

    Source: HOUSEHOLD 2 (2026-11-29); caps per category of works: vlaanderen.be "categorie dak",
    aspgevels.be copy of the official page; DOMAIN 1 (Mijn VerbouwPremie), read 2026-11-29.
    """
    if any(work.base_excl_vat.cents < 0 for work in works):
        raise ValueError("a premium is counted on an amount that is not below zero")
    if version is None or not version.covers(on):
        return _no_version(works)
    groups = _grouped(version, on, works)
    questions = {
        name: tuple(_questions(version, on, who, [works[place] for place in places]))
        for name, places in groups.items()
    }
    answers = {
        question.measure: answered(question) for asked in questions.values() for question in asked
    }
    beside = {
        question.measure: _beside(question, answers[question.measure], answers)
        for asked in questions.values()
        for question in asked
    }
    return tuple(
        _outcome(version, name, groups[name], asked, [beside[q.measure] for q in asked])
        for name, asked in questions.items()
    )


def _no_version(works: Sequence[PremiumWork]) -> tuple[PremiumOutcome, ...]:
    reason = t(
        "The premium rules for this date are not known yet. "
        "Do not count on a premium; ask the energy house."
    )
    places: dict[str, list[int]] = {}
    for place, work in enumerate(works):
        places.setdefault(work.measure, []).append(place)
    return tuple(PremiumOutcome(None, reason, name, tuple(where)) for name, where in places.items())


def _grouped(
    version: PremiumVersion, on: date, works: Sequence[PremiumWork]
) -> dict[str, tuple[int, ...]]:
    """Cap group -> the places of its works; a measure without a group is one by itself."""
    places: dict[str, tuple[int, ...]] = {}
    for place, work in enumerate(works):
        name = version.table.cap_group(work.measure, on)
        places[name] = (*places.get(name, ()), place)
    return places


def _questions(
    version: PremiumVersion, on: date, who: Applicant, works: Sequence[PremiumWork]
) -> Iterable[Question]:
    """One per measure, in the order of its first work."""
    invoice = total(work.base_excl_vat for work in works)
    for measure in dict.fromkeys(work.measure for work in works):
        mine = [work for work in works if work.measure == measure]
        areas = [work.area for work in mine if work.area is not None]
        yield Question(
            table=version.table,
            on=on,
            who=who,
            measure=measure,
            base=total(work.base_excl_vat for work in mine),
            area=sum(areas, Quantity(0)) if len(areas) == len(mine) else None,
            invoice=invoice,
        )


def _beside(question: Question, mine: Answer, answers: dict[str, Answer]) -> Answer:
    """Some amounts are only paid beside a premium for other works.

    Source: vlaanderen.be "dak vanaf 1 juli 2025": "enkel samen met plaatsen van isolatie".
    """
    rule = question.condition("only_with")
    if rule is None or not mine.amount:
        return mine
    others = [answers[name].amount for name in rule.listed if name in answers]
    if any(others):
        return mine
    if None in others:
        reason = t("This premium is only paid beside another one, which is not known yet.")
        return replace(mine, amount=None, reason=reason, source=rule.source)
    reason = t("No premium: it is only paid together with insulation that gets a premium.")
    return replace(mine, amount=ZERO, reason=reason, source=rule.source)


def _outcome(
    version: PremiumVersion,
    group: str,
    places: tuple[int, ...],
    questions: Sequence[Question],
    answers: Sequence[Answer],
) -> PremiumOutcome:
    parts = tuple(_part(*pair) for pair in zip(questions, answers, strict=True))
    amount, cap = _together(parts)
    first = questions[0]
    simulator = first.condition("official_simulator")
    return PremiumOutcome(
        amount=amount,
        reason=_reason(parts, amount, cap),
        group=group,
        works=places,
        parts=parts,
        source=next((part.source for part in parts if part.source), version.source),
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        version_label=version.label,
        indicative=is_indicative(version, first.on)
        or first.who.lets_socially
        or any(part.rule and part.rule.to_verify for part in parts),
        simulator=simulator.text if simulator else "",
    )


def _part(question: Question, answer: Answer) -> PremiumPart:
    rule = answer.rule
    return PremiumPart(
        measure=question.measure,
        base=question.base,
        amount=answer.amount,
        reason=answer.reason,
        rule=rule,
        source=answer.source or (rule.source if rule else ""),
        requirement=rule.requirement_nl if rule and answer.amount else "",
        conditions=_conditions(question) if answer.amount else (),
    )


def _together(parts: Sequence[PremiumPart]) -> tuple[Money | None, Money | None]:
    """What a group gives, and the cap that held it back or None."""
    paid = [part for part in parts if part.amount]
    if not paid:
        return (None if any(part.amount is None for part in parts) else ZERO), None
    fixed = [part.amount for part in paid if part.amount and _is_fixed(part)]
    rest = [part.amount for part in paid if part.amount and not _is_fixed(part)]
    added = total(rest) + max(fixed, default=ZERO)
    caps = [part.rule.highest if part.rule else None for part in paid]
    known = [cap for cap in caps if cap is not None]
    if len(known) < len(caps) or added <= max(known):
        return added, None
    return max(known), max(known)


def _is_fixed(part: PremiumPart) -> bool:
    return part.rule is not None and part.rule.kind == "fixed"


def _reason(parts: Sequence[PremiumPart], amount: Money | None, cap: Money | None) -> Text:
    paid = [part for part in parts if part.amount]
    if len(paid) < 2 or amount is None:
        return (paid or parts)[0].reason
    if cap is not None:
        return t("These works share one maximum: together at most %(cap)s.", cap=cap)
    if all(_is_fixed(part) for part in paid):
        return t("Of these works only the highest premium counts: %(amount)s.", amount=amount)
    return t("These works count together: %(amount)s.", amount=amount)


def _conditions(question: Question) -> tuple[Text, ...]:
    """What a household must still do or be, said in the order in which it comes up."""
    said = []
    untold = question.who.other_dwelling is None and not question.who.lets_socially
    if untold and question.condition("other_dwelling_excluded"):
        said.append(t("You own no other home."))
    if question.condition("contractor_required"):
        said.append(t("A contractor does the works."))
    if question.condition("ventilation_required"):
        said.append(t("All dry rooms have ventilation after the works."))
    months = question.condition("invoice_max_age_months")
    if months:
        said.append(
            t(
                "Ask for the premium after the final invoice, within %(months)s months.",
                months=months.number,
            )
        )
    return tuple(said)
