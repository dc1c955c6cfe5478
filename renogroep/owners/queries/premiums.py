"""Can this owner get a premium at all?"""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from renogroep.financing.queries import current_version
from renogroep.financing.rules.tables import PremiumTable
from renogroep.owners.models import Case
from renogroep.owners.rules.kinds import HomeUse, Letting, OwnerKind


def premium_applies(session: Session, case: Case, on: date, measures: Collection[str] = ()) -> bool:
    """Can this owner get a premium at all? Without one there is nothing to wait for (question 9).

    measures   codes of the works that the owner wants; empty: any work
    """
    return has_premium(case, premium_table(session, case.municipality_id, on), measures)


def premium_table(session: Session, municipality_id: int, on: date) -> PremiumTable | None:
    """The premiums of that day."""
    version = current_version(session, municipality_id, "premium", on)
    return PremiumTable.from_json(version.table) if version else None


def has_premium(case: Case, table: PremiumTable | None, measures: Collection[str] = ()) -> bool:
    """As ``premium_applies``, with the premiums of the day at hand."""
    if case.dwelling.use == HomeUse.MOSTLY_BUSINESS:
        return False
    if case.owner_kind != OwnerKind.OWNER_OCCUPIER:
        return case.letting == Letting.SOCIAL
    category = 1 if case.other_dwelling else case.income_category
    if category is None or table is None:
        return True
    return any(
        rule.category == category
        and rule.kind != "none"
        and (not measures or rule.measure in measures)
        for rule in table.rules
    )
