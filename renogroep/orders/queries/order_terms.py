"""What does a contract say first, and when it starts, how it is paid and what is guaranteed?

A line that is not known says whom to ask; it is never left out.
"""

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.identity.models import Municipality, Organisation
from renogroep.identity.queries.companies import insured_until
from renogroep.infra.i18n import day, money, say
from renogroep.orders.models import Order
from renogroep.orders.rules.order_part import Part
from renogroep.orders.rules.payment import advance_of, advance_text
from renogroep.quotes.models import Quote
from renogroep.subscriptions.words import in_words
from renogroep.tenders.models import Lot

_TERMS_SINCE = "2026-12-01"  # the text that was signed before did not have them


def says_terms(order: Order) -> bool:
    """Are start, payment and account part of what this household signs, or signed?"""
    return order.signed_at is None or (order.terms_version or "") >= _TERMS_SINCE


def in_short(order: Order, incl_vat: Money | None, days: int) -> Part:
    """Two lines before everything else: who does what for how much, and until when one may stop.

    incl_vat   the ceiling or the final price; None without a rate of VAT
    days       to withdraw
    """
    what = {"firm": order.quote.organisation.name, "works": in_words(order.wave.lot, "title")}
    if incl_vat is None:
        first = _("%(firm)s does the works “%(works)s” at your home.", **what)
    elif order.final is not None:
        first = _(
            "%(firm)s does the works “%(works)s” at your home. You pay %(amount)s (incl. VAT).",
            amount=money(incl_vat),
            **what,
        )
    else:
        first = _(
            "%(firm)s does the works “%(works)s” at your home. You pay at most %(amount)s (incl. VAT).",
            amount=money(incl_vat),
            **what,
        )
    return Part(_("In short"), words=(first, _until(order, days)))


def _until(order: Order, days: int) -> str:
    if order.withdraw_until is not None:
        return _("Until %(day)s you can stop without cost.", day=day(order.withdraw_until))
    return _(
        "You can stop without cost until %(days)s days after the last signature. After that you are bound.",
        days=days,
    )


def firm_facts(firm: Organisation) -> tuple[tuple[str, str], ...]:
    """Where the contractor is and how it is reached."""
    reach = " · ".join(part for part in (firm.phone, firm.email) if part)
    return (
        (_("Address of the contractor"), firm.postal_address or _ask(firm)),
        (_("How to reach the contractor"), reach or _("Not known to us yet. Ask your advisor.")),
    )


def _ask(firm: Organisation) -> str:
    return _("Not known to us yet. Ask %(firm)s.", firm=firm.name)


def terms(
    session: Session, order: Order, incl_vat: Money | None, municipality: Municipality
) -> Part:
    """Start, duration, warranty, payment, advance, account, insurance, and what if it goes wrong.

    Source: findings on the contract, 2026-11-30. The Consumer Ombudsman Service from own knowledge, to
    be confirmed by the municipality's lawyer.
    """
    firm = order.quote.organisation
    return Part(
        _("When, how you pay, and what is guaranteed"),
        facts=(
            *_works(order.quote),
            *_payment(order, incl_vat, municipality),
            (_("Insurance"), _insurance(session, firm)),
        ),
        words=(
            _(
                "Pay only on this account. Does somebody ask for another one, or for money at the door? Do not pay, and call %(phone)s.",
                phone=municipality.phone,
            ),
            _(
                "Is something wrong? Tell %(firm)s first. Is it not solved? Call %(name)s, %(phone)s. You can also go to the Consumer Ombudsman Service, consumentenombudsdienst.be.",
                firm=firm.name,
                name=municipality.name,
                phone=municipality.phone,
            ),
        ),
    )


def _works(quote: Quote) -> tuple[tuple[str, str], ...]:
    firm, begins = quote.organisation, _ask(quote.organisation)
    if quote.start_from and quote.start_until:
        first, last = day(quote.start_from), day(quote.start_until)
        begins = _("between %(first)s and %(last)s", first=first, last=last)
    return (
        (_("The works begin"), begins),
        (_("Works at your home"), _days(quote.disruption_days, firm)),
        (_("Warranty"), _years(quote.warranty_years, firm)),
    )


def _payment(
    order: Order, incl_vat: Money | None, municipality: Municipality
) -> tuple[tuple[str, str], ...]:
    lot = order.wave.lot
    account = order.firm_iban if order.signed_at else order.quote.organisation.iban
    unknown = _("Not known to us yet. Call %(phone)s first.", phone=municipality.phone)
    return (
        (_("To pay an invoice"), ngettext("%(num)s day", "%(num)s days", lot.pay_days)),
        (_("Advance"), _advance(lot, incl_vat)),
        (_("Account of the contractor"), account or unknown),
    )


def _insurance(session: Session, firm: Organisation) -> str:
    until = insured_until(session, firm)
    if until is None:
        return _("Not shown to us. Ask %(firm)s for its certificate.", firm=firm.name)
    return _("valid until %(day)s", day=day(until))


def _advance(lot: Lot, incl_vat: Money | None) -> str:
    if not lot.advance_percent:
        return _("none")
    if incl_vat is None:
        return _("%(percent)s per cent of the price", percent=lot.advance_percent)
    return say(advance_text(advance_of(incl_vat, lot.advance_percent)))


def _days(count: int | None, firm: Organisation) -> str:
    return ngettext("at most %(num)s day", "at most %(num)s days", count) if count else _ask(firm)


def _years(count: int | None, firm: Organisation) -> str:
    return ngettext("%(num)s year", "%(num)s years", count) if count else _ask(firm)
