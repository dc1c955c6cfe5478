"""The worked example of docs/rules/price_of_a_home.md to the cent, and the laws behind it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money, UnitPrice, total
from renogroep.base.units import ONE, Quantity
from renogroep.quotes.rules.home_price import (
    Among,
    HomeInWave,
    PricedLine,
    counted,
    home_ceiling,
    home_final,
    home_finals,
    scenario_total,
)
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms
from renogroep.quotes.rules.scoring import mixed_total
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope
from tests.unit.quotes.worked_example import (
    ALL,
    BANDS,
    MIN,
    PRICES,
    QUANTITIES,
    RUN_CODES,
    SEVEN,
    ceilings,
    euros,
    in_wave,
    runs,
    together,
)

TABLE = {  # ceiling, at ten, final at seven
    "H1": ("8,768.00", "8,148.00", "8,576.58"),
    "H2": ("8,080.00", "7,480.00", "7,888.57"),
    "H3": ("10,086.00", "9,426.00", "9,894.57"),
    "H4": ("8,516.00", "7,904.00", None),
    "H5": ("9,272.00", "8,696.00", "9,200.57"),
    "H6": ("7,702.00", "7,174.00", None),
    "H7": ("10,774.00", "10,154.00", "10,702.57"),
    "H8": ("9,020.00", "8,572.00", "9,020.00"),
    "H9": ("9,582.00", "9,118.00", None),
    "H10": ("11,764.00", "11,244.00", "11,692.57"),
}


GROUND = Path(__file__).resolve().parents[2] / "fixtures" / "ground" / "rush.json"
COUNTED = json.loads(GROUND.read_text())["among"]


def scenario(firm, homes):
    return scenario_total(PRICES[firm], together(homes), len(homes), runs(homes), BANDS)


@pytest.mark.parametrize(
    ("firm", "ten", "seven", "mixed"),
    [
        ("A", "86,514", "71,366", "78,940"),
        ("B", "87,916", "67,264", "77,590"),
        ("C", "85,516", "70,282", "77,899"),
    ],
)
def test_scenario_totals_and_the_announced_mix(firm, ten, seven, mixed):
    totals = {"10": scenario(firm, ALL), "7": scenario(firm, SEVEN)}
    assert totals == {"10": euros(ten), "7": euros(seven)}
    assert mixed_total(totals, {"10": 50, "7": 50}) == euros(mixed)


@pytest.mark.parametrize("home", ALL)
def test_worked_example_per_home(home):
    ceiling, at_ten, at_seven = TABLE[home]
    offered = ceilings("B", MIN)
    assert offered[home] == euros(ceiling)
    assert home_finals(PRICES["B"], in_wave(ALL, offered), BANDS)[home].final == euros(at_ten)
    finals = home_finals(PRICES["B"], in_wave(SEVEN, offered), BANDS)
    assert (finals[home].final if home in finals else None) == (at_seven and euros(at_seven))


def test_h1_by_hand():
    ceiling = home_ceiling(PRICES["B"], QUANTITIES["H1"], 4, MIN)
    assert [amount for _, amount in ceiling.lines] == [
        Money.euros(60 * 114),
        Money.euros(6 * 58),
        Money.euros(60 * 12),
    ]
    assert (ceiling.run_share, ceiling.lot_share) == (Money.euros(360), Money.euros(500))
    calculated = home_finals(PRICES["B"], in_wave(SEVEN), BANDS)["H1"].calculated
    assert (calculated.run_share, calculated.lot_share) == (Money.euros(240), euros("428.58"))


def test_the_contractor_bears_what_lies_above_the_ceiling_of_h8():
    finals = home_finals(PRICES["B"], in_wave(SEVEN, ceilings("B", MIN)), BANDS)
    assert finals["H8"].calculated.total == euros("9,308.57")
    assert finals["H8"].borne_by_contractor == euros("288.57")
    assert {home for home, f in finals.items() if f.borne_by_contractor} == {"H8"}


def test_seven_homes_pay_the_scenario_total_less_what_the_contractor_bears():
    finals = home_finals(PRICES["B"], in_wave(SEVEN, ceilings("B", MIN)), BANDS).values()
    assert total(f.calculated.total for f in finals) == scenario("B", SEVEN)
    assert total(f.final for f in finals) == scenario("B", SEVEN) - euros("288.57")


@pytest.mark.parametrize(
    ("firm", "minimum", "expected"),
    [("A", 6, "10,186.00"), ("B", 4, "9,832.00"), ("C", 4, "10,177.00")],
)
def test_what_h9_sees_in_the_comparison(firm, minimum, expected):
    assert home_ceiling(PRICES[firm], QUANTITIES["H9"], 2, minimum).total == euros(expected)


def test_a_home_that_is_alone_carries_its_whole_scaffold():
    alone = home_ceiling(PRICES["B"], QUANTITIES["H10"], 1, MIN)
    shared = home_ceiling(PRICES["B"], QUANTITIES["H10"], 5, MIN)
    assert (alone.run_share, shared.run_share) == (Money.euros(720), Money.euros(360))


def test_homes_without_a_run_do_not_share_one():
    homes = {ref: HomeInWave(QUANTITIES[ref], "") for ref in ("H1", "H2")}
    finals = home_finals(PRICES["B"], homes, BANDS)
    assert {f.calculated.run_share for f in finals.values()} == {Money.euros(720)}


def test_odd_cents_go_to_the_lowest_references_and_ceilings_round_up():
    prices = (PricedLine("1", Scope.LOT, (UnitPrice.euros("100"),)),)
    finals = home_finals(prices, {r: HomeInWave({}, r) for r in ("C", "A", "B")}, (Band(1),))
    assert {r: f.final.cents for r, f in finals.items()} == {"A": 3334, "B": 3333, "C": 3333}
    assert home_ceiling(prices, {}, 1, 3).lot_share == Money(3334)


def test_nobody_ordered_gives_no_prices():
    assert home_finals(PRICES["B"], {}, BANDS) == {}


def test_a_missing_quantity_is_refused_with_the_post():
    with pytest.raises(Refused, match=r"01\.02"):
        home_ceiling(PRICES["B"], {"01.01": ONE}, 2, MIN)


@pytest.mark.parametrize(("size", "minimum"), [(0, 6), (2, 0)])
def test_shares_need_somebody(size, minimum):
    with pytest.raises(ValueError):
        home_ceiling(PRICES["B"], QUANTITIES["H1"], size, minimum)


@pytest.mark.parametrize(("homes", "run_count"), [(0, 1), (5, -1)])
def test_a_scenario_has_homes_and_no_negative_runs(homes, run_count):
    with pytest.raises(ValueError):
        scenario_total(PRICES["B"], together(ALL), homes, run_count, BANDS)


def test_only_prices_count():
    kinds = [AnswerKind.PRICE, AnswerKind.INCLUDED, AnswerKind.EXCLUDED, AnswerKind.OPTION]
    price = (UnitPrice.euros("10"),)
    lines = [Line(f"0{n}", "post", Nature.VH, "m²", Scope.HOME, Quantity.of(5)) for n in range(4)]
    answers = [
        Answer(line.number, kind, price if kind in (AnswerKind.PRICE, AnswerKind.OPTION) else ())
        for line, kind in zip(lines, kinds, strict=True)
    ]
    prices = counted(PriceSheet(tuple(answers), Terms()), lines)
    assert [line.number for line in prices] == ["00"]


amounts = st.integers(0, 5_000_000).map(UnitPrice)


@st.composite
def offers(draw):
    """Two bands, the higher one not dearer, over home, run and lot."""
    lines = []
    for number, scope in enumerate([Scope.HOME, Scope.HOME, Scope.RUN, Scope.LOT]):
        first = draw(amounts)
        second = draw(st.integers(0, first.scaled).map(UnitPrice))
        lines.append(PricedLine(str(number), scope, (first, second)))
    return tuple(lines)


quantities = st.integers(0, 200_000).map(Quantity)
homes_in_runs = st.dictionaries(
    st.text("ABCDEFGH", min_size=1, max_size=3),
    st.tuples(st.sampled_from(["R1", "R2", ""]), quantities, quantities),
    min_size=1,
    max_size=12,
)


@given(offers(), homes_in_runs, st.integers(1, 12))
def test_nobody_pays_above_the_ceiling_and_no_cent_is_lost(prices, homes, minimum):
    wave = {}
    for ref, (run, a, b) in homes.items():
        size = sum(1 for other in homes.values() if other[0] == run) if run else 1
        own = {"0": a, "1": b}
        wave[ref] = HomeInWave(own, run, home_ceiling(prices, own, size, minimum).total)
    finals = home_finals(prices, wave, (Band(1, 5), Band(6)))
    for final in finals.values():
        assert final.final <= final.ceiling
        assert final.final + final.borne_by_contractor == final.calculated.total
        # everybody came and the minimum is reached: the ceiling was wide enough
        assert final.borne_by_contractor == ZERO or len(homes) < minimum


@given(offers(), homes_in_runs, st.randoms())
def test_order_of_input_does_not_matter(prices, homes, random):
    wave = {r: HomeInWave({"0": a, "1": b}, run) for r, (run, a, b) in homes.items()}
    shuffled = list(wave)
    random.shuffle(shuffled)
    again = {ref: wave[ref] for ref in shuffled}
    bands = (Band(1, 5), Band(6))
    assert home_finals(prices, wave, bands) == home_finals(tuple(prices), again, bands)


def among(wave, ref):
    """Where a home stands, counted as slowly as it is said."""
    run = wave[ref].run_code
    mates = [other for other in wave if wave[other].run_code == run] if run else [ref]
    lower = [sum(1 for other in some if other < ref) for some in (wave, mates)]
    return Among(len(wave), lower[0], len(mates), lower[1])


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["ref"])
def test_one_home_of_seven_from_four_counts(row):
    """H8 would pay 9,308.57: its ceiling of 9,020.00 is its final price."""
    home = f"H{int(row['ref'][1:])}"
    wave = HomeInWave(QUANTITIES[home], RUN_CODES[home], Money(row["ceiling"]))
    found = home_final(PRICES["B"], wave, Among(*row["among"]), BANDS)
    own = total(amount for _, amount in found.calculated.lines)
    shares = found.calculated.run_share, found.calculated.lot_share
    assert (own, *shares) == (Money(row["own"]), Money(row["run"]), Money(row["lot"]))
    assert found.final == Money(row["final"])


@given(offers(), homes_in_runs, st.integers(1, 12))
def test_one_home_pays_what_it_pays_in_the_whole_round(prices, homes, minimum):
    bands = (Band(1, 5), Band(6))
    wave = {
        ref: HomeInWave(own := {"0": a, "1": b}, run, home_ceiling(prices, own, 1, minimum).total)
        for ref, (run, a, b) in homes.items()
    }
    finals = home_finals(prices, wave, bands)
    for ref, home in wave.items():
        assert home_final(prices, home, among(wave, ref), bands) == finals[ref]


@pytest.mark.parametrize("counts", [(0, 0, 1, 0), (7, 7, 1, 0), (7, -1, 1, 0), (7, 0, 3, 3)])
def test_a_home_is_one_of_those_that_take_part(counts):
    with pytest.raises(ValueError):
        Among(*counts)
