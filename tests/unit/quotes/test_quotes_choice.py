"""The household choice of the worked example with both endings, and laws for any group."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money
from renogroep.quotes.rules.choice import minimum_sentence, run_choice
from renogroep.quotes.rules.home_price import home_finals, scenario_total
from tests.unit.quotes.worked_example import (
    ALL,
    BANDS,
    OWN_MINIMA,
    PRICES,
    euros,
    in_wave,
    runs,
    together,
)

# Everybody at A had B second, everybody at B had A second; C's homes as in the example.
PREFERENCES = {
    "H1": ["A", "B"],
    "H2": ["A", "B"],
    "H3": ["A", "B"],
    "H4": ["A", "B"],
    "H8": ["A", "B"],
    "H5": ["B", "A"],
    "H6": ["B", "A"],
    "H7": ["B", "A"],
    "H9": ["C", "A"],
    "H10": ["C", "B"],
}
TOTALS = {f: scenario_total(PRICES[f], together(ALL), 10, runs(ALL), BANDS) for f in "ABC"}


def choose(preferences, minima=OWN_MINIMA, capacities=None, **more):
    return run_choice(preferences, minima, capacities or {}, TOTALS, **more)


def test_h9_stays_and_two_contractors_live():
    result = choose(PREFERENCES)
    assert result.dropped == ("C",)
    assert result.homes_of("A") == ("H1", "H2", "H3", "H4", "H8", "H9")
    assert result.homes_of("B") == ("H10", "H5", "H6", "H7")
    assert result.needs_new_yes == {"H9", "H10"}
    assert result.waiting == {}
    assert "C has 2 homes and comes only with 4: it drops out." in map(str, result.steps)
    assert "H9 goes to A, its choice number 2." in map(str, result.steps)


def test_own_prices_after_the_choice():
    result = choose(PREFERENCES)
    at = {f: home_finals(PRICES[f], in_wave(result.homes_of(f)), BANDS) for f in "AB"}
    assert at["A"]["H1"].final == euros("9,130.00")
    assert at["B"]["H5"].final == euros("9,402.00")
    # H8 and H9 share a scaffold at A: 62 x 131 + 6 x 60 + 840/2 + 4,200/6
    assert at["A"]["H8"].calculated.run_share == euros("420.00")


def test_h9_withdraws_and_b_takes_all_in_its_second_band():
    without_h9 = {home: ranked for home, ranked in PREFERENCES.items() if home != "H9"}
    result = choose(without_h9)
    assert result.dropped == ("C", "A")
    assert result.homes_of("B") == tuple(sorted(without_h9))
    assert result.needs_new_yes == {"H1", "H2", "H3", "H4", "H8", "H10"}
    finals = home_finals(PRICES["B"], in_wave(result.homes_of("B")), BANDS)
    assert finals["H1"].calculated.lines[0][1] == Money.euros(60 * 110)  # band 2


def test_the_sentence_on_the_page():
    counts = Counter(ranked[0] for ranked in PREFERENCES.values())
    assert counts == {"A": 5, "B": 3, "C": 2}
    sentence = minimum_sentence("A", OWN_MINIMA["A"], counts["A"])
    assert str(sentence) == "A comes only with 6 homes. Now 5 choose A."


@pytest.mark.parametrize(("total_a", "total_b", "dropped"), [(2, 1, "A"), (1, 2, "B"), (1, 1, "B")])
def test_equally_far_below_the_dearer_one_drops(total_a, total_b, dropped):
    totals = {"A": Money(total_a), "B": Money(total_b)}
    preferences = {"H1": ["A", "B"], "H2": ["B", "A"]}
    result = run_choice(preferences, {"A": 2, "B": 2}, {}, totals)
    assert result.dropped == (dropped,)
    assert len(result.homes_of("B" if dropped == "A" else "A")) == 2


def test_a_contractor_without_homes_is_kept_as_somebodys_next_choice():
    preferences = {home: ["A", "B"] for home in ("H1", "H2", "H3", "H4")}
    result = choose(preferences)
    assert result.dropped == ("A",)
    assert result.homes_of("B") == ("H1", "H2", "H3", "H4")


@pytest.mark.parametrize(
    ("second", "assigned", "dropped"),
    [
        (("A", "B"), {"H1": "B", "H2": "B"}, ("A",)),
        (("A",), {"H1": None, "H2": None}, ("A", "B")),
    ],
)
def test_a_contractor_that_nobody_put_first_does_not_drop_before_homes_come_to_it(
    second, assigned, dropped
):
    result = run_choice(
        {"H1": ("A", "B"), "H2": second}, {"A": 3, "B": 2}, {}, {f: Money(1) for f in "AB"}
    )
    assert (result.assigned, result.dropped) == (assigned, dropped)


def test_who_accepts_nobody_else_stays_without():
    result = choose({"H1": ["A"], "H2": []})
    assert result.assigned == {"H1": None, "H2": None}
    assert result.place == {"H1": None, "H2": None}
    assert result.needs_new_yes == frozenset()


def test_above_capacity_the_next_choice_or_wait():
    preferences = {"H1": ["A", "B"], "H2": ["A", "B"], "H3": ["A", "B"]}
    minima = {"A": 1, "B": 1, "C": 1}
    moved = choose(preferences, minima, {"A": 1})
    assert moved.assigned == {"H1": "A", "H2": "B", "H3": "B"}
    waits = choose({**preferences, "H3": ["A"]}, minima, {"A": 1})  # who wants only A
    assert waits.assigned == {"H1": "A", "H2": "B", "H3": None}
    assert waits.waiting == {"H3": "A"}


@pytest.mark.parametrize(
    ("preferences", "minima", "capacities"),
    [
        ({"H1": ["X"]}, {"A": 1}, {}),  # nobody knows X
        ({"H1": ["A"]}, {"A": 0}, {}),
        ({"H1": ["A"]}, {"A": 4}, {"A": 3}),
    ],
)
def test_impossible_settings_are_an_error(preferences, minima, capacities):
    with pytest.raises(ValueError):
        run_choice(preferences, minima, capacities, {"A": Money(1)})


FIRMS = "PQRS"
groups = st.dictionaries(
    st.integers(1, 30).map("H{}".format),
    st.lists(st.sampled_from(FIRMS), unique=True, max_size=4),
    max_size=14,
)
minima_of = st.fixed_dictionaries({firm: st.integers(1, 6) for firm in FIRMS})
room = st.fixed_dictionaries({firm: st.none() | st.integers(6, 9) for firm in FIRMS})
totals_of = st.fixed_dictionaries({firm: st.integers(1, 3).map(Money) for firm in FIRMS})


@given(groups, minima_of, room, totals_of)
def test_laws_of_the_choice(preferences, minima, capacities, totals):
    result = run_choice(preferences, minima, capacities, totals)
    assert set(result.assigned) == set(preferences)
    for firm in FIRMS:
        homes = result.homes_of(firm)
        assert not homes or minima[firm] <= len(homes) <= (capacities[firm] or 99)
        assert not (homes and firm in result.dropped)
    for home, firm in result.assigned.items():
        assert firm is None or firm in preferences[home]
        assert (home in result.needs_new_yes) == (firm not in (None, *preferences[home][:1]))
        assert not (firm and home in result.waiting)


@given(groups, minima_of, room, totals_of, st.randoms())
def test_order_of_input_plays_no_part(preferences, minima, capacities, totals, random):
    def shuffled(mapping):
        keys = list(mapping)
        random.shuffle(keys)
        return {key: mapping[key] for key in keys}

    again = run_choice(*(shuffled(m) for m in (preferences, minima, capacities, totals)))
    assert again == run_choice(preferences, minima, capacities, totals)
