"""Which invitations, quotes and choices does a reader reach?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists

from renogroep.groups.models import Request
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.quotes.models import (
    Assignment,
    Invitation,
    PriceQuery,
    Quote,
    UnreadableQuote,
)
from renogroep.quotes.queries.opened import READABLE
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package

Conditions = Sequence[ColumnElement[bool]]


def _of_package(scope: Scope) -> ColumnElement[bool]:
    return Lot.package.has(scope.within(Package.neighbourhood_id))


def _of_lot(scope: Scope) -> ColumnElement[bool]:
    return Request.lot.has(_of_package(scope))


@reaches(Request, Reach.FIRM)
def asked_of_firm(scope: Scope) -> Conditions:
    """The firm was invited for the lot."""
    return (
        exists().where(
            Invitation.lot_id == Request.lot_id, Invitation.organisation_id == scope.firm_id
        ),
    )


@reaches(Quote, Reach.FIRM)
def own_quotes(scope: Scope) -> Conditions:
    """The firm made it: drafts, receipts, and what became of them."""
    return (Quote.organisation_id == scope.firm_id,)


@reaches(Quote, Reach.STAFF)
def opened_quotes(scope: Scope) -> Conditions:
    """It was opened; a sealed one is not there for anybody."""
    return (
        Quote.municipality_id == scope.municipality_id,
        Quote.state.in_(READABLE),
        Quote.request.has(_of_lot(scope)),
    )


@reaches(UnreadableQuote, Reach.STAFF)
def not_opened_quotes(scope: Scope) -> Conditions:
    """It did not open with the others of a lot that they reach."""
    return (
        UnreadableQuote.municipality_id == scope.municipality_id,
        UnreadableQuote.quote.has(Quote.request.has(_of_lot(scope))),
    )


@reaches(PriceQuery, Reach.STAFF)
def asked_prices(scope: Scope) -> Conditions:
    """A price of a quote that they reach was asked about."""
    return (
        PriceQuery.municipality_id == scope.municipality_id,
        PriceQuery.quote.has(Quote.request.has(_of_lot(scope))),
    )


@reaches(Assignment, Reach.OWN)
def own_ends(scope: Scope) -> Conditions:
    """Where a home of this person ended."""
    return (
        exists().where(
            Subscription.id == Assignment.subscription_id,
            Subscription.person_id == scope.person_id,
        ),
    )


@reaches(Assignment, Reach.STAFF)
def ends_in_reach(scope: Scope) -> Conditions:
    """Where a home of their neighbourhoods ended."""
    return (
        Assignment.municipality_id == scope.municipality_id,
        exists().where(
            Subscription.id == Assignment.subscription_id,
            Subscription.package_id == Package.id,
            scope.within(Package.neighbourhood_id),
        ),
    )
