"""What does the row of one measure give this home, or why does it give nothing?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from renogroep.base.money import ZERO, Money
from renogroep.base.text import Text, t
from renogroep.base.units import QUANTITY_SCALE, Quantity
from renogroep.financing.rules.rows import CATEGORIES, OWNER_KINDS, check_known, in_force
from renogroep.financing.rules.tables import PremiumCondition, PremiumRule, PremiumTable
from renogroep.financing.rules.vat import building_age

HIGHEST_INCOME = 1
SOCIAL = "social"
LETTINGS = ("", SOCIAL)  # "": let by the owner, or not asked


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the premium rules need to know of a home and of who asks.

    category        1 (highest income) to 4; None when unknown or not told
    build_year      the age counts by calendar year (year of the day minus building year)
    owner_kind      owner_occupier, landlord, co_ownership, tenant
    other_dwelling  True: counted as category 1. None: not told, the category that was told is
                    trusted and the condition is repeated
    letting         "social": a landlord through a woonmaatschappij; counted as category 4
    private_use     False: mainly for business. None: not asked, counted as a home
    """

    category: int | None
    build_year: int | None
    owner_kind: str
    other_dwelling: bool | None = None
    letting: str = ""
    private_use: bool | None = True

    def __post_init__(self) -> None:
        check_known(self.owner_kind, OWNER_KINDS, "owner kind")
        check_known(self.letting, LETTINGS, "letting")
        if self.category is not None:
            check_known(self.category, CATEGORIES, "category")

    @property
    def lets(self) -> bool:
        """A landlord on the private market."""
        return self.owner_kind == "landlord" and self.letting != SOCIAL

    @property
    def lets_socially(self) -> bool:
        """A landlord through a woonmaatschappij."""
        return self.owner_kind == "landlord" and self.letting == SOCIAL


@dataclass(frozen=True, slots=True)
class Question:
    """One measure of one home on a day, all its works added."""

    table: PremiumTable
    on: date
    who: Applicant
    measure: str
    base: Money  # excl. VAT
    area: Quantity | None
    invoice: Money  # of the whole cap group, excl. VAT

    def condition(self, code: str) -> PremiumCondition | None:
        """The condition that holds for this measure on the day."""
        return self.table.condition(code, self.measure, self.on)

    @property
    def counted_category(self) -> int | None:
        """The category whose row counts, which may be another one than the household's own."""
        if self.who.lets_socially:
            social = self.condition("social_letting")
            return social.categories[0] if social else None
        if self.who.lets:
            return HIGHEST_INCOME
        excluded = self.condition("other_dwelling_excluded")
        if not self.who.other_dwelling or excluded is None:
            return self.who.category
        outside = self.who.category is None or self.who.category in excluded.categories
        return HIGHEST_INCOME if outside else self.who.category

    @property
    def rule(self) -> PremiumRule | None:
        """The row that counts."""
        category = self.counted_category
        return None if category is None else self.table.rule(self.measure, category, self.on)


@dataclass(frozen=True, slots=True)
class Answer:
    """An amount, or None with the reason; zero is a known answer, None is not."""

    amount: Money | None
    reason: Text
    source: str = ""
    rule: PremiumRule | None = None


def answered(question: Question) -> Answer:
    """The first question that has an answer decides.

    What is certainly nothing (too young, small invoice, category without premium) is zero with its
    reason. What we do not know is None, never a number.
    """
    return next(found for step in _STEPS if (found := step(question)))


def _by_use(question: Question) -> Answer | None:
    if question.who.private_use is not False:
        return None
    rule = question.condition("non_residential_excluded")
    if rule:
        reason = t("No premium for a building that is used mainly for business.")
        return Answer(ZERO, reason, rule.source)
    return Answer(
        None, t("The premium for a building that is used mainly for business is not known here.")
    )


def _by_owner(question: Question) -> Answer | None:
    kind = question.who.owner_kind
    if kind == "owner_occupier":
        return None
    if question.who.lets_socially:
        if question.condition("social_letting"):
            return None
        return Answer(
            None,
            t("The premium for who lets through a housing company is not known for this date."),
        )
    if kind == "landlord":
        return _private_landlord(question)
    if kind == "co_ownership":
        reason = t("The premium of a co-ownership depends on the building. Ask the energy house.")
        return Answer(None, reason)
    return Answer(None, t("Only the owner can ask for this premium. Ask your landlord."))


def _private_landlord(question: Question) -> Answer | None:
    """Nothing where the highest income gets nothing; what it does get is not known since 2026.

    Until then a landlord counted as the highest income, for the measures that the condition names.
    Source: mvp_conditions, private_landlord (wonenleieschelde.be), read 2026-11-29.
    """
    as_highest = [
        condition
        for condition in question.table.conditions
        if condition.code == "landlord_as_highest"
        and in_force(condition.valid_from, condition.valid_until, question.on)
    ]
    if as_highest:
        if question.condition("landlord_as_highest"):
            return None
        reason = t("No premium for this work in a home that you let.")
        return Answer(ZERO, reason, as_highest[0].source)
    excluded = question.condition("landlord_excluded")
    rule = question.rule
    if excluded and rule and rule.kind == "none":
        reason = t(
            "No premium is counted for a home that you let. If you let through a housing "
            "company, ask the energy house what you can get."
        )
        return Answer(ZERO, reason, excluded.source)
    return Answer(None, t("The premium for landlords is not known yet. Ask the energy house."))


def _too_young(question: Question) -> Answer | None:
    rule = question.condition("min_building_age")
    year = question.who.build_year
    if rule is None or rule.number is None or year is None:
        return None
    if building_age(year, question.on) >= rule.number:
        return None
    reason = t(
        "No premium: the home was built in %(year)s and must be at least %(years)s years old.",
        year=str(year),
        years=rule.number,
    )
    return Answer(ZERO, reason, rule.source)


def _too_small(question: Question) -> Answer | None:
    rule = question.condition("min_invoice")
    if rule is None or rule.amount_eur is None or question.invoice >= rule.amount_eur:
        return None
    reason = t(
        "No premium: the invoice must be at least %(minimum)s excl. VAT.", minimum=rule.amount_eur
    )
    return Answer(ZERO, reason, rule.source)


def _no_category(question: Question) -> Answer | None:
    if question.counted_category is not None:
        return None
    reason = t(
        "Tell us your income category to see the premium. You never have to tell your income."
    )
    return Answer(None, reason)


def _no_row(question: Question) -> Answer | None:
    rule = question.rule
    if rule is not None and rule.confidence != "low":
        return None
    reason = t(
        "The premium for this work and this income category is not sure. Ask the energy house."
    )
    return Answer(None, reason, rule=rule)


def _nothing(question: Question) -> Answer | None:
    rule = question.rule
    if rule is None or rule.kind != "none":
        return None
    if rule.category != question.who.category and question.who.other_dwelling:
        reason = t(
            "No premium: who owns another home counts as income category %(category)s, "
            "and that category gets no premium for this work.",
            category=rule.category,
        )
    else:
        reason = t(
            "No premium for this work in income category %(category)s.", category=rule.category
        )
    return Answer(ZERO, reason, rule=rule)


def _unknown_year(question: Question) -> Answer | None:
    if question.who.build_year is not None or not question.condition("min_building_age"):
        return None
    return Answer(None, t("Tell us the building year to see the premium."), rule=question.rule)


def _amount(question: Question) -> Answer:
    rule = question.rule
    if rule is None:
        raise ValueError("an amount needs a rule")
    if rule.kind == "pct_cap":
        return _percent_of_invoice(rule, question)
    if rule.kind == "per_m2":
        return _per_square_metre(rule, question)
    if rule.kind == "fixed" and rule.fixed_eur is not None:
        amount = _at_most_share(rule.fixed_eur, rule, question.base)
        return Answer(amount, t("A fixed amount of %(amount)s.", amount=amount), rule=rule)
    reason = t(
        "At most %(cap)s; how it is counted is not known yet. Ask the energy house.",
        cap=rule.cap_eur,
    )
    return Answer(None, reason, rule=rule)


def _percent_of_invoice(rule: PremiumRule, question: Question) -> Answer:
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
    return Answer(amount, reason, rule=rule)


def _per_square_metre(rule: PremiumRule, question: Question) -> Answer:
    if question.area is None:
        reason = t("The premium is counted per m². It can be shown once the home is measured.")
        return Answer(None, reason, rule=rule)
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
    return Answer(amount, reason, rule=rule)


def _at_most_share(amount: Money, rule: PremiumRule, base: Money) -> Money:
    """Some premiums stop at a share of the invoice excl. VAT."""
    if rule.invoice_percent_ceiling is None:
        return amount
    return min(amount, base.percent(rule.invoice_percent_ceiling))


_STEPS: tuple[Callable[[Question], Answer | None], ...] = (
    _by_use,
    _by_owner,
    _too_young,
    _too_small,
    _no_category,
    _no_row,
    _nothing,
    _unknown_year,
    _amount,
)
