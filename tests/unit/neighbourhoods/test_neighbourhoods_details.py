"""What a lead writes about a neighbourhood can be read, and somebody can be called."""

import pytest

from renogroep.base.cells import Cell, Sheet
from renogroep.base.errors import Refused
from renogroep.neighbourhoods.rules.addresses import under_headings
from renogroep.neighbourhoods.rules.details import Details, checked


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, None),
        ({"name": " \u200e"}, "neighbourhood.no_name"),
        ({"phone": "09 123 45"}, "neighbourhood.no_phone"),
        ({"phone": "0912 34 56"}, None),
    ],
)
def test_a_neighbourhood_has_a_name_and_a_number(given, code):
    values = {"name": "Brugse Poort", "phone": "09 123 45 67"} | given
    details = Details(brand_colour="#1f5a50", accent_colour="#b24a26", **values)
    if code is None:
        assert checked(details) == ("#1f5a50", "#b24a26")
        return
    with pytest.raises(Refused) as refused:
        checked(details)
    assert refused.value.code == code


def sheet(*rows) -> Sheet:
    return Sheet("", tuple((n, tuple(Cell("A1", v) for v in row)) for n, row in enumerate(rows, 1)))


def test_cells_stand_under_their_headings_with_their_own_row():
    found = under_headings(sheet(["Straat", "", "Nr"], ["Rozenstraat", "x", 5]))
    assert found == [(2, {"Straat": "Rozenstraat", "Nr": 5})]


@pytest.mark.parametrize("rows", [(), (["a", "b"],), (["Rozenstraat", 5],)])
def test_a_list_that_names_no_streets_is_refused(rows):
    with pytest.raises(Refused) as refused:
        under_headings(sheet(*rows))
    assert refused.value.code == "addresses.no_headings"
