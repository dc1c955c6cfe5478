"""Is a list of addresses read whole, or refused with every problem named?"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.neighbourhoods.rules.addresses import (
    Built,
    HouseNumber,
    Place,
    adjacent,
    read_address_rows,
    read_house_number,
)

GROUND = json.loads((Path(__file__).parents[2] / "fixtures/ground/addresses.json").read_text())


@pytest.mark.parametrize("case", GROUND["house_numbers"], ids=lambda case: case["text"])
def test_official_notations(case):
    if case["expect"] is None:
        with pytest.raises(Refused):
            read_house_number(case["text"], case["box"])
        return
    house = read_house_number(case["text"], case["box"])
    assert [house.number, house.letter, house.box, house.until] == case["expect"]


def row(**changes):
    cells = {
        "street": "Kerkstraat",
        "number": "12",
        "box": "",
        "postcode": "2600",
        "town": "Berchem",
        "built": "rij",
    }
    return {**cells, **changes}


def place(number, *, street="Kerkstraat", postcode="2600", built=Built.ROW):
    return Place(street, postcode, number, built)


@pytest.mark.parametrize(
    ("text", "box", "expected"),
    [
        ("12", "", HouseNumber(12)),
        ("12A", "", HouseNumber(12, "A")),
        (" 12 a ", "", HouseNumber(12, "A")),
        ("12 bus 3", "", HouseNumber(12, "", "3")),
        ("12A/0101", "", HouseNumber(12, "A", "0101")),
        ("12b3", "", None),  # a letter or a box? we do not guess
        ("12", "3", HouseNumber(12, "", "3")),
        ("12 bus 3", "3", HouseNumber(12, "", "3")),
        ("12 bus 3", "4", None),
        ("12-14", "", HouseNumber(12, until=14)),
        ("10 - 12 bus 2", "", HouseNumber(10, "", "2", 12)),
        ("10-50", "", HouseNumber(10, until=50)),
        ("10-51", "", None),
        ("12-12", "", None),
        ("10-", "", None),
        ("12 quater", "", HouseNumber(12, "QUATER")),
        ("12A0001", "0001", HouseNumber(12, "A", "0001")),
        ("12A0001", "0002", None),
        ("12A001", "", None),  # a box behind a letter has four digits
        ("120001", "", None),
        ("0", "", None),
        ("", "", None),
        ("twaalf", "", None),
        ("١٢", "", None),
    ],
)
def test_house_numbers(text, box, expected):
    if expected is None:
        with pytest.raises(Refused):
            read_house_number(text, box)
    else:
        assert read_house_number(text, box) == expected


def test_a_street_is_ordered_as_people_walk_it():
    walk = ["10", "12", "12A", "12B", "14", "100", "9", "11"]
    as_text = sorted(walk)
    assert as_text != walk
    assert sorted(as_text, key=lambda number: place(number).walk_key) == walk
    assert read_house_number("12A").sort_number == 12


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (place("12"), place("14"), True),
        (place("12"), place("16"), False),
        (place("12"), place("13"), False),  # across the street
        (place("12"), place("12A"), True),
        (place("12A"), place("14"), True),
        (place("12"), place("14", built=Built.HALF_OPEN), True),
        (place("12"), place("14", built=Built.DETACHED), False),
        (place("12", built=Built.DETACHED), place("12A", built=Built.DETACHED), False),
        (place("12", built=Built.DETACHED), place("12", built=Built.DETACHED), True),  # two boxes
        (place("12"), place("14", street="Dorpsstraat"), False),
        (place("12"), place("14", street="kerk-straat"), True),
        (place("12"), place("14", postcode="2018"), False),
        (place("10-12"), place("8"), True),
        (place("10-12"), place("14"), True),
        (place("10-12"), place("16"), False),
        (place("10-12"), place("13"), False),
        (place("10-12"), place("12A"), True),
        (place("10-14"), place("16-20"), True),
        (place("12", built=Built.UNKNOWN), place("14"), False),
        (place("12", built=Built.UNKNOWN), place("14", built=Built.UNKNOWN), False),
    ],
)
def test_adjacent(one, other, together):
    assert adjacent(one, other) is together
    assert adjacent(other, one) is together


@pytest.mark.parametrize(
    ("word", "built"),
    [
        ("rij", Built.ROW),
        ("Half-open", Built.HALF_OPEN),
        ("half_open", Built.HALF_OPEN),
        ("OPEN", Built.DETACHED),
        ("detached", Built.DETACHED),
    ],
)
def test_dutch_and_english_words_for_how_a_home_stands(word, built):
    homes, problems = read_address_rows([(2, row(built=word))])
    assert problems == []
    assert homes[0].built is built


def test_dutch_headings_and_numbers_of_a_spreadsheet_are_read():
    cells = {
        "Straat": "Kerkstraat",
        "Huisnummer": 12.0,
        "Bus": None,
        "Postcode": 2600,
        "Gemeente": "Berchem",
        "Bebouwing": "rij",
    }
    homes, problems = read_address_rows([(2, cells)])
    assert problems == []
    assert (str(homes[0].house), homes[0].postcode) == ("12", "2600")


def test_all_problems_come_at_once_by_row_and_column():
    rows = [
        (2, row()),
        (3, row(number="14-12", postcode="26000")),
        (4, row(street="", built="flat")),
        (5, row(street=" kerkstraat ", town="")),
        (6, row(number="14", box="3!")),
    ]
    _, problems = read_address_rows(rows)
    assert [(p.row, p.column) for p in problems] == [
        (3, "postcode"),
        (3, "number"),
        (4, "street"),
        (4, "built"),
        (5, "town"),
        (6, "box"),
    ]
    assert "“14-12”" in str(problems[1].message)


def test_the_same_address_twice_names_the_first_row():
    homes, problems = read_address_rows(
        [(2, row()), (3, row(number="12 bus 1")), (7, row(street="KERKSTRAAT"))]
    )
    assert [str(home.house) for home in homes] == ["12", "12 bus 1"]
    assert [(p.row, str(p.message)) for p in problems] == [
        (7, "This address is also in row 2. Remove one.")
    ]


def test_a_long_name_is_a_problem_and_empty_rows_are_not():
    _, problems = read_address_rows([(2, row(street="x" * 121)), (3, dict.fromkeys(row(), ""))])
    assert [(p.row, p.column) for p in problems] == [(2, "street")]
    assert read_address_rows([(2, row(street="x" * 120))])[1] == []


def test_an_empty_list_says_so():
    homes, problems = read_address_rows([])
    assert homes == []
    assert "empty" in str(problems[0].message)


@given(
    st.integers(1, 9959),
    st.sampled_from(["", "A", "Z", "AB", "BIS", "TER", "_2", 2, 40]),
    st.sampled_from(["", "3", "0101"]),
)
def test_what_we_print_we_can_read_back(number, more, box):
    letter, until = ("", number + more) if isinstance(more, int) else (more, None)
    house = HouseNumber(number, letter, box, until)
    assert read_house_number(str(house)) == house


texts = st.text(alphabet="12aZ é€-/.\u202e\n", max_size=12)
cell = st.one_of(st.none(), texts, st.integers(), st.floats())


@given(st.lists(st.dictionaries(st.sampled_from(list(row())), cell), max_size=5))
def test_no_content_makes_the_reader_fail(rows):
    homes, problems = read_address_rows(list(enumerate(rows, start=2)))
    assert homes or problems
