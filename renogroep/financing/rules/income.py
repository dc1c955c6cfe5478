"""Which income categories may a household choose from, and where do they end?"""

from dataclasses import dataclass
from datetime import date

from renogroep.base.money import ZERO, Money
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
    above: Money | None = None  # where the category below it ends; None: it starts at nothing


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
    held = [r for r in version.table.rules if in_force(r.valid_from, r.valid_until, on)]
    own = "couple_or_single_with_one" if couple else "single"  # each has a supplement of its own
    more = {r.category: r.per_extra_dependant_eur.times(extra) for r in held if r.household == own}
    found = [
        Ceiling(
            category=rule.category,
            label_nl=rule.category_label_nl,
            up_to=_raised(rule.income_max_incl_eur, more.get(rule.category, ZERO)),
            other_dwelling_excluded=rule.other_dwelling_excluded,
            source=rule.source,
            above=_raised(rule.income_min_excl_eur or None, more.get(rule.category, ZERO)),
        )
        for rule in held
        if rule.household == household
    ]
    return tuple(sorted(found, key=lambda ceiling: -ceiling.category))


def _raised(border: Money | None, more: Money) -> Money | None:
    return None if border is None else border + more


def category_of(
    version: IncomeVersion | None, *, on: date, couple: bool, dependants: int, income: Money
) -> int | None:
    """The one category in which a yearly income falls; None when none fits, or more than one.

    For worked cases only: we never ask anybody's income. Raises as ``ceilings``.

    Source: DOMAIN 1.2, read 2026-11-23.
    """
    found = [
        one.category
        for one in ceilings(version, on=on, couple=couple, dependants=dependants)
        if (one.above is None or one.above < income) and (one.up_to is None or income <= one.up_to)
    ]
    return found[0] if len(found) == 1 else None
