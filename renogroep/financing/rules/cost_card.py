"""What does it cost me: now, on the invoice date, after the premium, and per month?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import ZERO, Money, total
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity
from renogroep.financing.rules.card_lines import (
    NOTHING,
    CostLine,
    Offered,
    Sums,
    bank_line,
    grant_line,
    month_line,
    order_line,
    own_line,
    premium_line,
)
from renogroep.financing.rules.grant import GrantLine, granted
from renogroep.financing.rules.loan import LoanOffer, OwnRate, offers, own_offer
from renogroep.financing.rules.premium import (
    Applicant,
    PremiumOutcome,
    PremiumWork,
)
from renogroep.financing.rules.premium import premiums as premiums_of
from renogroep.financing.rules.vat import RENOVATION, VatOutcome, invoice_total, vat_rate
from renogroep.financing.rules.versions import (
    AnyVersion,
    LoanVersion,
    PremiumVersion,
    VatVersion,
    current,
)

SIGNED_RATE = t("This is the rate of the day on which the order was signed.")


@dataclass(frozen=True, slots=True)
class CardRules:
    """The versions in force on a day; None where there is none."""

    premium: PremiumVersion | None
    vat: VatVersion | None
    loan: LoanVersion | None

    @property
    def labels(self) -> dict[str, str]:
        """Kind to version label, for whoever stores what a decision rested on."""
        found = {"premium": self.premium, "vat": self.vat, "loan": self.loan}
        return {kind: version.label for kind, version in found.items() if version}


@dataclass(frozen=True, slots=True)
class Household:
    """What the money rules need to know of a home and its owner."""

    build_year: int | None
    owner_kind: str
    category: int | None  # income category 1 (highest) to 4; None: unknown or not told
    other_dwelling: bool | None = None
    private_use: bool | None = True  # None: not asked, counted as a home
    letting: str = ""  # "social": a landlord through a woonmaatschappij

    @property
    def applicant(self) -> Applicant:
        """The same, as the premium asks it."""
        return Applicant(
            self.category,
            self.build_year,
            self.owner_kind,
            self.other_dwelling,
            self.letting,
            self.private_use,
        )


@dataclass(frozen=True, slots=True)
class Work:
    """One measure of the order. Amounts excl. VAT."""

    measure: str  # as in premium.csv
    ceiling: Money  # the final price once that is known
    expected: Money | None = None
    area: Quantity | None = None
    vat_work: str = RENOVATION
    label: str = ""  # what people call it, such as the title of the lot
    source: str = ""  # whose quote the price stands in, with its dates
    valid_from: date | None = None
    valid_until: date | None = None
    begins_after: date | None = None  # the works, and so what comes after them
    invoice: str = ""  # works with one key stand on one invoice
    due_on: date | None = None  # about when that invoice must be paid
    vat_signed: int | None = None  # per cent, of the day on which the order was signed


@dataclass(frozen=True, slots=True)
class Invoice:
    """What is paid at once; the VAT is counted once per invoice per rate."""

    invoice: str
    excl_vat: Money
    incl_vat: Money | None  # None without a VAT rate
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CostCard:
    """The lines in the order of MONEY.md, the loans to choose from, and each invoice."""

    on: date
    final: bool
    lines: tuple[CostLine, ...]
    loans: tuple[LoanOffer, ...]
    premiums: tuple[PremiumOutcome, ...]  # one per cap group
    rule_labels: dict[str, str]
    invoices: tuple[Invoice, ...] = ()

    def line(self, key: str) -> CostLine:
        """The line with this key; order, bank, premium, own_share or per_month; grant if any."""
        return next(line for line in self.lines if line.key == key)


def rules_on(versions: Iterable[AnyVersion], on: date) -> CardRules:
    """The premium, VAT and loan versions that hold on a day.

    Source: DESIGN decision 7, "evaluated at today" (2026-11-23).
    """
    known = list(versions)
    return CardRules(
        premium=current(known, on, "premium"),
        vat=current(known, on, "vat"),
        loan=current(known, on, "loan"),
    )


def cost_card(
    rules: CardRules,
    *,
    on: date,
    household: Household,
    works: Sequence[Work],
    own_rate: OwnRate | None = None,
    proposed: Collection[str] = (),
    final: bool = False,
    grants: Sequence[GrantLine] = (),
) -> CostCard:
    """The cost card of one home under the rules of a day.

    rules      the versions in force on ``on`` (``rules_on``); an expired one gives no amount.
    works      the measures of this home with ceiling and expected price, excl. VAT.
    own_rate   a rate that the household typed; counted only when no public loan fits.
    proposed   loan instruments that an advisor proposed (see ``loan.offers``).
    final      the prices are final prices (after the freeze), not ceilings.
    grants     promised money beside the premium; at most what is left after it.
    raises     ValueError without works.

    Every line has the amount at the ceiling and, when each work has one, the expected amount.
    Without a premium that is known, the own share is the whole invoice and says so: it may turn
    out smaller, never larger. Without a VAT rate there is no invoice, own share or month amount.

    Source: MONEY, "The cost card" and the worked example (2026-11-23); HOUSEHOLD 2 (2026-11-29).
    """
    if not works:
        raise ValueError("a cost card needs at least one work")
    vat = tuple(_vat(rules, on, household, work) for work in works)
    ceilings = [work.ceiling for work in works]
    premiums = _premiums(rules, on, household, works, ceilings)
    invoices = _invoices(works, ceilings, vat)
    most = _sums(invoices, premiums, grants, on)
    expected = _expected_sums(rules, on, household, works, vat, grants)
    loans = _loans(rules, on, household, most.own, own_rate, proposed)
    smaller = _loans(rules, on, household, expected.own, own_rate, proposed)
    inputs = [_price(work) for work in works]
    lines = (
        order_line(most, expected, [_offered(work) for work in works], final),
        bank_line(most, expected, inputs, vat, home_assumed=household.private_use is None),
        premium_line(most, expected, inputs, premiums, _begin(works)),
        *([grant_line(most, expected, grants)] if grants else []),
        own_line(most, expected, premiums),
        month_line(loans, smaller, most.own),
    )
    return CostCard(on, final, lines, loans, premiums, rules.labels, invoices)


def _offered(work: Work) -> Offered:
    return Offered(_price(work), work.source, work.valid_from, work.valid_until)


def _begin(works: Sequence[Work]) -> date | None:
    """The day after which the last of the works begins; None when one is not known."""
    days = [work.begins_after for work in works if work.begins_after is not None]
    return max(days) if len(days) == len(works) else None


def _price(work: Work) -> Text:
    return t("%(work)s: %(amount)s", work=work.label or work.measure, amount=work.ceiling)


def _vat(rules: CardRules, on: date, household: Household, work: Work) -> VatOutcome:
    if work.vat_signed is not None:
        return VatOutcome(work.vat_signed, SIGNED_RATE)
    return vat_rate(
        rules.vat,
        on=on,
        build_year=household.build_year,
        private_use=household.private_use,
        work=work.vat_work,
    )


def _premiums(
    rules: CardRules,
    on: date,
    household: Household,
    works: Sequence[Work],
    prices: Sequence[Money],
) -> tuple[PremiumOutcome, ...]:
    asked = [
        PremiumWork(work.measure, price, work.area)
        for work, price in zip(works, prices, strict=True)
    ]
    return premiums_of(rules.premium, on=on, who=household.applicant, works=asked)


def _invoices(
    works: Sequence[Work], prices: Sequence[Money], vat: Sequence[VatOutcome]
) -> tuple[Invoice, ...]:
    """Per invoice its sum; VAT once per rate. Source: HOUSEHOLD 2 (d), 2026-11-29."""
    found = []
    for key in dict.fromkeys(work.invoice for work in works):
        mine = [place for place, work in enumerate(works) if work.invoice == key]
        rates = [(prices[place], vat[place].percent) for place in mine]
        known = [(price, rate) for price, rate in rates if rate is not None]
        incl = invoice_total(known) if len(known) == len(rates) else None
        days = [day for place in mine if (day := works[place].due_on) is not None]
        due = max(days) if len(days) == len(mine) else None
        found.append(Invoice(key, total(price for price, _rate in rates), incl, due))
    return tuple(found)


def _sums(
    invoices: Sequence[Invoice],
    premiums: Sequence[PremiumOutcome],
    grants: Sequence[GrantLine],
    on: date,
) -> Sums:
    paid = [invoice.incl_vat for invoice in invoices if invoice.incl_vat is not None]
    bank = total(paid) if len(paid) == len(invoices) else None
    known = [outcome.amount for outcome in premiums if outcome.amount is not None]
    back = total(known) if known else None
    order = total(invoice.excl_vat for invoice in invoices)
    if bank is None:
        return Sums(order, None, back, None)
    left = max(bank - (back or ZERO), ZERO)
    grant = granted(grants, on, left)
    return Sums(order, bank, back, left - grant, grant)


def _expected_sums(
    rules: CardRules,
    on: date,
    household: Household,
    works: Sequence[Work],
    vat: Sequence[VatOutcome],
    grants: Sequence[GrantLine],
) -> Sums:
    prices = [work.expected for work in works if work.expected is not None]
    if len(prices) < len(works):
        return NOTHING
    premiums = _premiums(rules, on, household, works, prices)
    return _sums(_invoices(works, prices, vat), premiums, grants, on)


def _loans(
    rules: CardRules,
    on: date,
    household: Household,
    own: Money | None,
    own_rate: OwnRate | None,
    proposed: Collection[str],
) -> tuple[LoanOffer, ...]:
    """Public loans first, then the rate that the household typed."""
    if not own:
        return ()
    public = offers(
        rules.loan,
        on=on,
        owner_kind=household.owner_kind,
        amount=own,
        category=household.category,
        proposed=proposed,
        other_dwelling=household.other_dwelling,
    )
    return (*public, *([own_offer(own, own_rate)] if own_rate else []))
