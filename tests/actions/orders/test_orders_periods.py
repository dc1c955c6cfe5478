"""An order keeps the periods under which it was signed, whatever changes later."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK
from renogroep.orders.actions import withdrawing
from renogroep.orders.queries.order_text import order_text
from tests.support.make import TODAY
from tests.support.make_orders import at, place, surveyed
from tests.support.make_periods import own_periods


@pytest.fixture
def signed(make):
    """H1 signed while the municipality gave 21 days to withdraw."""
    _, _, orders = surveyed(make)
    version = own_periods(make, withdrawal=21)
    place(make, orders["H1"])
    return orders["H1"], version


def test_the_last_day_and_the_version_stand_in_the_order(make, signed):
    order, version = signed
    assert order.withdraw_until == TODAY + timedelta(days=21)
    assert order.periods_version_id == version.id


def test_a_shorter_period_later_changes_neither_text_nor_right(make, signed):
    order, _ = signed
    own_periods(make, label="korter", withdrawal=7)
    words = str(order_text(make.session, order))
    assert "21 dagen" in words
    assert "7 dagen" not in words
    with clock.frozen_at(at(order.withdraw_until)):
        withdrawing.withdraw(make.session, order, by=TICK)
    assert order.state == "withdrawn"


def test_the_day_after_it_is_over(make, signed):
    order, _ = signed
    with (
        clock.frozen_at(at(order.withdraw_until + timedelta(days=1))),
        pytest.raises(Refused, match="order.withdrawal_over"),
    ):
        withdrawing.withdraw(make.session, order, by=TICK)
