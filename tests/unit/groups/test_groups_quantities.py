"""Do contractors price exactly what was measured or presumed, and can nobody change it after?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.units import ONE, Quantity, Unit
from renogroep.groups.rules.quantities import (
    freeze,
    home_quantities,
    measured_lines,
    own_quantity,
    presumed_lines,
)
from renogroep.tenders.rules.bill import Nature, Post, Scope

POSTS = (
    Post("01.01", "Insulate", Nature.VH, Unit.M2, Scope.HOME, "facade_m2", Quantity.of(60)),
    Post("01.02", "Sill", Nature.VH, Unit.LM, Scope.HOME, "sill_lm", Quantity.of("5.5")),
    Post("01.03", "Move bell and letter box", Nature.TP, Unit.LUMP, Scope.HOME, "fixed_one", ONE),
    Post("01.04", "Scaffold", Nature.TP, Unit.LUMP, Scope.RUN, "run", ONE),
    Post("01.05", "Site", Nature.TP, Unit.LUMP, Scope.LOT, "lot", ONE),
    Post("01.06", "Waste", Nature.PM, Unit.LUMP, Scope.HOME, "none"),
)
HOMES = {
    "H1": {"facade_m2": Quantity.of(60), "sill_lm": Quantity.of(6)},
    "H2": {"facade_m2": Quantity.of("55.125"), "sill_lm": Quantity.of(0)},
    "H3": {"facade_m2": Quantity.of(70), "sill_lm": Quantity.of(7), "doors_piece": ONE},
}
RUNS = {"H1": "R1", "H2": "R1", "H3": "R2"}


def totals(lines):
    return {line.number: str(line.quantity) for line in lines}


def test_measured_homes_are_added_up_by_scope():
    lines = measured_lines(POSTS, HOMES, RUNS)
    assert totals(lines) == {
        "01.01": "185,125",
        "01.02": "13",
        "01.03": "3",
        "01.04": "2",
        "01.05": "1",
        "01.06": "0",
    }
    assert {line.per_home for line in lines} == {Quantity(0)}
    assert [line.position for line in lines] == [1, 2, 3, 4, 5, 6]


def test_presumed_quantities_are_multiplied_by_scope():
    lines = presumed_lines(POSTS, homes=10, run_count=4)
    assert totals(lines) == {
        "01.01": "600",
        "01.02": "55",
        "01.03": "10",
        "01.04": "4",
        "01.05": "1",
        "01.06": "0",
    }
    assert lines[1].per_home == Quantity.of("5.5")


def test_a_home_that_is_not_measured_is_named_by_post():
    with pytest.raises(Refused) as refusal:
        measured_lines(POSTS, {**HOMES, "H4": {"facade_m2": ONE}}, {**RUNS, "H4": "R3"})
    assert refusal.value.code == "request.not_measured"
    assert "01.02 (Window sills outside)" in str(refusal.value.text)


def test_the_quantities_of_one_home_hold_only_what_is_paid_per_home():
    assert home_quantities(POSTS, HOMES["H1"]) == {
        "01.01": Quantity.of(60),
        "01.02": Quantity.of(6),
        "01.03": ONE,
    }


def test_one_home_is_enough_for_a_request():
    assert totals(presumed_lines(POSTS, 1, 1))["01.04"] == "1"


def test_a_request_needs_homes():
    for make in (lambda: measured_lines(POSTS, {}, {}), lambda: presumed_lines(POSTS, 0, 0)):
        with pytest.raises(Refused) as refusal:
            make()
        assert refusal.value.code == "request.no_homes"


@pytest.mark.parametrize("run_count", [0, 11])
def test_an_impossible_number_of_runs_is_an_error(run_count):
    with pytest.raises(ValueError):
        presumed_lines(POSTS, 10, run_count)


def test_a_home_without_a_run_is_an_error():
    with pytest.raises(KeyError):
        measured_lines(POSTS, HOMES, {"H1": "R1"})


@given(
    st.integers(0, 5),
    st.sampled_from(
        [
            {"description": "other"},
            {"unit": "kg"},
            {"quantity": Quantity(1)},
            {"per_home": Quantity(1)},
            {"number": "09"},
            {"position": 9},
        ]
    ),
)
def test_any_change_breaks_the_fingerprint(place, change):
    frozen = freeze(presumed_lines(POSTS, 10, 4))
    changed = [
        replace(line, **change) if n == place else line for n, line in enumerate(frozen.lines)
    ]
    assert freeze(changed).checksum != frozen.checksum
    assert freeze(frozen.lines) == frozen
    assert len(frozen.checksum) == 64


@given(st.permutations(sorted(HOMES)))
def test_the_order_of_homes_does_not_matter(order):
    shuffled = {ref: HOMES[ref] for ref in order}
    assert measured_lines(POSTS, shuffled, RUNS) == measured_lines(POSTS, HOMES, RUNS)


@pytest.mark.parametrize(
    ("nature", "source", "measures", "quantity"),
    [
        ("FH", "sill_lm", {"sill_lm": Quantity.of("6.8")}, Quantity.of("1.2")),
        ("FH", "sill_lm", {}, Quantity.of("1.2")),
        ("VH", "sill_lm", {"sill_lm": Quantity.of("6.8")}, Quantity.of("6.8")),
        ("VH", "sill_lm", {"sill_lm": Quantity(0)}, Quantity(0)),  # zero is an answer
        ("VH", "sill_lm", {}, None),
        ("TP", "fixed_one", {}, Quantity.of(1)),
    ],
)
def test_a_fixed_quantity_does_not_follow_the_measures(nature, source, measures, quantity):
    assert own_quantity(nature, source, Quantity.of("1.2"), measures) == quantity
