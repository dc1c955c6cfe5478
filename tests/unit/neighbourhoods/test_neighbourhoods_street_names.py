"""People write the name of their street in many ways; two streets stay two."""

import pytest

from renogroep.neighbourhoods.rules.street_names import split_number, street_key, suggestions


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


KNOWN = [
    *("Rozenstraat", "Rozenlaan", "Tulpenstraat", "Lindelaan", "Sint-Jansstraat", "Kapelstraat"),
    *("Viooltjesplein", "Onze-Lieve-Vrouwstraat", "Gentsesteenweg", "Veldekensstraat"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Rozenstaat", ["Rozenstraat"]),
        ("tulpenstrat", ["Tulpenstraat"]),
        ("Rosenstraat", ["Rozenstraat"]),
        ("Roznestraat", ["Rozenstraat"]),  # two letters that changed places are one slip
        ("Rozzenstraatt", []),  # two slips in a short name
        ("Violtjespleim", ["Viooltjesplein"]),  # and in a long one
        ("Violtespleim", []),
        ("Pozenstraat", []),  # people know the first letter
        ("rozen", ["Rozenlaan", "Rozenstraat"]),
        ("roz", ["Rozenlaan", "Rozenstraat"]),
        ("ro", []),
        ("st-jan", ["Sint-Jansstraat"]),
        ("Kerkstraat", []),
        ("Dorpsstraat", []),
        ("Molenstraat", []),
        ("Veldstraat", []),
        ("", []),
        ("\u202e", []),
    ],
)
def test_only_a_slip_of_the_pen_is_another_street(typed, meant):
    assert suggestions(KNOWN, typed) == meant
    assert suggestions(reversed(KNOWN), typed) == meant


def test_the_nearest_comes_first_and_five_are_enough():
    known = [f"Rozenstraat{end}" for end in "fedcba"] + ["Rozenstraa", "Rozenstaat"]
    found = suggestions(known, "Rozenstraat")
    assert found == [f"Rozenstraat{end}" for end in "abcde"]
    assert suggestions(["Bloemstraat", "Bloemstraatje", "Bloemstraten"], "bloemstraatj") == [
        "Bloemstraatje",
        "Bloemstraat",
    ]


def test_a_street_with_two_spellings_is_suggested_once():
    assert suggestions(["Rozenstraat", "Rozenstr."], "Rozenstaat") == ["Rozenstraat"]


@pytest.mark.parametrize(
    ("street", "number", "split"),
    [
        ("Rozenstraat 22", "", ("Rozenstraat", "22")),
        (" Rozenstraat, 22A ", " ", ("Rozenstraat", "22A")),
        ("Rozenstr. 22 bus 3", "", ("Rozenstr.", "22 bus 3")),
        ("Rozenstraat 22/3", "", ("Rozenstraat", "22/3")),
        ("Rozenstraat 22 a", "22A", ("Rozenstraat", "22A")),
        ("Plein 1944", "3", ("Plein 1944", "3")),
        ("Rozenstraat", "22", ("Rozenstraat", "22")),
        ("Rozenstraat", "", ("Rozenstraat", "")),
        ("22", "", ("22", "")),
        ("", "", ("", "")),
    ],
)
def test_a_number_behind_the_street_is_kept(street, number, split):
    assert split_number(street, number) == split
