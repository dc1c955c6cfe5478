"""Do exactly the homes that stand side by side share a scaffold?"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.groups.rules.waves import runs
from renogroep.neighbourhoods.rules.addresses import Built, Place, adjacent

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
def test_neighbours_share_a_run_and_the_order_does_not_matter(homes):
    code = runs(homes)
    assert set(code) == set(homes)
    assert code == runs(dict(reversed(homes.items())))
    for one, other in itertools.combinations(homes, 2):
        if adjacent(homes[one], homes[other]):
            assert code[one] == code[other]
    for run in set(code.values()):
        members = [homes[ref] for ref in code if code[ref] == run]
        assert len({m.street_key for m in members}) == 1
        assert len(members) == 1 or all(
            any(adjacent(m, other) for k, other in enumerate(members) if k != n)
            for n, m in enumerate(members)
        )
