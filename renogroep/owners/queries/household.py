"""What do the money rules want to know of a home and its owner?"""

from renogroep.financing.rules.cost_card import Household
from renogroep.owners.models import Case
from renogroep.owners.rules.kinds import Letting, is_private


def household_of(case: Case, *, category: int | None = None, sensitive: bool = True) -> Household:
    """The household of a case as the cost card asks it; nothing else makes one.

    category   an income group that is tried; else the one that was told, never worked out
    sensitive  False: without what was told of income and other homes
    """
    return Household(
        build_year=case.dwelling.build_year,
        owner_kind=case.owner_kind,
        category=category or (case.income_category if sensitive else None),
        other_dwelling=case.other_dwelling if sensitive else None,
        private_use=is_private(case.dwelling.use),
        letting=Letting.SOCIAL if case.letting == Letting.SOCIAL else "",
    )
