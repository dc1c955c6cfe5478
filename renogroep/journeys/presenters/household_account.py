"""What does a household, or its advisor, read about everything that the home pays?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.financing.queries.income_groups import income_groups
from renogroep.financing.rules.card_lines import CostLine, Why
from renogroep.financing.rules.premium import PremiumOutcome
from renogroep.infra.i18n import say
from renogroep.journeys.forms.costs import TryForm
from renogroep.journeys.presenters.trying import group_choices, tried
from renogroep.journeys.queries.household_account import account_of
from renogroep.journeys.rules.household_account import (
    VAT_BY_LAW,
    HouseholdAccount,
    LotPrice,
    Neighbours,
)
from renogroep.orders.queries.cards import Asked
from renogroep.orders.rules.payment import advance_text
from renogroep.owners.models import Case


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot: what is ordered, or would be, and the most that it costs."""

    anchor: str
    title: str
    firm: str
    label: Text
    excl: Money
    incl: Money | None
    expected: Money | None
    notes: tuple[Text, ...]
    whys: tuple[Mapping[str, Any], ...]
    neighbours: Neighbours | None
    final: bool


@dataclass(frozen=True, slots=True)
class PremiumRow:
    """One cap group, over the lots together."""

    works: str
    amount: Money | None
    reason: Text
    indicative: bool
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One line of the cash table."""

    what: Text
    from_on: date | None
    amount: Money | None


def account_page(session: Session, case: Case, typed: Any = None) -> dict[str, Any]:
    """The account under the rules of today, with what the household tries.

    typed   the numbers in the address, or None
    """
    today = clock.today()
    groups = income_groups(session, case.municipality_id, today)
    form = TryForm(typed)
    form.categorie.choices = group_choices(groups.alone)
    asked, problem = tried(form)
    return {
        "form": form,
        "problem": problem,
        "groups": groups,
        "told": case.income_category,
        "print_url": url_for("pages.my_costs_pdf", case_id=case.id),
        "home_url": url_for("pages.my_home"),
        **account_parts(session, case, today, asked),
    }


def account_parts(
    session: Session,
    case: Case,
    today: date,
    asked: Asked = Asked(),
    *,
    sensitive: bool = True,
) -> dict[str, Any]:
    """The same account for whoever may see it; ``sensitive`` as ``account_of``."""
    account = account_of(session, case, today, asked, sensitive=sensitive)
    address = case.dwelling.address
    return {
        "account": account,
        "today": today,
        "home": address,
        "phone": address.street.neighbourhood.phone,
        "neighbourhood_theme": address.street.neighbourhood,
        "vat_by_law": VAT_BY_LAW,
        "lots": [lot_row(account, lot, place) for place, lot in enumerate(account.lots)],
        "payments": payment_rows(account),
        "premiums": premium_rows(account),
        "lines": _lines(account),
    }


def lot_row(account: HouseholdAccount, lot: LotPrice, place: int) -> LotRow:
    """One lot with the sentences under its amount."""
    order = account.card.line("order") if account.card else None
    return LotRow(
        anchor=f"perceel-{lot.lot_id}",
        title=lot.title,
        firm=lot.firm,
        label=_label(lot),
        excl=lot.work.ceiling,
        incl=account.invoice(lot).incl_vat,
        expected=None if lot.work.expected == lot.work.ceiling else lot.work.expected,
        notes=tuple(_notes(account, lot)),
        whys=(why_of(order.why[place]),) if order else (),
        neighbours=lot.neighbours,
        final=lot.final,
    )


def _label(lot: LotPrice) -> Text:
    if lot.final:
        return t("final price")
    if lot.ordered:
        return t("ordered, at most")
    return t("as it looks now, at most")


def _notes(account: HouseholdAccount, lot: LotPrice) -> list[Text]:
    notes = [t("Invoices are paid within %(days)s days.", days=str(lot.pay_days))]
    advance = account.advance(lot)
    if advance is not None:
        notes.append(advance_text(advance))
    if lot.lowest:
        notes.append(t("%(firm)s stands first for your home; you still choose.", firm=lot.firm))
    if lot.shared is not None:
        notes.append(t("%(amount)s if a neighbour on your scaffold joins in", amount=lot.shared))
    if lot.order_id is not None and not lot.measured and not lot.final:
        notes.append(t("An estimate, before we measure."))
    return notes


def payment_rows(account: HouseholdAccount) -> list[PaymentRow]:
    """Every payment, in the order of the days."""
    return [
        PaymentRow(
            t("Advance: %(lot)s, %(firm)s", lot=one.lot.title, firm=one.lot.firm)
            if one.advance
            else t("%(lot)s, %(firm)s", lot=one.lot.title, firm=one.lot.firm),
            one.from_on,
            one.amount,
        )
        for one in account.payments()
    ]


def premium_rows(account: HouseholdAccount) -> list[PremiumRow]:
    """Per cap group its lots, the amount and where it comes from."""
    if account.card is None:
        return []
    line = account.card.line("premium")
    return [
        PremiumRow(
            works=", ".join(account.lots[place].title for place in outcome.works),
            amount=outcome.amount,
            reason=outcome.reason,
            indicative=outcome.indicative,
            why=why_of(why, outcome),
        )
        for outcome, why in zip(account.card.premiums, line.why, strict=True)
    ]


def _lines(account: HouseholdAccount) -> dict[str, tuple[CostLine, Sequence[Mapping[str, Any]]]]:
    if account.card is None:
        return {}
    return {line.key: (line, [why_of(why) for why in line.why]) for line in account.card.lines}


def why_of(why: Why, premium: PremiumOutcome | None = None) -> Mapping[str, Any]:
    """One reason as the ``why`` macro reads it: what went in, rule, source, dates, simulator."""
    return {
        "why": " · ".join(say(one) for one in why.inputs),
        "rule": why.rule,
        "source": why.source,
        "valid_from": why.valid_from,
        "valid_until": why.valid_until,
        "simulator": premium.simulator if premium else "",
    }
