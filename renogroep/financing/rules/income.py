"""Which income categories may a household choose from, and where do they end?"""

from dataclasses import dataclass
from datetime import date

from renogroep.base.money import Money
from renogroep.financing.rules.rows import in_force
from renogroep.financing.rules.versions import IncomeVersion


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A category and the highest yearly income in it; None: there is no highest."""

    category: int
    label_nl: str
    up_to: Money | None
    other_dwelling_excluded: bool
    source: str


def ceilings(
    version: IncomeVersion | None, *, on: date, couple: bool, dependants: int
) -> tuple[Ceiling, ...]:
    """The ceilings to show beside the question, lowest income first; none without a valid rule.

    couple       do two adults live here together?
    dependants   people who depend on them for tax.
    raises       ValueError for a negative number of dependants.

    A single person with dependants has the ceiling of a couple, and only the second and later
    dependants raise it. A couple gains from the first. We show the ceilings and ask the category,
    so that nobody has to tell an income.

    Source: DOMAIN 1.2 and income_category.csv, read 2026-11-23.
    """
    if dependants < 0:
        raise ValueError("a household has no negative number of dependants")
    if version is None or not version.covers(on):
        return ()
    alone = not couple and dependants == 0
    household = "single" if alone else "couple_or_single_with_one"
    extra = dependants if couple else max(dependants - 1, 0)
    found = [
        Ceiling(
            category=rule.category,
            label_nl=rule.category_label_nl,
            up_to=None
            if rule.income_max_incl_eur is None
            else rule.income_max_incl_eur + rule.per_extra_dependant_eur.times(extra),
            other_dwelling_excluded=rule.other_dwelling_excluded,
            source=rule.source,
        )
        for rule in version.table.rules
        if rule.household == household and in_force(rule.valid_from, rule.valid_until, on)
    ]
    return tuple(sorted(found, key=lambda ceiling: -ceiling.category))
