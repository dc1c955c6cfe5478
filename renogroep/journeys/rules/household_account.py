"""What does one home pay in all its lots together, when, and what is left when there is no premium?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import ZERO, Money
from renogroep.base.text import Text, t
from renogroep.financing.rules.cost_card import CostCard, Invoice, Work
from renogroep.orders.rules.payment import advance_of

VAT_BY_LAW = t("If the law changes the VAT, this amount changes with it.")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How many homes of the same contractor take part, and the price from so many homes on.

    ordered   orders that bind; yes: said yes and can still stop; priced: only have a price
    steps     homes -> at most, excl. VAT
    """

    ordered: int
    yes: int
    priced: int
    minimum: int
    steps: tuple[tuple[int, Money], ...]


@dataclass(frozen=True, slots=True)
class LotPrice:
    """One lot of the home with a price of its own.

    work      its invoice is the key by which the card knows it
    shared    incl. VAT, when a neighbour on the scaffold joins in; only while there is no order
    lowest    the household still chooses: the firm stands first in the comparison
    """

    lot_id: int
    title: str
    firm: str
    work: Work
    pay_days: int
    advance_percent: int = 0
    ordered: bool = False
    final: bool = False
    shared: Money | None = None
    lowest: bool = False
    measured: bool = False
    order_id: int | None = None
    neighbours: Neighbours | None = None  # while the price may still become less


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of the cash table.

    amount   incl. VAT; None without a rate of VAT
    from_on  about when at the earliest; None: not known
    """

    lot: LotPrice
    amount: Money | None
    from_on: date | None
    advance: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdAccount:
    """The account of one home.

    card      of all lots with a price together; None while there is none
    unpriced  the titles of lots without a price of their own: named, not counted
    changes   how often the rules of the premium changed since 2022
    """

    on: date
    card: CostCard | None
    lots: tuple[LotPrice, ...]
    unpriced: tuple[str, ...]
    changes: int = 0

    @property
    def most(self) -> Money | None:
        """The household's most, incl. VAT: the sum of the figures of its lots."""
        return self.card.line("bank").amount if self.card else None

    @property
    def without_premium(self) -> Money | None:
        """The own share when no premium comes: what is promised beside it stays."""
        if self.card is None or self.most is None:
            return None
        promised = [line.amount for line in self.card.lines if line.key == "grant"]
        return self.most - next((amount for amount in promised if amount is not None), ZERO)

    @property
    def most_sentence(self) -> Text:
        """The first line of the page. Source: HOUSEHOLD 2, 2026-11-29."""
        if self.most is None:
            return t("We cannot say yet what you pay at most. Call us when you want to know more.")
        return t(
            "For everything together you pay at most %(amount)s (incl. VAT). It can only be more when you say yes to extra work.",
            amount=self.most,
        )

    @property
    def premium_sentence(self) -> Text | None:
        """What always stands under the premium: its rules may change. Source: as the first line."""
        if self.without_premium is None:
            return None
        return t(
            "For the premium the rules count of the day on which you ask for it. Those rules changed %(times)s times since 2022. If you get no premium, nothing comes back: your own share is then %(amount)s.",
            times=str(self.changes),
            amount=self.without_premium,
        )

    def advance(self, lot: LotPrice) -> Money | None:
        """What is paid before the works in one lot; None when nothing is, or it is not known."""
        paid = self.invoice(lot).incl_vat
        return advance_of(paid, lot.advance_percent) if paid and lot.advance_percent else None

    def invoice(self, lot: LotPrice) -> Invoice:
        """The invoice of one lot. raises LookupError for a lot of another account."""
        rows = self.card.invoices if self.card else ()
        found = [one for one in rows if one.invoice == lot.work.invoice]
        if not found:
            raise LookupError(lot.title)
        return found[0]

    def payments(self) -> tuple[Payment, ...]:
        """Everything that is paid, in the order of the days; what has no day comes last."""
        paid = [one for lot in self.lots for one in _paid(lot, self.invoice(lot))]
        return tuple(sorted(paid, key=lambda one: (one.from_on is None, one.from_on or date.max)))


def _paid(lot: LotPrice, invoice: Invoice) -> Sequence[Payment]:
    if invoice.incl_vat is None or not lot.advance_percent:
        return [Payment(lot, invoice.incl_vat, invoice.due_on)]
    advance = advance_of(invoice.incl_vat, lot.advance_percent)
    return [
        Payment(lot, advance, lot.work.begins_after, advance=True),
        Payment(lot, invoice.incl_vat - advance, invoice.due_on),
    ]
