"""What stands in an order: on the page, on paper and in the mail alike?"""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.card_lines import RULES_OF_THE_DAY
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.identity.models import Municipality
from renogroep.infra.i18n import day, moment, money, number, say
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.queries.cards import Vat, vat_of
from renogroep.orders.queries.fitness import needs_permit
from renogroep.orders.queries.offers import Offer, ceiling_of, offer_of
from renogroep.orders.queries.once import Once
from renogroep.orders.queries.order_terms import firm_facts, in_short, says_terms, terms
from renogroep.orders.rules.conditions import (
    CONDITION_LABELS,
    CONDITIONS,
    Condition,
    ConditionState,
)
from renogroep.orders.rules.lifecycle import ORDERS
from renogroep.orders.rules.order_part import Part
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.quotes.rules.home_price import SHARING_PROMISED
from renogroep.quotes.rules.price_sheet import KIND_LABELS, AnswerKind
from renogroep.subscriptions.words import in_words
from renogroep.tenders.rules.bill import Scope


def order_text(
    session: Session,
    order: Order,
    *,
    own: bool = True,
    offer: Offer | None = None,
    vat: Vat | None = None,
    once: Once | None = None,
) -> list[Part]:
    """The whole order in the reader's language; before it is signed, as it would be today.

    own   False for another owner: how the household pays is told to the household alone
    offer, vat, once   when the caller knows them
    What was signed is shown as it was signed: a later rate of VAT does not rewrite it.
    """
    offer = offer or offer_of(session, order.quote)
    once = once or Once(session, order, clock.today())
    municipality = session.get_one(Municipality, order.municipality_id)
    vat, days = (
        vat or vat_of(session, order, clock.today(), once),
        _days_to_withdraw(session, order, once),
    )
    with_terms = says_terms(order)
    return [
        in_short(order, vat.total, days),
        _who(order),
        _price(order, vat),
        *([terms(session, order, vat.total, municipality)] if with_terms else []),
        _what(order, offer),
        _not_in(order, offer),
        _conditions(session, order, offer, own, once),
        _withdrawing(order, municipality, days),
        _withdrawal_form(order, municipality),
        _signatures(order),
    ]


def _who(order: Order) -> Part:
    firm = order.quote.organisation
    home = order.subscription.case.dwelling.address
    return Part(
        _("Who orders what from whom"),
        facts=(
            (_("Order"), order.reference),
            (_("Works"), in_words(order.wave.lot, "title")),
            (_("Home"), home.full),
            (_("Customer"), order.person.name),
            (_("Contractor"), " · ".join(x for x in (firm.name, firm.company_number) if x)),
            *(firm_facts(firm) if says_terms(order) else ()),
            (_("State"), say(ORDERS.label(order.state))),
        ),
        words=(
            _(
                "The contract is between the customer and the contractor. The invoice is made out to the customer."
            ),
        ),
    )


def _price(order: Order, vat: Vat) -> Part:
    facts = [(_("Ceiling, excl. VAT"), money(order.ceiling))]
    if order.final is not None:
        facts.append((_("Final price, excl. VAT"), money(order.final)))
    if vat.percent is not None:
        label = _("VAT on the day of the signature") if order.signed_at else _("VAT")
        facts.append((label, f"{vat.percent} %"))
    if vat.total is not None:
        label = _("Final price, incl. VAT") if order.final else _("Ceiling, incl. VAT")
        facts.append((label, money(vat.total)))
    return Part(
        _("The price"),
        facts=tuple(facts),
        words=(
            _("The final price can be lower than the ceiling, never higher.")
            + " "
            + _("It is fixed on %(day)s.", day=day(order.wave.freeze_on)),
            _(
                "Changes of VAT or premium by law are outside the ceiling. Extra work is outside it too, and is only done after your own yes to its price."
            ),
            say(RULES_OF_THE_DAY),
        ),
    )


def _what(order: Order, offer: Offer) -> Part:
    """Every post of the home with the agreed quantity, then what the neighbours share."""
    amounts = {line.number: line.quantity for line in order.lines}
    price = ceiling_of(order, offer)
    paid = dict(price.lines)
    rows = [
        (
            line.number,
            line.description,
            f"{number(amounts[line.number])} {line.unit}",
            money(paid[line.number]) if line.number in paid else say(_kind(offer, line.number)),
        )
        for line in offer.home_lines
        if line.number in amounts and offer.kinds.get(line.number) in _IN_PRICE
    ]
    for scope, parties, share, words in (
        (
            Scope.RUN,
            min(order.run_size, SHARING_PROMISED),
            price.run_share,
            _("Your part of the scaffold"),
        ),
        (Scope.LOT, offer.minimum, price.lot_share, _("Your part of the building site")),
    ):
        if share:
            posts = ", ".join(one.number for one in offer.prices if one.scope == scope)
            rows.append((posts, words, f"1/{parties}", money(share)))
    rows.append((_("Together"), "", "", money(price.total)))
    return Part(
        _("What is included"),
        words=(_("The quantities were measured by advisor and contractor together."),),
        header=(_("Post"), _("What"), _("Quantity"), _("At most, excl. VAT")),
        rows=tuple(rows),
        numbers=(2, 3),
    )


_IN_PRICE = (AnswerKind.PRICE, AnswerKind.INCLUDED)


def _kind(offer: Offer, post: str) -> str:
    return KIND_LABELS[AnswerKind(offer.kinds[post])]


def _not_in(order: Order, offer: Offer) -> Part:
    missing = [
        f"{line.number} {line.description} ({say(_kind(offer, line.number))})"
        for line in order.quote.request.lines
        if offer.kinds.get(line.number)
        in (AnswerKind.EXCLUDED, AnswerKind.OPTION, AnswerKind.MISSING)
    ]
    return Part(
        _("What is not included"),
        words=() if missing else (_("Nothing of the bill of quantities is left out."),),
        bullets=tuple(missing),
    )


def _conditions(session: Session, order: Order, offer: Offer, own: bool, once: Once) -> Part:
    carried = tuple(
        _("The payment is not settled yet.")
        if hidden
        else f"{say(CONDITION_LABELS[row.kind])}: {say(CONDITIONS.label(row.state))}"
        for row in order.conditions
        if not (hidden := row.kind == Condition.FUNDING and not own)
        or row.state == ConditionState.OPEN
    )
    return Part(
        _("On what the order still hangs"),
        words=(_("When one of these does not come true, the order falls and you pay nothing."),),
        bullets=carried or _would_carry(session, order, offer, once),
    )


def _would_carry(session: Session, order: Order, offer: Offer, once: Once) -> tuple[str, ...]:
    """The conditions of an order that is not signed yet; some depend on what is filled in."""
    known = [
        _(
            "On %(day)s at least %(minimum)s homes take part.",
            day=day(order.wave.freeze_on),
            minimum=offer.minimum,
        )
    ]
    if needs_permit(session, order, once):
        known.append(_("The permit or the consent that the works need is granted."))
    if order.subscription.case.owner_kind == OwnerKind.CO_OWNERSHIP:
        known.append(_("The general meeting of the co-ownership says yes."))
    return (
        *known,
        _("When you need a loan: the loan is granted."),
        _("When somebody else owns the home too: that owner signs."),
    )


def _days_to_withdraw(session: Session, order: Order, once: Once) -> int:
    """What was signed keeps the days of its version; before it is signed, those of today."""
    if order.periods_version_id is not None:
        version = session.get_one(RuleVersion, order.periods_version_id)
        return PeriodsTable.from_json(version.table).days("withdrawal")
    return once.periods.days("withdrawal")


def _withdrawing(order: Order, municipality: Municipality, days: int) -> Part:
    until = order.withdraw_until
    words = [
        _(
            "You may withdraw within %(days)s days after the last signature, without a reason and without cost.",
            days=days,
        )
    ]
    if until is not None:
        words.append(_("You can do that until %(day)s.", day=day(until)))
    words.append(
        _(
            "Use the button on your page, call %(phone)s, or send the form below to %(name)s, %(email)s.",
            phone=municipality.phone,
            name=municipality.name,
            email=municipality.email,
        )
    )
    return Part(_("Changing your mind"), words=tuple(words))


def _withdrawal_form(order: Order, municipality: Municipality) -> Part:
    """The model form. Source: Belgian Code of Economic Law, book VI, annex 2; from own knowledge on
    2026-11-23, to be confirmed by the municipality's lawyer."""
    firm = order.quote.organisation
    blank = "…" * 12
    return Part(
        _("Model form for withdrawal"),
        words=(_("Fill in this form and send it back only when you want to withdraw."),),
        facts=(
            (
                _("To"),
                _(
                    "%(firm)s, through %(name)s, %(email)s",
                    firm=firm.name,
                    name=municipality.name,
                    email=municipality.email,
                ),
            ),
            (
                _("I/we tell you that I/we withdraw from this contract"),
                f"{order.reference}, {in_words(order.wave.lot, 'title')}",
            ),
            (
                _("Ordered on"),
                day(clock.local(order.ordered_at).date()) if order.ordered_at else blank,
            ),
            (_("Name of the customer"), order.person.name),
            (_("Address of the customer"), order.subscription.case.dwelling.address.full),
            (_("Signature of the customer, only on paper"), blank),
            (_("Date"), blank),
        ),
    )


def _signatures(order: Order) -> Part:
    rows = [(order.person.name, _signed(order.signed_at))]
    rows += [(row.person.name, _co_signed(row)) for row in order.co_owners]
    words = (
        ()
        if order.signed_at
        else (
            _("I have read this and I order. I know that this order binds me to pay."),
            _("Date and signature:") + " " + "…" * 20,
        )
    )
    return Part(_("Signatures"), facts=tuple(rows), words=words)


def _co_signed(row: CoOwner) -> str:
    return _signed(row.signed_at) + (", " + _("same device") if row.same_device else "")


def _signed(at: object) -> str:
    return _("signed on %(moment)s", moment=moment(at)) if at else _("not signed yet")  # type: ignore[arg-type]
