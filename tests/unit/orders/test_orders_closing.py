"""A lot closes when its works are over: never while a round goes on, never when nothing was built."""

from itertools import product

import pytest

from renogroep.orders.rules.closing import why_not_closed
from renogroep.orders.rules.lifecycle import WaveState

W = WaveState


@pytest.mark.parametrize("rounds", [[W.DONE], [W.DONE, W.LAPSED], [W.LAPSED, W.DONE, W.DONE]])
def test_when_every_round_is_over_and_one_was_built_the_lot_can_close(rounds):
    assert why_not_closed(rounds) is None


@pytest.mark.parametrize("rounds", [[], [W.LAPSED], [W.LAPSED, W.LAPSED]])
def test_a_lot_of_which_nothing_was_built_stops_instead(rounds):
    assert "stop the lot" in str(why_not_closed(rounds))


@pytest.mark.parametrize("going_on", [W.ORDERING, W.FROZEN, W.EXECUTING])
def test_a_round_that_goes_on_keeps_the_lot_open(going_on):
    assert "still" in str(why_not_closed([W.DONE, going_on]))


def test_the_order_of_the_rounds_makes_no_difference():
    for rounds in product(WaveState, repeat=2):
        assert (why_not_closed(rounds) is None) == (why_not_closed(rounds[::-1]) is None)
