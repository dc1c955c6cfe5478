"""A loan is refused at the very moment that the household orders: the order never waits for nothing."""

from datetime import date

import pytest

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import session as now
from renogroep.journeys.actions import loans
from renogroep.orders.actions import ordering
from renogroep.orders.models import Order
from renogroep.owners.models import LoanProposal
from tests.actions.journeys.test_journeys_loans import ASKED, OPENS
from tests.actions.journeys.test_journeys_races import both
from tests.support.make_orders import at, surveyed

DATABASES = ("postgresql",)  # on SQLite a whole transaction waits for the other


@pytest.fixture
def ids(given):
    """H1 may order; the lender was asked for its loan."""
    with given() as make:
        _, _, orders = surveyed(make)
        order, by = orders["H1"], By(make.member(Role.ADVISOR).id)
        with clock.frozen_at(at(OPENS)):
            loan = loans.propose_loan(make.session, order.subscription.case, ASKED, by=by)
            loans.choose_loan(make.session, loan, by=by)
            loans.apply_loan(make.session, loan, on=OPENS, by=by)
        return {"order": order.id, "loan": loan.id, "by": by}


def order_it(session, ids):
    order = session.get_one(Order, ids["order"])
    ordering.place_order(session, order, ordering.Signing(), by=By(order.person_id))


def refuse_it(session, ids):
    loans.refuse_loan(session, session.get_one(LoanProposal, ids["loan"]), by=ids["by"])


@pytest.mark.parametrize(
    ("first", "second", "until"),
    [(order_it, refuse_it, date(2027, 1, 11)), (refuse_it, order_it, None)],
)
def test_who_orders_before_the_refusal_is_asked_and_who_orders_after_it_hangs_on_nothing(
    app, ids, first, second, until
):
    with clock.frozen_at(at(OPENS)):
        assert both(app, ids, first, second) == ["well", "well"]
    with app.app_context():
        order = now().get_one(Order, ids["order"])
        waits = any(row.kind == "funding" and row.state == "open" for row in order.conditions)
        assert (order.state, order.own_money_until, waits) == ("ordered", until, until is not None)
        assert now().get_one(LoanProposal, ids["loan"]).state == "refused"
