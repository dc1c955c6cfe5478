"""People write the name of their street in many ways; two streets stay two."""

import pytest

from renogroep.neighbourhoods.rules.street_names import street_key


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("St.-Jansstr", "Sint-Jansstraat"),
        ("Gentse Stwg", "Gentse Steenweg"),
        ("O.L.V. plein", "Onze-Lieve-Vrouwplein"),
        ("bélgielaan", "Belgiëlaan"),
        ("Linden ln", "Lindenlaan"),
    ],
)
def test_usual_abbreviations_are_understood(typed, stored):
    assert street_key(typed) == street_key(stored)


@pytest.mark.parametrize(
    "one, other",
    [("Rozenstraat", "Rozenlaan"), ("Sint-Jansstraat", "Jansstraat"), ("Lindenplein", "Linden")],
)
def test_streets_that_only_look_alike_are_two(one, other):
    assert street_key(one) != street_key(other)


@pytest.mark.parametrize("nothing", ["", " ", "\u202e"])
def test_nothing_typed_is_no_street(nothing):
    assert street_key(nothing).strip("\u202e") == ""
