"""How much premium comes back for one measure in this home?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from renogroep.base.money import ZERO, Money
from renogroep.base.text import Text, t
from renogroep.base.units import QUANTITY_SCALE, Quantity
from renogroep.financing.rules.rows import CATEGORIES, OWNER_KINDS, check_known
from renogroep.financing.rules.tables import PremiumCondition, PremiumRule, PremiumTable
from renogroep.financing.rules.vat import building_age
from renogroep.financing.rules.versions import PremiumVersion, is_indicative

HIGHEST_INCOME = 1


@dataclass(frozen=True, slots=True)
class PremiumOutcome:
    """A premium, or None with the reason; zero is a known answer, None is not."""

    amount: Money | None
    reason: Text
    rule: PremiumRule | None = None
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""
    indicative: bool = False
    requirement: str = ""  # the technical demand, in Dutch as the source gives it
    conditions: tuple[Text, ...] = ()  # what must also be true
    simulator: str = ""  # address of the official simulator


@dataclass(frozen=True, slots=True)
class _Question:
    table: PremiumTable
    on: date
    measure: str
    category: int | None
    base: Money
    area: Quantity | None
    build_year: int | None
    owner_kind: str
    other_dwelling: bool | None

    def condition(self, code: str) -> PremiumCondition | None:
        return self.table.condition(code, self.measure, self.on)

    @property
    def counted_category(self) -> int | None:
        """Who owns another home cannot be in the lower categories: counts as the highest income."""
        excluded = self.condition("other_dwelling_excluded")
        if not self.other_dwelling or excluded is None:
            return self.category
        outside = self.category is None or self.category in excluded.categories
        return HIGHEST_INCOME if outside else self.category

    @property
    def rule(self) -> PremiumRule | None:
        category = self.counted_category
        return None if category is None else self.table.rule(self.measure, category, self.on)


@dataclass(frozen=True, slots=True)
class _Answer:
    amount: Money | None
    reason: Text
    source: str = ""
    rule: PremiumRule | None = field(default=None)


def premium(
    version: PremiumVersion | None,
    *,
    on: date,
    measure: str,
    category: int | None,
    base_excl_vat: Money,
    area: Quantity | None,
    build_year: int | None,
    owner_kind: str,
    other_dwelling: bool | None,
) -> PremiumOutcome:
    """The premium for one measure under the rules of a day, rounded half up to the cent.

    version         the premium table in force; None or not in force: no amount, a message.
    measure         as in premium.csv: wall_outside, windows_doors, roof, ...
    category        1 (highest income) to 4; None when unknown or not told: no amount, a message.
    base_excl_vat   what this measure costs, excl. VAT.
    area            m²; only asked when the premium is paid per m².
    build_year      the age counts by calendar year (year of ``on`` minus building year).
    owner_kind      owner_occupier, landlord, co_ownership, tenant.
    other_dwelling  True: counted as category 1. None: not told, the category that was told is
                    trusted and the condition is repeated in ``conditions``.
    raises          ValueError for a negative base or an unknown category or owner kind.

    What is certainly nothing (landlord, too young, small invoice, category without premium) is
    zero with its reason. What we do not know is None, never a number. Rows of low confidence give
    no amount. Rows that are still to be verified give an amount that is marked indicative.

    Source: MONEY, worked example; DOMAIN 1 (Mijn VerbouwPremie from 2026-03-01), read 2026-11-23.
    """
    check_known(owner_kind, OWNER_KINDS, "owner kind")
    if category is not None:
        check_known(category, CATEGORIES, "category")
    if base_excl_vat.cents < 0:
        raise ValueError("a premium is counted on an amount that is not below zero")
    if version is None or not version.covers(on):
        return PremiumOutcome(
            None,
            t(
                "The premium rules for this date are not known yet. "
                "Do not count on a premium; ask the energy house."
            ),
        )
    question = _Question(
        version.table, on, measure, category, base_excl_vat, area, build_year, owner_kind,
        other_dwelling,
    )  # fmt: skip
    answer = next(found for step in _STEPS if (found := step(question)))
    return _outcome(version, question, answer)


def _outcome(version: PremiumVersion, question: _Question, answer: _Answer) -> PremiumOutcome:
    rule = answer.rule
    simulator = question.condition("official_simulator")
    return PremiumOutcome(
        amount=answer.amount,
        reason=answer.reason,
        rule=rule,
        source=answer.source or (rule.source if rule else version.source),
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        version_label=version.label,
        indicative=is_indicative(version, question.on) or bool(rule and rule.to_verify),
        requirement=rule.requirement_nl if rule and answer.amount else "",
        conditions=_conditions(question) if answer.amount else (),
        simulator=simulator.text if simulator else "",
    )


def _conditions(question: _Question) -> tuple[Text, ...]:
    """What a household must still do or be, said in the order in which it comes up."""
    said = []
    if question.other_dwelling is None and question.condition("other_dwelling_excluded"):
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


# --- the questions in their order; the first that has an answer decides ----------------------


def _by_owner(question: _Question) -> _Answer | None:
    if question.owner_kind == "owner_occupier":
        return None
    if question.owner_kind == "landlord":
        rule = question.condition("landlord_excluded")
        if rule:
            reason = t(
                "No premium is counted for a home that you let. If you let through a housing "
                "company, ask the energy house what you can get."
            )
            return _Answer(ZERO, reason, rule.source)
        return _Answer(None, t("The premium for landlords is not known yet. Ask the energy house."))
    if question.owner_kind == "co_ownership":
        reason = t("The premium of a co-ownership depends on the building. Ask the energy house.")
        return _Answer(None, reason)
    return _Answer(None, t("Only the owner can ask for this premium. Ask your landlord."))


def _too_young(question: _Question) -> _Answer | None:
    rule = question.condition("min_building_age")
    if rule is None or rule.number is None or question.build_year is None:
        return None
    if building_age(question.build_year, question.on) >= rule.number:
        return None
    reason = t(
        "No premium: the home was built in %(year)s and must be at least %(years)s years old.",
        year=str(question.build_year),
        years=rule.number,
    )
    return _Answer(ZERO, reason, rule.source)


def _too_small(question: _Question) -> _Answer | None:
    rule = question.condition("min_invoice")
    if rule is None or rule.amount_eur is None or question.base >= rule.amount_eur:
        return None
    reason = t(
        "No premium: the invoice must be at least %(minimum)s excl. VAT.", minimum=rule.amount_eur
    )
    return _Answer(ZERO, reason, rule.source)


def _no_category(question: _Question) -> _Answer | None:
    if question.counted_category is not None:
        return None
    reason = t(
        "Tell us your income category to see the premium. You never have to tell your income."
    )
    return _Answer(None, reason)


def _no_row(question: _Question) -> _Answer | None:
    rule = question.rule
    if rule is not None and rule.confidence != "low":
        return None
    reason = t(
        "The premium for this work and this income category is not sure. Ask the energy house."
    )
    return _Answer(None, reason, rule=rule)


def _nothing(question: _Question) -> _Answer | None:
    rule = question.rule
    if rule is None or rule.kind != "none":
        return None
    if rule.category != question.category:
        reason = t(
            "No premium: who owns another home counts as income category %(category)s, "
            "and that category gets no premium for this work.",
            category=rule.category,
        )
    else:
        reason = t(
            "No premium for this work in income category %(category)s.", category=rule.category
        )
    return _Answer(ZERO, reason, rule=rule)


def _unknown_year(question: _Question) -> _Answer | None:
    if question.build_year is not None or not question.condition("min_building_age"):
        return None
    return _Answer(None, t("Tell us the building year to see the premium."), rule=question.rule)


def _amount(question: _Question) -> _Answer:
    rule = question.rule
    if rule is None:
        raise ValueError("an amount needs a rule")
    if rule.kind == "pct_cap":
        return _percent_of_invoice(rule, question)
    if rule.kind == "per_m2":
        return _per_square_metre(rule, question)
    if rule.kind == "fixed" and rule.fixed_eur is not None:
        amount = _at_most_share(rule.fixed_eur, rule, question.base)
        return _Answer(amount, t("A fixed amount of %(amount)s.", amount=amount), rule=rule)
    reason = t(
        "At most %(cap)s; how it is counted is not known yet. Ask the energy house.",
        cap=rule.cap_eur,
    )
    return _Answer(None, reason, rule=rule)


def _percent_of_invoice(rule: PremiumRule, question: _Question) -> _Answer:
    if rule.percent is None or rule.cap_eur is None:
        raise ValueError("a percentage needs a cap")
    amount = min(question.base.percent(rule.percent), rule.cap_eur)
    reason = t(
        "%(percent)s %% of %(base)s (excl. VAT), at most %(cap)s, for income category %(category)s.",
        percent=rule.percent,
        base=question.base,
        cap=rule.cap_eur,
        category=rule.category,
    )
    return _Answer(amount, reason, rule=rule)


def _per_square_metre(rule: PremiumRule, question: _Question) -> _Answer:
    if question.area is None:
        reason = t("The premium is counted per m². It can be shown once the home is measured.")
        return _Answer(None, reason, rule=rule)
    if rule.eur_per_m2 is None:
        raise ValueError("a premium per m² needs an amount per m²")
    limit = None if rule.max_m2 is None else Quantity.of(rule.max_m2)
    counted = question.area if limit is None else min(question.area, limit)
    by_area = rule.eur_per_m2.times(Fraction(counted.scaled, QUANTITY_SCALE))
    amount = _at_most_share(by_area, rule, question.base)
    if amount < by_area:
        reason = t(
            "%(percent)s %% of the invoice excl. VAT, the most that this premium can be.",
            percent=rule.invoice_percent_ceiling,
        )
    else:
        reason = t("%(area)s m² at %(price)s per m².", area=counted, price=rule.eur_per_m2)
    return _Answer(amount, reason, rule=rule)


def _at_most_share(amount: Money, rule: PremiumRule, base: Money) -> Money:
    """Some premiums stop at a share of the invoice excl. VAT."""
    if rule.invoice_percent_ceiling is None:
        return amount
    return min(amount, base.percent(rule.invoice_percent_ceiling))


_STEPS: tuple[Callable[[_Question], _Answer | None], ...] = (
    _by_owner,
    _too_young,
    _too_small,
    _no_category,
    _no_row,
    _nothing,
    _unknown_year,
    _amount,
)
