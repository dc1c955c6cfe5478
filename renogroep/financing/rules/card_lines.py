"""In which words and which order does a cost card say its amounts?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import ZERO, Money
from renogroep.base.text import Text, once, t
from renogroep.financing.rules.grant import GrantLine
from renogroep.financing.rules.loan import LoanOffer
from renogroep.financing.rules.premium import PremiumOutcome
from renogroep.financing.rules.vat import VatOutcome

# What the premium may still become. Source: MONEY, cost card; said on card, order, paper and mail.
RULES_OF_THE_DAY = t(
    "For the premium the rules count of the day on which you ask for it, after the works. They may change until then."
)


@dataclass(frozen=True, slots=True)
class Why:
    """Where an amount comes from; no source for a plain sum of the lines above."""

    inputs: tuple[Text, ...]
    rule: Text
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""
    indicative: bool = False


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the card: the amount at the ceiling, and the smaller expected amount."""

    key: str
    label: Text
    amount: Money | None
    expected: Money | None
    notes: tuple[Text, ...]
    why: tuple[Why, ...]

    @property
    def indicative(self) -> bool:
        """Does the amount rest on a rule that must still be checked?"""
        return any(why.indicative for why in self.why)


@dataclass(frozen=True, slots=True)
class Sums:
    """One column of the card; None where an amount is not known."""

    order: Money | None
    bank: Money | None
    premium: Money | None
    own: Money | None
    grant: Money | None = None


NOTHING = Sums(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Offered:
    """A price with the quote that it stands in."""

    price: Text
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def order_line(most: Sums, expected: Sums, offered: Sequence[Offered], final: bool) -> CostLine:
    """What you order, excl. VAT, with whose price it is and until when it holds.

    Source: MONEY, cost card (2026-11-23).
    """
    if final:
        label = t("What you ordered: the final price, excl. VAT")
        rule = t("The final price is never higher than the ceiling of your order.")
    else:
        label = t("What you order: the ceiling, excl. VAT")
        rule = t("The final price can be lower than the ceiling, never higher.")
    why = tuple(
        Why((one.price,), rule, one.source, one.valid_from, one.valid_until) for one in offered
    )
    return CostLine("order", label, most.order, expected.order, (), why)


def bank_line(
    most: Sums,
    expected: Sums,
    inputs: Sequence[Text],
    vat: Sequence[VatOutcome],
    *,
    home_assumed: bool = False,
) -> CostLine:
    """What must be there on the invoice date, incl. VAT; None without a rate.

    home_assumed   nobody asked yet whether the building is used mainly as a home

    Source: MONEY, cost card (2026-11-23).
    """
    label = t("What must be in the bank on the invoice date, incl. VAT")
    unsure = [o.reason for o in vat if o.percent is None or o.provisional]
    if home_assumed:
        unsure.append(t("Counted as a home. Is it used mainly for business? Then tell us."))
    whys = tuple(_why((price,), outcome) for price, outcome in zip(inputs, vat, strict=True))
    return CostLine("bank", label, most.bank, expected.bank, once(unsure), whys)


def premium_line(
    most: Sums,
    expected: Sums,
    inputs: Sequence[Text],
    premiums: Sequence[PremiumOutcome],
    begins_after: date | None = None,
) -> CostLine:
    """What comes back and about when; None when no rule says how much.

    begins_after   the works begin after this day; None: not known

    Source: MONEY, cost card (2026-11-23).
    """
    label = t("What comes back after the works: the premium")
    notes = [reason for outcome in premiums for reason in outcome.missing]
    if most.premium:
        notes.append(t("It comes after the final invoice, once you have asked for it."))
        if begins_after is not None:
            notes.append(
                t(
                    "The works begin after %(day)s. Count on some months more before the premium is there.",
                    day=begins_after,
                )
            )
        notes += [condition for outcome in premiums for condition in outcome.conditions]
    if any(outcome.indicative for outcome in premiums):
        notes.append(t("Indicative: this rule must still be checked. Ask the energy house."))
    whys = tuple(
        _why(tuple(inputs[place] for place in outcome.works) + _parts(outcome), outcome)
        for outcome in premiums
    )
    return CostLine("premium", label, most.premium, expected.premium, once(notes), whys)


def grant_line(most: Sums, expected: Sums, grants: Sequence[GrantLine]) -> CostLine:
    """What was promised beside the premium; at most what is left after it.

    Source: HOUSEHOLD 2 (2026-11-29).
    """
    whys = tuple(
        Why(
            inputs=(t("%(label)s: %(amount)s", label=grant.label, amount=grant.amount),),
            rule=t("Promised money, at most what is left after the premium."),
            source=grant.source,
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            version_label=grant.version_label,
        )
        for grant in grants
    )
    label = t("What was promised beside the premium")
    return CostLine("grant", label, most.grant, expected.grant, (), whys)


def own_line(most: Sums, expected: Sums, premiums: Sequence[PremiumOutcome]) -> CostLine:
    """The invoices less premium and grant; all of it while the premium is not known.

    Source: MONEY, cost card (2026-11-23).
    """
    notes = []
    if most.own is not None and any(outcome.unsure for outcome in premiums):
        notes.append(t("Counted without a premium that is not known yet; it can only become less."))
    inputs = [t("Invoice incl. VAT: %(amount)s", amount=most.bank)] if most.bank else []
    if most.premium is not None:
        inputs.append(t("Premium: %(amount)s", amount=most.premium))
    rule = t("The invoice incl. VAT, less the premium.")
    if most.grant:
        inputs.append(t("Promised beside it: %(amount)s", amount=most.grant))
        rule = t("The invoice incl. VAT, less the premium and what was promised beside it.")
    why = Why(
        inputs=tuple(inputs),
        rule=rule,
        indicative=any(outcome.indicative for outcome in premiums),
    )
    own = expected.own
    return CostLine("own_share", t("Your own share"), most.own, own, tuple(notes), (why,))


def month_line(
    loans: Sequence[LoanOffer], smaller: Sequence[LoanOffer], own: Money | None
) -> CostLine:
    """The first loan that fits; None when there is nothing to count with.

    Source: MONEY, cost card (2026-11-23).
    """
    label = t("Per month, if you borrow your own share")
    if not loans:
        return CostLine("per_month", label, None, None, (_nothing_per_month(own),), ())
    chosen = loans[0]
    expected = [offer.monthly for offer in smaller if offer.instrument == chosen.instrument]
    why = Why(
        inputs=(
            t("Own share: %(amount)s", amount=chosen.amount),
            t("Payments: %(months)s", months=chosen.months),
        ),
        rule=chosen.label,
        source=chosen.source,
        valid_from=chosen.valid_from,
        valid_until=chosen.valid_until,
        version_label=chosen.version_label,
        indicative=chosen.indicative,
    )
    least = expected[0] if expected else None
    return CostLine("per_month", label, chosen.monthly, least, (chosen.label,), (why,))


def _nothing_per_month(own: Money | None) -> Text:
    if own is None:
        return t("It can be counted once your own share is known.")
    if own == ZERO:
        return t("There is nothing to borrow.")
    return t("No loan rule holds today. Type a yearly rate and a number of years to see it.")


def _parts(outcome: PremiumOutcome) -> tuple[Text, ...]:
    """How each measure was counted, where the rule of the group alone does not say it."""
    if len(outcome.parts) < 2:
        return ()
    return tuple(
        t("%(amount)s: %(reason)s", amount=part.amount, reason=part.reason)
        for part in outcome.parts
        if part.amount
    )


def _why(inputs: tuple[Text, ...], outcome: VatOutcome | PremiumOutcome) -> Why:
    """What went in, and the rule that was applied to it."""
    return Why(
        inputs=inputs,
        rule=outcome.reason,
        source=outcome.source,
        valid_from=outcome.valid_from,
        valid_until=outcome.valid_until,
        version_label=outcome.version_label,
        indicative=outcome.indicative,
    )
