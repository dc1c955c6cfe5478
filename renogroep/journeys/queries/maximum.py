"""Which one amount stands beside a home in a lot: what it orders at most, incl. VAT and after the premium?"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from renogroep.journeys.queries.home_facts import HomeLot
from renogroep.journeys.rules.figures import Figures, figures_on
from renogroep.journeys.rules.standing import Standing
from renogroep.journeys.rules.standing_words import Maximum
from renogroep.orders.queries import cards
from renogroep.orders.queries.offers import offer_of
from renogroep.quotes.queries import offers as quoted


def figures_of(
    session: Session, homes: Iterable[tuple[HomeLot, Standing]], today: date
) -> dict[int, Figures | None]:
    """Lot id -> its amounts, for lots whose standing shows one."""
    return {home.lot.id: _figures(session, home, standing, today) for home, standing in homes}


def _figures(session: Session, home: HomeLot, standing: Standing, today: date) -> Figures | None:
    if standing.maximum is None:
        return None
    if standing.maximum == Maximum.ALONE:
        return _alone(session, home)
    if home.order is None:
        return None
    offer = offer_of(session, home.order.quote)
    return figures_on(cards.card_of(session, home.order, offer, today))


def _alone(session: Session, home: HomeLot) -> Figures | None:
    """Before there is an order: the whole scaffold, and under it the shared one."""
    quote, lowest = home.quote, None
    if quote is None:
        quote = quoted.first_of_comparison(session, home.subscription, home.lot)
        lowest = quote.organisation.name if quote else None
    if quote is None:
        return None
    alone, shared = quoted.alone_card(session, home.subscription, home.lot, quote)
    return figures_on(alone, shared.line("bank").amount if shared else None, lowest)
