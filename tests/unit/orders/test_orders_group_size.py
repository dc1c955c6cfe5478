"""The price at each group size: never above the ceiling, never rising with more homes."""

from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.orders.rules.conditions import Condition
from renogroep.orders.rules.group_size import price_steps
from renogroep.orders.rules.reasons import REASON_LABELS, reason_of
from renogroep.quotes.rules.home_price import PricedLine, home_ceiling
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Scope

BANDS = (Band(6, 8), Band(9, 12))


def lines(facade, run, lot):
    return [
        PricedLine("1", Scope.HOME, tuple(UnitPrice.euros(p) for p in facade)),
        PricedLine("2", Scope.RUN, (UnitPrice.euros(run),) * 2),
        PricedLine("3", Scope.LOT, (UnitPrice.euros(lot),) * 2),
    ]


def test_contractor_b_for_h1_at_six_and_at_nine():
    # 60 m² at 126 and 122 with 6 lm at 58; scaffold 720/2; site 3,000/6 and 3,000/9
    prices = lines(("126", "122"), "720", "3000")
    prices.append(PricedLine("4", Scope.HOME, (UnitPrice.euros(58),) * 2))
    amounts = {"1": Quantity.of(60), "4": Quantity.of(6)}
    steps = price_steps(prices, amounts, 4, BANDS, 6, 12, Money.euros("8768.00"))
    assert [(s.homes, s.price) for s in steps] == [
        (6, Money.euros("8768.00")),
        (9, Money.euros("8361.34")),
    ]


def test_a_band_beyond_the_places_is_not_shown():
    prices = lines(("10", "9"), "0", "0")
    steps = price_steps(prices, {"1": Quantity.of(1)}, 1, BANDS, 6, 8, Money.euros(10))
    assert [s.homes for s in steps] == [6]


@given(
    st.integers(1, 200),
    st.integers(0, 100),
    st.integers(0, 2000),
    st.integers(0, 9000),
    st.integers(1, 6),
)
def test_more_homes_never_cost_more(base, off, run, lot, size):
    prices = lines((str(base), str(max(base - off, 0))), str(run), str(lot))
    amounts = {"1": Quantity.of(60)}
    ceiling = home_ceiling(prices, amounts, size, 6).total
    steps = price_steps(prices, amounts, size, BANDS, 6, 12, ceiling)
    assert steps[0].price == ceiling
    assert sorted(steps, key=lambda s: s.homes) == steps
    assert [s.price for s in steps] == sorted((s.price for s in steps), reverse=True)


def test_every_condition_that_fails_gives_a_reason_with_words():
    assert {reason_of(kind) for kind in Condition} <= REASON_LABELS.keys()
    assert reason_of(Condition.THRESHOLD) == "threshold"
    assert reason_of(Condition.FUNDING) == "funding"
