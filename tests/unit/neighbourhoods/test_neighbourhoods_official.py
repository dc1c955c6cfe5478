"""Is the official address file read row by row, and is what is left said in words?"""

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.infra.geo import to_lambert_72
from renogroep.neighbourhoods.rules.addresses import HouseNumber
from renogroep.neighbourhoods.rules.official import Spot, Take, located, read_official, read_take

GROUND = json.loads((Path(__file__).parents[2] / "fixtures/ground/addresses.json").read_text())
COLUMNS = GROUND["best_columns"]
TESTGEM = Take("99001")
MIDDLE = {"EPSG:31370_x": "152500.00000", "EPSG:31370_y": "211500.00000"}


def best(**changes):
    cells = {
        **dict.fromkeys(COLUMNS, ""),
        **MIDDLE,
        "address_id": "1",
        "house_number": "12",
        "municipality_id": "99001",
        "municipality_name_nl": "Testgem",
        "postcode": "9999",
        "streetname_nl": "Rozenstraat",
        "region_code": "BE-VLG",
        "status": "current",
    }
    return {**cells, **changes}


def read(*rows, take=TESTGEM):
    return read_official(list(enumerate(rows, start=2)), take)


def test_a_row_as_it_is_becomes_a_home():
    (home,) = read(best(box_number="0201")).homes
    assert (home.row, home.official_id, home.street) == (2, "1", "Rozenstraat")
    assert home.house == HouseNumber(12, "", "0201")
    assert (home.postcode, home.town) == ("9999", "Testgem")
    assert home.spot == Spot(Decimal("152500"), Decimal("211500"), 31370)


@pytest.mark.parametrize("case", GROUND["house_numbers"], ids=lambda case: case["text"])
def test_a_number_that_cannot_be_read_is_left_in_its_cell(case):
    official = read(best(house_number=case["text"]))
    assert len(official.homes) == (case["expect"] is not None)
    cells = [(left.row, left.cell) for left in official.left]
    assert cells == ([] if case["expect"] else [(2, "house_number")])


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"box_number": "3!"}, "box_number"),
        ({"house_number": ""}, "house_number"),
        ({"address_id": ""}, "address_id"),
        ({"address_id": "x" * 41}, "address_id"),
        ({"streetname_nl": ""}, "streetname_nl"),
        ({"streetname_nl": "x" * 121}, "streetname_nl"),
        ({"postcode": "999"}, "postcode"),
        ({"municipality_name_nl": ""}, "municipality_name_nl"),
        ({"status": "proposed"}, "status"),
        ({"status": "huh"}, "status"),
        ({"EPSG:31370_x": "ergens"}, "EPSG:31370_x"),
        ({"EPSG:31370_y": ""}, "EPSG:31370_y"),
    ],
)
def test_what_is_left_says_where(changes, cell):
    official = read(best(**changes), best(address_id="2", house_number="14"))
    assert [home.official_id for home in official.homes] == ["2"]
    assert [(left.row, left.cell) for left in official.left] == [(2, cell)]
    assert str(official.left[0].words)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"streetname_nl": "", "streetname_fr": "Rue"}, ("Rue", "Testgem")),
        ({"postname_nl": "Testdorp"}, ("Rozenstraat", "Testdorp")),
    ],
)
def test_names_as_people_write_them(changes, names):
    (home,) = read(best(**changes)).homes
    assert (home.street, home.town) == names


def test_a_home_without_coordinates_goes_in():
    zero = {"EPSG:31370_x": "0.00000", "EPSG:31370_y": "0.00000"}
    official = read(
        best(**zero), best(address_id="2", house_number="14", **dict.fromkeys(zero, ""))
    )
    assert [home.spot for home in official.homes] == [None, None]
    assert len(located(official, to_lambert_72).homes) == 2


def test_the_same_home_twice_goes_in_once():
    official = read(
        best(), best(address_id="2"), best(house_number="14"), best(address_id="3", box_number="1")
    )
    assert [home.official_id for home in official.homes] == ["1", "3"]
    assert [left.row for left in official.left] == [3, 4]


def test_retired_rows_are_told_apart():
    official = read(best(), best(address_id="2", status="retired", house_number="??"))
    assert (list(official.retired), len(official.left)) == (["2"], 0)


@pytest.mark.parametrize(
    ("take", "ids"),
    [
        (("99001", "", ""), ["1", "2", "3"]),
        (("", "9999", ""), ["1", "2"]),
        (("", "9998; 9999", ""), ["1", "2", "3"]),
        (("99001", "", "rozenstr."), ["1"]),
        (("", "", "Rozenstraat\n\nLindelaan"), ["1", "2"]),
        (("99001", "9998", "Kerkstraat"), ["3"]),
    ],
)
def test_what_is_taken(take, ids):
    rows = [
        best(),
        best(address_id="2", streetname_nl="Lindelaan"),
        best(address_id="3", streetname_nl="Kerkstraat", postcode="9998"),
        best(address_id="4", streetname_nl="Kerkstraat", postcode="1000", municipality_id="99002"),
    ]
    assert [home.official_id for home in read(*rows, take=read_take(*take)).homes] == ids


@pytest.mark.parametrize(
    ("take", "code"),
    [
        (("", " ", "\n"), "official.take_nothing"),
        (("Testgem", "", ""), "official.take_code"),
        (("9900", "", ""), "official.take_code"),
        (("", "99999", ""), "official.take_postcode"),
        (("", "9999 Testgem", ""), "official.take_postcode"),
    ],
)
def test_what_is_wanted_is_asked_in_words(take, code):
    with pytest.raises(Refused, match=code):
        read_take(*take)


def test_a_street_of_several_municipalities_needs_a_code():
    rows = [best(), best(address_id="2", municipality_id="99002", postcode="1000")]
    with pytest.raises(Refused, match="official.several"):
        read(*rows, take=read_take("", "", "Rozenstraat"))
    assert len(read(*rows, take=read_take("99001", "", "Rozenstraat")).homes) == 1


def test_no_row_for_the_code_names_what_is_there():
    with pytest.raises(Refused, match="official.nothing") as refused:
        read(best(), take=Take("11002"))
    assert "Testgem (99001)" in str(refused.value.text)
    with pytest.raises(Refused, match="official.nothing"):
        read()


def test_another_file_is_refused():
    with pytest.raises(Refused, match="official.columns") as refused:
        read({"straat": "Rozenstraat", "nummer": "1"})
    assert "address_id" in str(refused.value.text)


def in_system(**spot):
    return best(**{**dict.fromkeys(MIDDLE, ""), **spot})


def test_three_systems_are_one_place():
    rows = [
        best(),
        in_system(
            address_id="2",
            house_number="14",
            **{"EPSG:4326_lat": "51.2134492", "EPSG:4326_lon": "4.4045352"},
        ),
        in_system(
            address_id="3",
            house_number="16",
            **{"EPSG:3812_x": "652494,72", "EPSG:3812_y": "711500,38"},
        ),
    ]
    homes = located(read(*rows), to_lambert_72).homes
    assert len(homes) == 3
    for home in homes:
        assert home.spot.srid == 31370
        assert abs(home.spot.x - 152_500) <= 1
        assert abs(home.spot.y - 211_500) <= 1


@pytest.mark.parametrize(
    "spot",
    [
        {"EPSG:31370_x": "652494.72", "EPSG:31370_y": "711500.38"},
        {"EPSG:31370_x": "51.2134492", "EPSG:31370_y": "4.4045352"},
        {"EPSG:3812_x": "152500.00", "EPSG:3812_y": "211500.00"},
        {"EPSG:4326_lat": "4.4045352", "EPSG:4326_lon": "51.2134492"},
        {"EPSG:4326_lat": "152500", "EPSG:4326_lon": "211500"},
    ],
)
def test_a_place_in_the_wrong_system_is_left(spot):
    official = located(
        read(best(), in_system(address_id="2", house_number="14", **spot)), to_lambert_72
    )
    assert [home.official_id for home in official.homes] == ["1"]
    assert [(left.row, left.cell) for left in official.left] == [(3, next(iter(spot)))]
    alone = located(read(in_system(**spot)), to_lambert_72)
    assert (len(alone.homes), len(alone.left)) == (0, 1)


@pytest.mark.parametrize(
    ("metres", "goes_in"), [(10_000, True), (10_001, False), (-10_000, True), (-10_001, False)]
)
@pytest.mark.parametrize("axis", ["EPSG:31370_x", "EPSG:31370_y"])
def test_ten_kilometres_around_the_municipality(axis, metres, goes_in):
    rows = [best(address_id=str(n), house_number=str(n)) for n in range(1, 8)]
    rows.append(
        best(address_id="8", house_number="8", **{axis: str(Decimal(MIDDLE[axis]) + metres)})
    )
    official = located(read(*rows), to_lambert_72)
    assert (len(official.homes), len(official.left)) == ((8, 0) if goes_in else (7, 1))


def test_without_the_library_only_a_file_that_needs_it_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyproj", None)
    assert len(located(read(best()), to_lambert_72).homes) == 1
    with pytest.raises(Refused, match="geo.missing"):
        located(
            read(in_system(**{"EPSG:3812_x": "652494", "EPSG:3812_y": "711500"})), to_lambert_72
        )


cell = st.text(alphabet="12aZ é€-/.,\u202e\n", max_size=12)


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), cell), min_size=1, max_size=5))
def test_every_row_goes_in_is_left_or_is_retired(rows):
    rows = [
        {**best(address_id=str(n)), **row, "municipality_id": "99001"} for n, row in enumerate(rows)
    ]
    official = read(*rows)
    assert len(official.homes) + len(official.left) + len(official.retired) == len(rows)
    assert len({home.key for home in official.homes}) == len(official.homes)
    shown = located(official, to_lambert_72)
    assert len(shown.homes) + len(shown.left) + len(shown.retired) == len(rows)
