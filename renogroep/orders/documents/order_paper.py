"""What stands in an order, on the page and on paper alike?"""

from dataclasses import dataclass

from flask_babel import gettext as _

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, language_now, moment, money, number, say
from renogroep.orders.models import Order
from renogroep.orders.queries.cards import Vat
from renogroep.orders.queries.offers import Offer, ceiling_of
from renogroep.orders.rules.conditions import (
    CONDITION_LABELS,
    CONDITION_STATE_LABELS,
    Condition,
    ConditionState,
)
from renogroep.orders.rules.lifecycle import LABELS, OrderState
from renogroep.quotes.rules.home_price import SHARING_PROMISED
from renogroep.quotes.rules.price_sheet import KIND_LABELS, AnswerKind
from renogroep.subscriptions.words import in_words
from renogroep.tenders.rules.bill import Scope


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; empty parts of it are left out."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()


def parts(order: Order, offer: Offer, vat: Vat, municipality: Municipality) -> list[Part]:
    """The whole order in the reader's language."""
    return [
        _who(order),
        _price(order, vat),
        _what(order, offer),
        _not_in(order, offer),
        _conditions(order),
        _withdrawing(order, municipality),
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
            (_("State"), say(LABELS[OrderState(order.state)])),
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
        facts.append((_("VAT"), f"{vat.percent} %"))
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


def _conditions(order: Order) -> Part:
    return Part(
        _("On what the order still hangs"),
        words=(_("When one of these does not come true, the order falls and you pay nothing."),),
        bullets=tuple(
            f"{say(CONDITION_LABELS[Condition(row.kind)])}: "
            f"{say(CONDITION_STATE_LABELS[ConditionState(row.state)])}"
            for row in order.conditions
        ),
    )


def _withdrawing(order: Order, municipality: Municipality) -> Part:
    until = order.withdraw_until
    words = [
        _(
            "You may withdraw within 14 days after the last signature, without a reason and without cost."
        )
    ]
    if until is not None:
        words.append(_("You can do that until %(day)s.", day=day(until)))
    words += [
        _(
            "Use the button on your page, call %(phone)s, or send this form to %(name)s, %(email)s.",
            phone=municipality.phone,
            name=municipality.name,
            email=municipality.email,
        ),
        _(
            "Withdrawal form: “I withdraw from order %(reference)s of %(home)s. Name, date and signature:”",
            reference=order.reference,
            home=order.subscription.case.dwelling.address.full,
        ),
    ]
    return Part(_("Changing your mind"), words=tuple(words))


def _signatures(order: Order) -> Part:
    rows = [(order.person.name, _signed(order.signed_at))]
    rows += [(row.person.name, _signed(row.signed_at)) for row in order.co_owners]
    return Part(_("Signatures"), facts=tuple(rows))


def _signed(at: object) -> str:
    return _("signed on %(moment)s", moment=moment(at)) if at else _("not signed yet")  # type: ignore[arg-type]


def pdf(order: Order, offer: Offer, vat: Vat, municipality: Municipality) -> bytes:
    """The same parts for paper and archive."""
    paper = Document(
        _("Order %(reference)s", reference=order.reference),
        language_now(),
        municipality.name,
        in_words(order.wave.lot, "title"),
        sender_lines=[municipality.name, municipality.phone, municipality.email],
        reference=_("terms of %(version)s", version=order.terms_version or "–"),
    )
    for part in parts(order, offer, vat, municipality):
        paper.heading(part.heading)
        if part.facts:
            paper.key_values(part.facts)
        for words in part.words:
            paper.paragraph(words)
        if part.bullets:
            paper.bullets(part.bullets)
        if part.rows:
            sides = ["right" if n in part.numbers else "left" for n in range(len(part.header))]
            paper.table(part.header, part.rows, widths=(2, 5, 2, 3), align=sides, total=True)  # type: ignore[arg-type]
    paper.paragraph(_("Made on %(day)s.", day=day(clock.today())))
    return paper.pdf_bytes()
