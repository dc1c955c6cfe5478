"""What does each contractor mean for one home: its ceiling, own share, gaps and terms?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.base.units import Quantity
from renogroep.financing.queries import card_rules
from renogroep.financing.rules.cost_card import CostCard, Work, cost_card
from renogroep.financing.rules.loan import OwnRate
from renogroep.groups.models import Request, RequestHome
from renogroep.groups.rules.quantities import own_quantity
from renogroep.owners.queries import quantities as measured
from renogroep.owners.queries.household import household_of
from renogroep.quotes.models import Preference, Quote
from renogroep.quotes.queries import choosing, opened
from renogroep.quotes.rules.comparison import (
    Gap,
    HomeOffer,
    HouseholdComparison,
    gaps,
    household_comparison,
)
from renogroep.quotes.rules.home_price import (
    PricedLine,
    Quantities,
    home_ceiling,
)
from renogroep.quotes.rules.maximum import ALONE, OwnShare, ceiling_alone
from renogroep.quotes.rules.opened_sheet import OpenedSheet
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bill import Scope
from renogroep.tenders.rules.lifecycle import Mode

AREA_OF = {"wall_outside": "facade_m2", "windows_doors": "windows_m2"}  # m² that a premium counts


@dataclass(frozen=True, slots=True)
class Place:
    """Where a home stands in a group request."""

    request: Request
    home: RequestHome
    run_size: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The comparison of one household, with what it answered until now.

    ceilings   contractor -> the most that it costs, excl. VAT: alone on the scaffold
    shared     contractor -> its own share when a neighbour on the scaffold joins in; empty for a
               home that has its scaffold to itself anyway
    """

    place: Place
    quotes: Mapping[int, Quote]
    names: Mapping[int, str]
    ceilings: Mapping[str, Money]
    shared: Mapping[str, Money]
    comparison: HouseholdComparison
    sentences: Mapping[int, Text]
    preference: Preference | None


def place_of(session: Session, subscription: Subscription, lot: Lot) -> Place | None:
    """The group request of this lot in which the home takes part; None when there is none."""
    for request in opened.requests_of(session, lot.id):
        homes = opened.homes_of(request)
        for home in homes:
            if home.subscription_id == subscription.id:
                return Place(request, home, opened.run_size(home, homes))
    return None


@dataclass(frozen=True, slots=True)
class Asking:
    """For which home the figures are, and who reads them; as in ``offers``."""

    subscription: Subscription
    lot: Lot
    sensitive: bool = True
    own_rate: OwnRate | None = None


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What one contractor costs one home; None where it is not known.

    ceiling   excl. VAT, alone on the scaffold
    work      the same, as the account of a home takes it
    alone     the cost card of that ceiling
    shared    the card when a neighbour joins in; None for a home that is alone anyway
    """

    ceiling: Money | None = None
    work: Work | None = None
    alone: CostCard | None = None
    shared: CostCard | None = None


def _figures(
    session: Session,
    asked: Asking,
    prices: Sequence[PricedLine],
    quantities: Quantities,
    run_size: int,
    minimum: int,
) -> HomeFigures:
    """Every figure of a home before its order. Nothing is known while a quantity is missing."""
    try:
        alone = ceiling_alone(prices, quantities, minimum).total
        shared = home_ceiling(prices, quantities, run_size, minimum).total
    except Refused:
        return HomeFigures()
    return HomeFigures(
        ceiling=alone,
        work=_work(session, asked, alone),
        alone=_card(session, asked, alone),
        shared=_card(session, asked, shared) if shared != alone else None,
    )


def _in_group(
    session: Session, asked: Asking, quote: Quote, sheet: OpenedSheet, place: Place
) -> HomeFigures:
    """At the contractor's own minimum, with the scaffold of the group."""
    quantities = opened.home_quantities(place.home)
    minimum = opened.minimum_of(quote)
    return _figures(session, asked, sheet.prices, quantities, place.run_size, minimum)


def alone_figures(
    session: Session, subscription: Subscription, lot: Lot, quote: Quote
) -> HomeFigures:
    """What a quote costs a home that has no order yet: alone on its scaffold, and with a neighbour.

    Nothing while the home is in no request or is not measured. No shared card for a home that has
    its scaffold alone anyway, and in procurement, where nobody is promised to it.
    """
    asked, sheet = Asking(subscription, lot), opened.sheet_of(session, quote)
    if lot.package.mode == Mode.PROCUREMENT:
        own = _own_quantities(session, subscription, quote.request)
        if own is None:
            return HomeFigures()
        return _figures(session, asked, sheet.prices, own, ALONE, lot.min_to_execute)
    place = place_of(session, subscription, lot)
    if place is None or place.request.id != quote.request_id:
        return HomeFigures()
    return _in_group(session, asked, quote, sheet, place)


def offers(
    session: Session,
    subscription: Subscription,
    lot: Lot,
    *,
    show_all: bool = False,
    sensitive: bool = True,
    own_rate: OwnRate | None = None,
) -> Offers | None:
    """All regular quotes for this home; None when it is in no request of this lot.

    own_rate    counted with where no loan rule holds
    sensitive   False leaves the income category out: the premium and what follows from it is then
                not known, for staff who may not see that category
    """
    place = place_of(session, subscription, lot)
    if place is None:
        return None
    quotes = choosing.quotes_for(session, place.request)
    names = opened.labels(quotes)
    sheets = opened.sheets_of(session, quotes)
    asked = Asking(subscription, lot, sensitive, own_rate)
    found = {q.id: _in_group(session, asked, q, sheets[q.id], place) for q in quotes}
    rows = [
        _offer(quote, names[quote.id], found[quote.id], _left_out(quote, place, names, sheets))
        for quote in quotes
    ]
    return Offers(
        place=place,
        quotes={q.id: q for q in quotes},
        names=names,
        ceilings={names[key]: one.ceiling for key, one in found.items() if one.ceiling is not None},
        shared={
            row.contractor: row.own_share.shared for row in rows if row.own_share.shared is not None
        },
        comparison=household_comparison(rows, show_all=show_all),
        sentences=choosing.minimum_sentences(session, place.request),
        preference=choosing.preference(session, place.request.id, subscription.id),
    )


def first_of_comparison(session: Session, subscription: Subscription, lot: Lot) -> Quote | None:
    """The quote with the lowest worst own share for this home; None while there is none."""
    found = offers(session, subscription, lot)
    if found is None or not found.comparison.contractors:
        return None
    first = found.comparison.contractors[0]
    return next(quote for key, quote in found.quotes.items() if found.names[key] == first)


def _left_out(
    quote: Quote, place: Place, names: Mapping[int, str], sheets: Mapping[int, OpenedSheet]
) -> tuple[Gap, ...]:
    """What this contractor leaves out, with what it may cost this home."""
    found = gaps(
        names[quote.id],
        {names[key]: sheet.sheet for key, sheet in sheets.items()},
        sheets[quote.id].lines,
        0,
        opened.home_quantities(place.home),
        {
            Scope.RUN: ALONE,  # as the amount beside it
            Scope.LOT: opened.minimum_of(quote),
        },
    )
    return tuple(found)


def _amount(card: CostCard | None, line: str) -> Money | None:
    return card.line(line).amount if card else None


def _offer(quote: Quote, name: str, found: HomeFigures, left_out: tuple[Gap, ...]) -> HomeOffer:
    share = OwnShare(_amount(found.alone, "own_share"), _amount(found.shared, "own_share"))
    worst = found.shared if share.worst != share.alone else found.alone
    return HomeOffer(
        contractor=name,
        own_share=share,
        per_month=_amount(worst, "per_month"),
        gaps=left_out,
        start_from=quote.start_from,
        start_until=quote.start_until,
        warranty_years=quote.warranty_years,
        disruption_days=quote.disruption_days,
        valid_until=quote.valid_until,
    )


def _work(session: Session, asked: Asking, amount: Money) -> Work:
    lot = asked.lot
    area = measured(session, asked.subscription.dwelling_id).get(AREA_OF.get(lot.measure, ""))
    return Work(lot.measure, amount, area=area, label=lot.title)


def _card(session: Session, asked: Asking, amount: Money) -> CostCard:
    """The card of an amount excl. VAT, by the rules of today."""
    today = clock.today()
    return cost_card(
        card_rules(session, asked.subscription.municipality_id, today),
        on=today,
        household=household_of(asked.subscription.case, sensitive=asked.sensitive),
        works=[_work(session, asked, amount)],
        own_rate=asked.own_rate,
    )


@dataclass(frozen=True, slots=True)
class WinnerOffer:
    """Procurement on a resident's page: the winner, and nobody else.

    ceiling    of this home by its own measures; of an average home while it is not measured
    own        the ceiling rests on this home's own measures, not on the presumed average
    reference  the price of an average home with its own scaffold, the same for everybody
    left_out   work that is not in the price
    """

    quote: Quote
    ceiling: Money
    own: bool
    reference: Money
    card: CostCard | None
    left_out: tuple[str, ...]


def winner_offer(
    session: Session, subscription: Subscription, lot: Lot, own_rate: OwnRate | None = None
) -> WinnerOffer | None:
    """The awarded quote with a reference price for this home; None while there is no decision."""
    decision = opened.decision_of(session, lot.id)
    if decision is None:
        return None
    quote = decision.quote
    sheet = opened.sheet_of(session, quote)
    own = _own_quantities(session, subscription, quote.request)
    presumed = {line.number: line.per_home for line in quote.request.lines}
    reference = ceiling_alone(sheet.prices, presumed, lot.min_to_execute).total
    asked = Asking(subscription, lot, own_rate=own_rate)
    home = presumed if own is None else own
    found = _figures(session, asked, sheet.prices, home, ALONE, lot.min_to_execute)
    return WinnerOffer(
        quote=quote,
        ceiling=reference if found.ceiling is None else found.ceiling,
        own=own is not None,
        reference=reference,
        card=found.alone,
        left_out=tuple(gap.description for gap in gaps("", {"": sheet.sheet}, sheet.lines, 0, {})),
    )


def _own_quantities(
    session: Session, subscription: Subscription, request: Request
) -> dict[str, Quantity] | None:
    """Post -> quantity as measured in this home, or fixed; None while something was not measured."""
    known = measured(session, subscription.dwelling_id)
    found = {}
    for line in request.lines:
        if line.scope != Scope.HOME or line.nature == "PM":
            continue
        amount = own_quantity(line.nature, line.source, line.per_home, known)
        if amount is None:
            return None
        found[line.number] = amount
    return found
