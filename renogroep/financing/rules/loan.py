"""What does a household pay per month when it borrows its own share?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money
from renogroep.base.numbers import half_up
from renogroep.base.text import N_, Text, t
from renogroep.financing.rules.loan_table import (
    DEFERRED,
    LENDER,
    ONLY_HOME,
    LoanCondition,
    LoanRule,
)
from renogroep.financing.rules.rows import OWNER_KINDS, check_known, in_force, plain
from renogroep.financing.rules.versions import LoanVersion, is_indicative

MONTHS = 12
MAX_OWN_RATE = Decimal(20)  # per cent per year; more is a typing error
MAX_OWN_YEARS = 30
TWENTY = 20
# Question -> how the household or the advisor reads it.
QUESTIONS = {
    "only_home": N_("Does the household own no other home?"),
    "main_residence": N_("Does the household live in this home?"),
    "no_market_loan": N_("Does no bank give this household a loan?"),
}
MOST_SPREAD_YEARS = 20


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A rate and a term that the household typed itself. Made by ``own_rate``."""

    annual_rate_percent: Decimal
    years: int


@dataclass(frozen=True, slots=True)
class LoanOffer:
    """One way to borrow an amount: what it costs per month and what is due at the end."""

    instrument: str  # "own_rate" for a rate that the household typed
    label: Text
    amount: Money
    monthly: Money
    due_at_end: Money
    months: int
    annual_rate_percent: Decimal
    rule: LoanRule | None = None
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""
    indicative: bool = False


def annuity(amount: Money, annual_rate_percent: Decimal, months: int) -> Money:
    """The same amount every month until a loan is repaid, rounded half up to the cent.

    amount                borrowed, in cents; zero gives zero.
    annual_rate_percent   nominal per year; a month costs a twelfth of it. Zero per cent works:
                          the amount divided by the months.
    months                number of payments, one or more.
    raises                ValueError for a negative amount or rate, or fewer than one month.

    Counted with exact fractions: amount x i x (1 + i)^n / ((1 + i)^n - 1). A twelfth of the year
    is slightly more than the actuarial month, so the amount shown is never too low.

    Source: the annuity formula; MONEY, cost card (2026-11-23).
    """
    if amount.cents < 0 or annual_rate_percent < 0 or months < 1:
        raise ValueError("borrow zero or more, at zero per cent or more, for a month or more")
    rate = Fraction(annual_rate_percent) / (100 * MONTHS)
    if rate == 0:
        return Money(half_up(Fraction(amount.cents, months)))
    growth = (1 + rate) ** months
    return Money(half_up(amount.cents * rate * growth / (growth - 1)))


def deferred(amount: Money) -> tuple[Money, Money]:
    """A loan of which nothing is repaid during the term: (0 per month, the sum due after it).

    Only for a loan without interest; that is the only kind that the rules know (Noodkoopfonds).
    Source: HOUSEHOLD 3; loans_and_funds.csv, read 2026-11-29.
    """
    if amount.cents < 0:
        raise ValueError("borrow zero or more")
    return ZERO, amount


def own_rate(annual_rate_percent: Decimal, years: int) -> OwnRate:
    """A rate that a household typed: 0 to 20 per cent per year, 1 to 30 years.

    raises   Refused with words for the page. Source: our own limits against typing errors,
             2026-11-23.
    """
    if not 0 <= annual_rate_percent <= MAX_OWN_RATE:
        raise Refused(
            "loan.rate",
            "A yearly rate of “%(rate)s” %% was not counted. Type a rate between 0 and %(most)s.",
            rate=plain(annual_rate_percent),
            most=MAX_OWN_RATE,
        )
    if not 1 <= years <= MAX_OWN_YEARS:
        raise Refused(
            "loan.years",
            "A loan of “%(years)s” years was not counted. Type a number from 1 to %(most)s.",
            years=years,
            most=MAX_OWN_YEARS,
        )
    return OwnRate(plain(annual_rate_percent), years)


def own_offer(amount: Money, own: OwnRate) -> LoanOffer:
    """What borrowing costs at the household's own rate; labelled as no credit offer.

    Source: MONEY, cost card: "a rate that the household types" (2026-11-23).
    """
    months = own.years * MONTHS
    return LoanOffer(
        instrument="own_rate",
        label=t(
            "At your own rate of %(rate)s %% in %(years)s years: no credit offer.",
            rate=own.annual_rate_percent,
            years=own.years,
        ),
        amount=amount,
        monthly=annuity(amount, own.annual_rate_percent, months),
        due_at_end=ZERO,
        months=months,
        annual_rate_percent=own.annual_rate_percent,
    )


def offers(
    version: LoanVersion | None,
    *,
    on: date,
    owner_kind: str,
    amount: Money,
    category: int | None = None,
    proposed: Collection[str] = (),
    years: int | None = None,
    include_low: bool = False,
    other_dwelling: bool | None = None,
) -> list[LoanOffer]:
    """The public loans that this owner may use for this amount, in the order of the table.

    version         the loan table in force; None or not in force: no offers.
    amount          to borrow; below the minimum or above the maximum of a loan: not offered.
    category        income category; a loan for some categories is not offered when it is unknown.
    proposed        instruments that an advisor proposed to this household: some loans are only
                    shown then, because somebody checks who may have them.
    years           wished term; never longer than the loan allows, which is also the default.
    include_low     also rules of low confidence (for an advisor who knows better).
    other_dwelling  True: a loan for who owns no other home is not offered.
    raises          ValueError for an unknown owner kind or fewer than one year.

    What else must be true is asked when a loan is proposed (``proposable``).

    Source: DESIGN decision 7, DOMAIN 2 and loans_and_funds.csv, read 2026-11-29; HOUSEHOLD 3.
    """
    check_known(owner_kind, OWNER_KINDS, "owner kind")
    if years is not None and years < 1:
        raise ValueError("a loan takes a year or more")
    if version is None or not version.covers(on):
        return []
    return [
        _offer(version, rule, amount, years, on)
        for rule in version.table.rules
        if in_force(rule.valid_from, rule.valid_until, on)
        and (include_low or rule.confidence != "low")
        and owner_kind in rule.owner_kinds
        and (not rule.categories or category in rule.categories)
        and (not rule.advisor_only or rule.instrument in proposed)
        and rule.min_eur <= amount <= rule.max_eur
        and amount
        and not (other_dwelling and _only_home(version, rule.instrument, on))
    ]


def _only_home(version: LoanVersion, instrument: str, on: date) -> bool:
    asked = version.table.asked(instrument, on)
    return any(one.question == ONLY_HOME and one.must_be for one in asked)


def _later(rule: LoanRule, amount: Money) -> Text:
    """In the words that HOUSEHOLD 3 fixes; no time limit that frightens, no day that is not known."""
    if rule.term_years == TWENTY:
        return t(
            "%(name)s: for twenty years you pay nothing back. After that you pay %(amount)s back: at once, or every month, for at most 20 years. Do you sell, move or buy a second home? Then you pay everything back at once.",
            name=rule.name_nl,
            amount=amount,
        )
    return t(
        "%(name)s: for %(years)s years you pay nothing back. After that you pay %(amount)s back. Do you sell, move or buy a second home? Then you pay everything back at once.",
        name=rule.name_nl,
        years=rule.term_years,
        amount=amount,
    )


def back_later(rule: LoanRule, amount: Money) -> Text:
    """What is paid back of a deferred loan, and when: on the card of the household that may have it.

    Source: HOUSEHOLD 3, letter for letter; loans_and_funds.csv (vlaanderen.be), read 2026-11-29.
    """
    if rule.term_years == TWENTY:
        return t(
            "For twenty years you pay nothing back. After that you pay %(sum)s back: at once, or every month, for at most 20 years. Do you sell, move or buy a second home? Then you pay everything back at once.",
            sum=amount,
        )
    return t(
        "For %(years)s years you pay nothing back. After that you pay %(sum)s back. Do you sell, move or buy a second home? Then you pay everything back at once.",
        years=rule.term_years,
        sum=amount,
    )


def _offer(
    version: LoanVersion, rule: LoanRule, amount: Money, years: int | None, on: date
) -> LoanOffer:
    term = min(years or rule.term_years, rule.term_years)
    if rule.repayment == DEFERRED:
        monthly, due = deferred(amount)
        term = rule.term_years
        label = _later(rule, amount)
    else:
        monthly, due = annuity(amount, rule.annual_rate_percent, term * MONTHS), ZERO
        label = t(
            "%(name)s: %(rate)s %% per year in %(years)s years.",
            name=rule.name_nl,
            rate=rule.annual_rate_percent,
            years=term,
        )
    return LoanOffer(
        instrument=rule.instrument,
        label=label,
        amount=amount,
        monthly=monthly,
        due_at_end=due,
        months=term * MONTHS,
        annual_rate_percent=rule.annual_rate_percent,
        rule=rule,
        source=rule.source,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        version_label=version.label,
        indicative=is_indicative(version, on) or rule.confidence == "low",
    )


# --- may it be proposed? -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposable:
    """May the loan be proposed; if not, why; and what stays open until the lender decided."""

    refused: tuple[Text, ...]
    open: tuple[LoanCondition, ...] = ()

    @property
    def ok(self) -> bool:
        """Nothing stands in the way of a proposal."""
        return not self.refused


def proposable(
    version: LoanVersion | None,
    *,
    on: date,
    instrument: str,
    owner_kind: str,
    amount: Money,
    category: int | None,
    answers: Mapping[str, bool | None],
) -> Proposable:
    """Tests the conditions and the weeks in which nobody may ask.

    answers   question -> yes, no or None for unknown. What only the lender decides stays open and
              never stands in the way.
    raises    ValueError for an unknown owner kind.

    Unmet, low confidence, or unknown where household or advisor decides: not proposable, with the
    reason. Income is a condition only of a loan whose row names categories.

    Source: HOUSEHOLD 3; loans_and_funds.csv (vlaanderen.be), read 2026-11-29.
    """
    if version is None or not version.covers(on):
        return Proposable((t("The loan rules for this date are not known yet."),))
    fitting = offers(
        version,
        on=on,
        owner_kind=owner_kind,
        amount=amount,
        category=category,
        proposed=(instrument,),
    )
    rule = next((offer.rule for offer in fitting if offer.instrument == instrument), None)
    if rule is None:
        return Proposable((t("This loan is not for this owner or this amount, or is not sure."),))
    refused = []
    if is_indicative(version, on):
        refused.append(t("This rule must still be checked. Ask the energy house."))
    if not rule.takes_requests(on):
        refused.append(t("Nobody can ask for this loan in these weeks."))
    asked = version.table.asked(instrument, on)
    refused += [why for one in asked if (why := _stands_in_the_way(one, answers))]
    waiting = [c for c in asked if c.decided_by == LENDER and answers.get(c.question) is None]
    return Proposable(tuple(refused), tuple(waiting))


def _stands_in_the_way(condition: LoanCondition, answers: Mapping[str, bool | None]) -> Text | None:
    said = answers.get(condition.question)
    question = Text(QUESTIONS[condition.question])
    if said is None:
        if condition.decided_by == LENDER:
            return None
        return t("Not known yet: %(question)s", question=question)
    if said == condition.must_be:
        return None
    if condition.must_be:
        return t("The answer must be yes: %(question)s", question=question)
    return t("The answer must be no: %(question)s", question=question)


def rule_of(version: LoanVersion | None, instrument: str, on: date) -> LoanRule | None:
    """The row of this loan that holds on a day; None when it ended or never was.

    Source: HOUSEHOLD 3, 2026-11-30.
    """
    if version is None or not version.covers(on):
        return None
    return next(
        (
            rule
            for rule in version.table.rules
            if rule.instrument == instrument and in_force(rule.valid_from, rule.valid_until, on)
        ),
        None,
    )


def left_above(invoices: Money, loan: Money) -> Money:
    """What the invoices leave above the loan: the household pays it itself. Never below zero.

    Source: HOUSEHOLD 3, "the card says what invoices leave above the loan"; example of section 12.
    """
    return max(ZERO, invoices - loan)


def month_after(amount: Money, spread_years: int) -> Money:
    """What a deferred loan costs per month after its term, spread over the years that the lender set.

    raises   ValueError for fewer than 1 or more than 20 years.

    Source: HOUSEHOLD 3; loans_and_funds.csv: "a plan of at most 20 years", read 2026-11-29.
    """
    if not 1 <= spread_years <= MOST_SPREAD_YEARS:
        raise ValueError(f"a plan takes 1 to {MOST_SPREAD_YEARS} years")
    return annuity(amount, Decimal(0), spread_years * MONTHS)
