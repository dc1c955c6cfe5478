"""One account per home: its figures are those of its lots, and its premiums share their caps."""

from datetime import timedelta

import pytest

from renogroep.base.money import ZERO, Money, total
from renogroep.infra.acts import By
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.queries.household_account import account_of, interests_of
from renogroep.journeys.queries.maximum import figures_of
from renogroep.journeys.queries.standings import standing_now
from renogroep.orders.actions import withdrawing
from renogroep.owners.models import Case
from tests.actions.journeys.test_home_selects import selects
from tests.support.make import FACADE_POSTS, TODAY
from tests.support.make_accounts import (
    finals,
    lot_of_d,
    ordered_twice,
    surveyed_by_d,
    surveyed_twice,
    two_lots,
)


def euros(*amounts):
    return tuple(Money.euros(amount) for amount in amounts)


def key_amounts(account):
    return tuple(account.card.line(key).amount for key in ("bank", "premium", "own_share"))


def per_lot(session, case):
    """The one figure of each lot, as every other page shows it."""
    homes = home_lots(session, interests_of(session, case.id), TODAY)
    found = figures_of(session, [(one, standing_now(one)) for one in homes], TODAY)
    return {key: one.most for key, one in found.items() if one}


def same_as_everywhere(session, both):
    account = account_of(session, both.case, TODAY)
    assert {lot.lot_id: account.invoice(lot).incl_vat for lot in account.lots} == per_lot(
        session, both.case
    )
    assert account.most == total(per_lot(session, both.case).values())
    return account


# HOUSEHOLD.md, section 12
def test_h3_before_any_order_alone_on_its_scaffold(session, make):
    account = same_as_everywhere(session, two_lots(make))
    assert key_amounts(account) == euros("20374.47", "6571.32", "13803.15")


def test_h3_at_the_ceiling_and_at_the_final_price(session, make):
    both = two_lots(make)
    orders = ordered_twice(make, both)
    account = same_as_everywhere(session, both)
    assert key_amounts(account) == euros("19992.87", "6571.32", "13421.55")
    assert account.without_premium == account.most
    finals(orders, "9894.57", "8608.54")
    account = same_as_everywhere(session, both)
    assert key_amounts(account) == euros("19613.29", "6476.09", "13137.20")
    assert account.card.final


def test_two_facade_lots_share_one_premium(session, make):
    """Category 4: 2 x 9,000 in two lots 5,000, own share 14,080.00."""
    posts = (FACADE_POSTS[0],)
    both = two_lots(make, posts, {"01.01": "150"}, {"extra": "1"}, measure="wall_outside")
    both.case.income_category = 4
    orders = surveyed_twice(make, both, {"01.01": "60"})
    for order in orders:
        order.ceiling = Money.euros(9000)
    account = same_as_everywhere(session, both)
    assert key_amounts(account) == euros("19080", "5000", "14080")
    assert len(account.card.premiums) == 1


def test_what_ended_counts_in_nothing_and_a_lot_without_price_is_named(session, make):
    both = two_lots(make)
    orders = surveyed_twice(make, both)
    make.want(both.home, make.lot(both.facade.package, number=3, title="Dak", measure="roof"))
    session.expire_all()
    account = account_of(session, both.case, TODAY)
    assert account.unpriced == ("Dak",)
    withdrawing.withdraw(session, orders[1], by=By(both.home.person_id, seen=orders[1].version))
    session.flush()
    session.expire_all()
    account = same_as_everywhere(session, both)
    assert [lot.title for lot in account.lots] == [both.facade.lot.title]
    assert "Ramen en deuren" not in account.unpriced


def test_a_signed_order_keeps_its_rate_of_vat(session, make):
    both = two_lots(make)
    orders = ordered_twice(make, both)
    orders[0].vat_percent = 21
    account = same_as_everywhere(session, both)
    assert [account.invoice(lot).incl_vat for lot in account.lots] == list(
        euros("12204.06", "9301.71")
    )


def test_an_advance_is_paid_first_and_the_rest_later(session, make):
    both = two_lots(make)
    both.windows.advance_percent, both.windows.pay_days = 15, 14
    orders = ordered_twice(make, both)
    orders[1].planned_on = TODAY + timedelta(days=200)
    account = account_of(session, both.case, TODAY)
    windows = [one for one in account.payments() if one.lot.order_id == orders[1].id]
    assert [(one.advance, one.amount) for one in windows] == [
        (True, Money.euros("1395.26")),
        (False, Money.euros("7906.45")),
    ]
    assert windows[1].from_on - windows[0].from_on == timedelta(days=14)
    assert total(one.amount for one in account.payments()) == account.most


def test_staff_without_the_income_group_see_no_premium(session, make):
    both = two_lots(make)
    surveyed_twice(make, both)
    account = account_of(session, both.case, TODAY, sensitive=False)
    assert account.card.line("premium").amount in (None, ZERO)
    assert account.most == Money.euros("19992.87")


MOST = 14


@pytest.mark.parametrize("lots", [2, 4])
def test_a_card_asks_no_more_of_four_lots_than_of_two(session, make, lots):
    both = two_lots(make)
    surveyed_twice(make, both)
    for number in range(3, lots + 1):
        surveyed_by_d(make, lot_of_d(make, both.facade, number))
    case_id = both.case.id
    session.flush()
    session.expire_all()
    case = session.get_one(Case, case_id)
    asked = selects(session, lambda: account_of(session, case, TODAY))
    assert len(account_of(session, case, TODAY).lots) == max(lots, 2)
    assert len(asked) <= MOST, "\n\n".join(asked)
