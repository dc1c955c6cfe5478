"""The freeze: final prices of the worked example, minimum or waiver, never above a ceiling."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.queries import shipped_periods
from renogroep.infra.holidays import belgian
from renogroep.orders.rules.freeze import (
    ContractorInWave,
    FreezeDecision,
    Outcome,
    check_freeze_date,
    decide_freeze,
    earliest_freeze,
    freeze_text,
)
from renogroep.orders.rules.withdrawal import withdraw_until
from tests.unit.quotes.worked_example import (
    BANDS,
    MIN,
    PRICES,
    SEVEN,
    ceilings,
    euros,
    in_wave,
)

FRIDAY = date(2026, 11, 27)
WAIVER = 5
PERIODS = shipped_periods()


def offer(homes=SEVEN, **more):
    ceiling = ceilings("B", MIN)
    return ContractorInWave(PRICES["B"], BANDS, MIN, in_wave(homes, ceiling), **more)


def test_seven_homes_freeze_at_the_prices_of_the_worked_example():
    decision = decide_freeze(offer(), FRIDAY, WAIVER)
    assert (decision.outcome, decision.n) == (Outcome.FROZEN, 7)
    assert decision.finals["H1"].final == euros("8,576.58")
    assert decision.finals["H8"].final == euros("9,020.00")
    assert decision.finals["H8"].borne_by_contractor == euros("288.57")
    assert (
        str(freeze_text("B", BANDS, decision))
        == "B comes with 7 homes. The prices for 6 to 8 homes hold."
    )


def test_exactly_the_minimum_is_enough():
    assert decide_freeze(offer(SEVEN[:6]), FRIDAY, WAIVER).outcome == Outcome.FROZEN


def test_below_the_minimum_no_contract_arises_but_five_working_days_to_waive():
    decision = decide_freeze(offer(SEVEN[:5]), FRIDAY, WAIVER)
    assert (decision.outcome, decision.finals) == (Outcome.BELOW_MINIMUM, {})
    assert decision.waive_until == date(2026, 12, 4)
    assert "comes only with 6 homes and has 5" in str(freeze_text("B", BANDS, decision))


@pytest.mark.parametrize(
    ("outcome", "n", "until", "words"),
    [
        (Outcome.EMPTY, 0, None, "Nobody ordered from B."),
        (Outcome.BELOW_MINIMUM, 5, FRIDAY, "may still come at the ceiling prices, until"),
        (Outcome.BELOW_MINIMUM, 5, None, "comes only with 6 homes and has 5: no contract arises."),
        (Outcome.FROZEN, 5, None, "below its minimum of 6"),
        (Outcome.FROZEN, 6, None, "The prices for 6 to 8 homes hold."),
    ],
)
def test_what_came_of_it_is_said_from_its_values(outcome, n, until, words):
    came = FreezeDecision(outcome, n, MIN, waive_until=until)
    assert words in str(freeze_text("B", BANDS, came))


def test_a_waived_minimum_never_raises_a_price_above_its_ceiling():
    five = SEVEN[:5]
    decision = decide_freeze(offer(five, waives_minimum=True), FRIDAY, WAIVER)
    assert decision.outcome == Outcome.FROZEN
    limits = ceilings("B", MIN)
    assert all(decision.finals[home].final <= limits[home] for home in five)
    # H1, H2 and H3 share one scaffold, so their final price is still below the ceiling
    assert decision.finals["H1"].final == euros("8,748.00")
    assert decision.finals["H7"].final == limits["H7"]
    assert "below its minimum of 6" in str(freeze_text("B", BANDS, decision))


def test_nobody_ordered():
    decision = decide_freeze(offer([]), FRIDAY, WAIVER)
    assert (decision.outcome, decision.finals, decision.waive_until) == (Outcome.EMPTY, {}, None)


def test_an_order_without_a_ceiling_cannot_be_frozen():
    bare = ContractorInWave(PRICES["B"], BANDS, MIN, in_wave(SEVEN))
    with pytest.raises(ValueError):
        decide_freeze(bare, FRIDAY, WAIVER)


@pytest.mark.parametrize(
    ("ordered", "earliest"),
    [
        (date(2026, 11, 23), date(2026, 12, 8)),  # 15 days
        (date(2026, 11, 28), date(2026, 12, 15)),  # withdrawal runs until Monday the 14th
    ],
)
def test_the_first_day_on_which_a_wave_may_freeze(ordered, earliest):
    assert earliest_freeze(ordered, PERIODS) == earliest
    check_freeze_date(earliest, ordered, PERIODS)
    with pytest.raises(Refused, match="freeze.too_early"):
        check_freeze_date(earliest - timedelta(days=1), ordered, PERIODS)


@pytest.mark.parametrize(
    ("day", "next_working"),
    [
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas is a Friday
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension Day
    ],
)
def test_a_freeze_on_a_public_holiday_is_refused_with_the_next_working_day(day, next_working):
    ordered, holidays = day - timedelta(days=40), belgian(day)
    with pytest.raises(Refused, match="freeze.holiday") as refused:
        check_freeze_date(day, ordered, PERIODS, holidays)
    assert refused.value.text.params["working"] == next_working
    check_freeze_date(next_working, ordered, PERIODS, holidays)
    check_freeze_date(day - timedelta(days=1), ordered, PERIODS, holidays)


def test_the_first_day_for_a_freeze_is_not_a_public_holiday():
    ordered = date(2026, 12, 10)  # fifteen days later it is Christmas
    assert earliest_freeze(ordered, PERIODS, belgian(ordered)) == date(2026, 12, 28)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_nobody_can_withdraw_after_the_freeze(ordered):
    assert earliest_freeze(ordered, PERIODS) > withdraw_until(ordered, 14)
    assert earliest_freeze(ordered, PERIODS) >= ordered + timedelta(days=15)


@given(st.frozensets(st.sampled_from(SEVEN), min_size=1), st.integers(1, 9))
def test_leaving_neighbours_never_lift_anybody_above_the_ceiling(stay, minimum):
    limits = ceilings("B", MIN)
    wave = ContractorInWave(PRICES["B"], BANDS, minimum, in_wave(stay, limits), waives_minimum=True)
    finals = decide_freeze(wave, FRIDAY, WAIVER).finals
    assert set(finals) == set(stay)
    assert all(Money(0) < final.final <= limits[home] for home, final in finals.items())
