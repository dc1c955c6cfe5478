"""What is paid before the works, and about when the rest?"""

from datetime import date, timedelta

from renogroep.base.money import Money
from renogroep.base.text import Text, t


def advance_of(incl_vat: Money, percent: int) -> Money:
    """What is paid before the works begin, of an amount incl. VAT, rounded half up to the cent.

    percent   0 to 15, of the lot
    Source: HOUSEHOLD 2 (d), 2026-11-29.
    """
    return incl_vat.percent(percent)


def advance_text(amount: Money) -> Text:
    """What somebody risks who pays before the works. Source: HOUSEHOLD 2, 2026-11-29."""
    return t(
        "You pay %(amount)s beforehand. If the contractor stops, you can lose that.", amount=amount
    )


def about_due(begins_after: date | None, pay_days: int) -> date | None:
    """About when an invoice is to be paid at the earliest: the works begin after that day."""
    return None if begins_after is None else begins_after + timedelta(days=pay_days)
