"""Does something go over the highest value that a package announced?"""

from renogroep.base.errors import Refused
from renogroep.base.money import Money, total


def why_over(maximum: Money | None, *amounts: Money) -> Refused | None:
    """Why these amounts together are too much; None when they fit.

    maximum   the announced value of all orders together, excl. VAT; None: there is no limit
    amounts   excl. VAT: one scenario of a quote, or the ceilings of all orders of all lots
    returns   Refused ``package.over_maximum`` with both amounts, to raise or to show. Exactly the
              maximum is not over.

    Source: CJEU C-23/20 (a framework agreement ends at its announced value), 2026-11-29.
    """
    amount = total(amounts)
    if maximum is None or amount <= maximum:
        return None
    return Refused(
        "package.over_maximum",
        "%(amount)s is more than the highest value that was announced for all orders together, %(maximum)s. Both are without VAT.",
        amount=amount,
        maximum=maximum,
    )
