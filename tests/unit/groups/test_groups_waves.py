"""Do exactly the homes that stand side by side share a scaffold?"""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.groups.rules.waves import runs
from renogroep.neighbourhoods.rules.addresses import SHARED_WALLS, Built, Place, adjacent

ROW, DETACHED = Built.ROW, Built.DETACHED


def place(number, street="Kerkstraat", built=ROW):
    return Place(street, "2600", number, built)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["2", "4", "6"], "R1 R1 R1"),
        (["2", "6"], "R1 R2"),
        (["2", "3", "4"], "R1 R2 R1"),  # across the street is not beside
        (["12", "12A", "14"], "R1 R1 R1"),
        (["10", "2"], "R2 R1"),  # by number, not by text
        ([], ""),
    ],
)
def test_runs_of_one_street(numbers, expected):
    code = runs({number: place(number) for number in numbers})
    assert " ".join(code[number] for number in numbers) == expected


def test_streets_are_numbered_in_the_order_of_their_names():
    code = runs({"z": place("1", "Zandstraat"), "a": place("9", "Acaciastraat"), "k": place("1")})
    assert code == {"a": "R1", "k": "R2", "z": "R3"}


def test_a_detached_home_stands_alone_and_breaks_no_row():
    code = runs({"a": place("12"), "b": place("12A", built=DETACHED), "c": place("14")})
    assert code == {"a": "R1", "b": "R2", "c": "R1"}


HALF = Built.HALF_OPEN


@pytest.mark.parametrize(
    ("street", "expected"),
    [
        ("2h 4h 6h 8h", "R1 R1 R2 R2"),  # one shared wall each
        ("2h 4h 6h", "R1 R1 R2"),
        ("2h 4r 6h", "R1 R1 R1"),  # the ends of a row
        ("2r 4h 6r 8r", "R1 R1 R2 R2"),  # the half-open home ends the row
        ("2h 4r 6r 8h 10h 12h", "R1 R1 R1 R1 R2 R2"),
        ("4h 6h 8h", "R1 R1 R2"),  # from the lowest number that takes part
        ("12d 12Ad 14d", "R1 R2 R3"),
    ],
)
def test_a_run_goes_on_while_both_have_a_shared_wall_free(street, expected):
    built = {"r": ROW, "h": HALF, "d": DETACHED}
    homes = {home: place(home[:-1], built=built[home[-1]]) for home in street.split()}
    code = runs(homes)
    assert " ".join(code[home] for home in homes) == expected


@pytest.mark.parametrize("built", list(Built))
def test_all_boxes_of_one_number_are_one_building(built):
    homes = {f"{n} bus {box}": place(n, built=built) for n in ("2", "4", "6") for box in (1, 2, 3)}
    code = runs(homes)
    shared = {ROW: "R1 R1 R1", HALF: "R1 R1 R2"}.get(built, "R1 R2 R3")
    for box in (1, 2, 3):
        assert " ".join(code[f"{n} bus {box}"] for n in ("2", "4", "6")) == shared


def test_a_building_of_which_two_things_are_said_shares_the_least():
    homes = {"a": place("2"), "b": place("4"), "c": place("4", built=DETACHED), "d": place("6")}
    assert runs(homes) == {"a": "R1", "b": "R2", "c": "R2", "d": "R3"}


def test_the_runs_of_the_worked_example():
    numbers = {
        1: "2",
        2: "4",
        3: "6",
        4: "8",
        5: "14",
        6: "16",
        7: "18",
        8: "24",
        9: "26",
        10: "40",
    }
    code = runs({f"H{home}": place(number) for home, number in numbers.items()})
    assert [code[f"H{home}"] for home in numbers] == [
        "R1",
        "R1",
        "R1",
        "R1",
        "R2",
        "R2",
        "R2",
        "R3",
        "R3",
        "R4",
    ]


places = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.builds(
        place,
        st.builds(lambda n, letter: f"{n}{letter}", st.integers(1, 12), st.sampled_from(["", "A"])),
        st.sampled_from(["Kerkstraat", "Dorpsstraat"]),
        st.sampled_from(list(Built)),
    ),
    max_size=10,
)


@given(places)
def test_a_run_is_one_street_in_which_nobody_shares_more_walls_than_there_are(homes):
    code = runs(homes)
    assert set(code) == set(homes)
    assert code == runs(dict(reversed(homes.items())))
    for one, other in itertools.combinations(homes, 2):
        if homes[one].number == homes[other].number and same_street(homes[one], homes[other]):
            assert code[one] == code[other]
    for run in set(code.values()):
        members = sorted((homes[r] for r in code if code[r] == run), key=lambda m: m.walk_key)
        numbers = list(dict.fromkeys(member.number for member in members))
        least = {n: min(SHARED_WALLS[m.built] for m in members if m.number == n) for n in numbers}
        assert len({m.street_key for m in members}) == 1
        assert all(adjacent(a, b) for a, b in itertools.pairwise(members))
        assert all(least[number] > 0 for number in numbers) or len(numbers) == 1
        assert all(least[number] == 2 for number in numbers[1:-1])


@given(places)
def test_a_row_is_never_broken_where_both_have_a_wall_free(homes):
    code = runs({ref: replace(home, built=ROW) for ref, home in homes.items()})
    for one, other in itertools.combinations(homes, 2):
        if adjacent(replace(homes[one], built=ROW), replace(homes[other], built=ROW)):
            assert code[one] == code[other]


def same_street(one, other):
    return one.street_key == other.street_key
