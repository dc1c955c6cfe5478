"""Which amounts of a cost card stand beside a home in a lot?"""

from dataclasses import dataclass

from renogroep.base.money import Money
from renogroep.financing.rules.cost_card import CostCard


@dataclass(frozen=True, slots=True)
class Figures:
    """One home in one lot.

    most        incl. VAT: what ``maximum_of`` gives
    excl        the same excl. VAT
    own_share   after the premium; None when a rule or a fact is missing
    shared      incl. VAT, when a neighbour on the scaffold joins in; only while there is no order
    lowest      the firm that stands first in the comparison, while the household still chooses
    """

    most: Money | None
    excl: Money | None
    own_share: Money | None
    shared: Money | None = None
    lowest: str | None = None


def figures_on(
    card: CostCard | None, shared: Money | None = None, lowest: str | None = None
) -> Figures | None:
    """The lines of the card that a page shows; None without a card."""
    if card is None:
        return None
    return Figures(
        most=card.line("bank").amount,
        excl=card.line("order").amount,
        own_share=card.line("own_share").amount,
        shared=shared,
        lowest=lowest,
    )
