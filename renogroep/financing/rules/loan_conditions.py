"""May an advisor propose this loan to this household, and what decides the lender?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from renogroep.base.money import Money
from renogroep.base.text import N_, Text, t
from renogroep.financing.rules.loan import MONTHS, annuity, offers
from renogroep.financing.rules.loan_table import LENDER, LoanCondition
from renogroep.financing.rules.versions import LoanVersion, is_indicative

# Question -> how the household or the advisor reads it.
QUESTIONS = {
    "only_home": N_("Does the household own no other home?"),
    "main_residence": N_("Does the household live in this home?"),
    "no_market_loan": N_("Does no bank give this household a loan?"),
}
MOST_SPREAD_YEARS = 20


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


def month_after(amount: Money, spread_years: int) -> Money:
    """What a deferred loan costs per month after its term, spread over the years that the lender set.

    raises   ValueError for fewer than 1 or more than 20 years.

    Source: HOUSEHOLD 3; loans_and_funds.csv: "a plan of at most 20 years", read 2026-11-29.
    """
    if not 1 <= spread_years <= MOST_SPREAD_YEARS:
        raise ValueError(f"a plan takes 1 to {MOST_SPREAD_YEARS} years")
    return annuity(amount, Decimal(0), spread_years * MONTHS)
