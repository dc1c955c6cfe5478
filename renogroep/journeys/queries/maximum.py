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
from renogroep.quotes.models import Quote
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
    quote, lowest = alone_at(session, home)
    if quote is None:
        return None
    found = quoted.alone_figures(session, home.subscription, home.lot, quote)
    return figures_on(
        found.alone, found.shared.line("bank").amount if found.shared else None, lowest
    )


def alone_at(session: Session, home: HomeLot) -> tuple[Quote | None, str | None]:
    """With whose quote a home without an order counts; the firm, where it only stands first."""
    if home.quote is not None:
        return home.quote, None
    first = quoted.first_of_comparison(session, home.subscription, home.lot)
    return first, first.organisation.name if first else None
