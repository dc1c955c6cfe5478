"""A version of the periods is switched on by itself: no worked case of money depends on it."""

from renogroep.financing.queries import periods_on, shipped_periods
from tests.support.make import TODAY
from tests.support.make_periods import own_periods


def test_own_periods_hold_from_their_day_on_without_any_money_rule(make):
    assert periods_on(make.session, make.home.id, TODAY) == (shipped_periods(), None)
    version = own_periods(make, standstill=20)
    table, used = periods_on(make.session, make.home.id, TODAY)
    assert (table.days("standstill"), table.days("withdrawal"), used) == (20, 14, version.id)
