"""What does each contractor mean for one home: its ceiling, own share, gaps and terms?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.base.units import Quantity
from renogroep.financing.queries import card_rules
from renogroep.financing.rules.cost_card import CostCard, Household, Work, cost_card
from renogroep.financing.rules.loan import OwnRate
from renogroep.groups.models import Request, RequestHome
from renogroep.groups.rules.quantities import own_quantity
from renogroep.owners.queries import quantities as measured
from renogroep.quotes.models import Preference, Quote
from renogroep.quotes.queries import choosing, opened
from renogroep.quotes.queries.opened import OpenedSheet
from renogroep.quotes.rules.comparison import (
    Gap,
    HomeOffer,
    HouseholdComparison,
    gaps,
    household_comparison,
)
from renogroep.quotes.rules.home_price import SHARING_PROMISED, HomePrice, home_ceiling
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

    ceilings   contractor -> the most that it costs when a neighbour on the scaffold joins in
    alone      the same when none does; empty for a home that has its scaffold to itself anyway
    """

    place: Place
    quotes: Mapping[int, Quote]
    names: Mapping[int, str]
    ceilings: Mapping[str, Money]
    alone: Mapping[str, Money]
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


def home_price_at(quote: Quote, sheet: OpenedSheet, place: Place) -> HomePrice | None:
    """The ceiling of the home at a contractor's own minimum; None when a quantity is missing."""
    try:
        return home_ceiling(
            sheet.prices,
            opened.home_quantities(place.home),
            place.run_size,
            opened.minimum_of(quote),
        )
    except Refused:
        return None


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
    prices = {q.id: home_price_at(q, sheets[q.id], place) for q in quotes}
    by_itself = replace(place, run_size=1)
    alone = {q.id: home_price_at(q, sheets[q.id], by_itself) for q in quotes}
    rows = []
    for quote in quotes:
        card = _card(session, subscription, lot, prices[quote.id], sensitive, own_rate)
        left_out = _left_out(quote, place, names, sheets)
        rows.append(_offer(quote, names[quote.id], card, left_out))
    return Offers(
        place=place,
        quotes={q.id: q for q in quotes},
        names=names,
        ceilings={names[key]: price.total for key, price in prices.items() if price is not None},
        alone={
            names[key]: price.total
            for key, price in alone.items()
            if price is not None and price != prices[key]
        },
        comparison=household_comparison(rows, show_all=show_all),
        sentences=choosing.minimum_sentences(session, place.request),
        preference=choosing.preference(session, place.request.id, subscription.id),
    )


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
            Scope.RUN: min(place.run_size, SHARING_PROMISED),
            Scope.LOT: opened.minimum_of(quote),
        },
    )
    return tuple(found)


def _offer(quote: Quote, name: str, card: CostCard | None, left_out: tuple[Gap, ...]) -> HomeOffer:
    return HomeOffer(
        contractor=name,
        own_share=card.line("own_share").amount if card else None,
        per_month=card.line("per_month").amount if card else None,
        gaps=left_out,
        start_from=quote.start_from,
        start_until=quote.start_until,
        warranty_years=quote.warranty_years,
        disruption_days=quote.disruption_days,
        valid_until=quote.valid_until,
    )


def _card(
    session: Session,
    subscription: Subscription,
    lot: Lot,
    price: HomePrice | None,
    sensitive: bool,
    own_rate: OwnRate | None,
) -> CostCard | None:
    if price is None:
        return None
    case, today = subscription.case, clock.today()
    household = Household(
        build_year=case.dwelling.build_year,
        owner_kind=case.owner_kind,
        category=case.income_category if sensitive else None,
        other_dwelling=case.other_dwelling if sensitive else None,
    )
    area = measured(session, case.dwelling_id).get(AREA_OF.get(lot.measure, ""))
    work = Work(lot.measure, price.total, area=area, label=lot.title)
    rules = card_rules(session, subscription.municipality_id, today)
    return cost_card(rules, on=today, household=household, works=[work], own_rate=own_rate)


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
    reference = home_ceiling(sheet.prices, presumed, 1, lot.min_to_execute)
    price = reference if own is None else home_ceiling(sheet.prices, own, 1, lot.min_to_execute)
    card = _card(session, subscription, lot, price, True, own_rate)
    return WinnerOffer(
        quote=quote,
        ceiling=price.total,
        own=own is not None,
        reference=reference.total,
        card=card,
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


def alone_card(
    session: Session, subscription: Subscription, lot: Lot, quote: Quote
) -> tuple[CostCard | None, CostCard | None]:
    """What one contractor costs this home: with the whole scaffold, and when a neighbour shares it.

    The second is None for a home that has its scaffold to itself anyway, and in procurement.
    """
    if lot.package.mode == Mode.PROCUREMENT:
        found = winner_offer(session, subscription, lot)
        return (found.card if found else None), None
    place = place_of(session, subscription, lot)
    if place is None:
        return None, None
    sheet = opened.sheet_of(session, quote)
    alone = home_price_at(quote, sheet, replace(place, run_size=1))
    shared = home_price_at(quote, sheet, place)
    card = _card(session, subscription, lot, alone, True, None)
    other = None if shared == alone else _card(session, subscription, lot, shared, True, None)
    return card, other
