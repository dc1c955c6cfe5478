"""People write the name of their street in many ways; two streets stay two."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.neighbourhoods.rules.street_names import (
    StreetMatch,
    match_street,
    split_number,
    street_key,
    suggestions,
)

GROUND = json.loads((Path(__file__).parents[2] / "fixtures/ground/addresses.json").read_text())
STREETS = GROUND["streets"]


@pytest.mark.parametrize("case", STREETS["cases"], ids=lambda case: case["asked"])
def test_which_street_an_address_is_in(case):
    match = match_street(case["asked"], STREETS["known"])
    assert (match.kind, list(match.names)) == (case["kind"], case["names"])
    assert match_street(case["asked"], reversed(STREETS["known"])) == match


@pytest.mark.parametrize("case", STREETS["suggestions"], ids=lambda case: case["typed"])
def test_a_slip_in_the_type_word_is_only_suggested(case):
    assert match_street(case["typed"], STREETS["known"]).kind == case["match"]
    assert suggestions(STREETS["known"], case["typed"]) == [case["name"]]


@pytest.mark.parametrize(
    ("asked", "known", "kind"),
    [
        ("ro", ["Rozenstraat"], "none"),  # two letters are no start
        ("roz", ["Rozenstraat"], "close"),
        ("Lostraat", ["Losstraat"], "none"),  # one slip, in a name of two letters
        ("Lasstraat", ["Losstraat"], "none"),  # no slip in three
        ("Lasistraat", ["Losistraat"], "close"),  # one in four
        ("Lasustraat", ["Losistraat"], "none"),
        ("Violtjesplein", ["Viooltjesplein"], "close"),  # two from eight on
        ("Violtjisplein", ["Viooltjesplein"], "close"),
        ("Viltjisplein", ["Viooltjesplein"], "none"),
        ("Park", ["Parkstraat"], "close"),  # a name that is a type word has no type
        ("Park", ["Park"], "exact"),
        ("Roznestraat", ["Rozenstraat"], "close"),
        ("Rozenplaats", ["Rozenstraat"], "none"),
        ("", ["Rozenstraat"], "none"),
        (" ", ["Rozenstraat"], "none"),
        ("Rozenstraat", [], "none"),
    ],
)
def test_how_far_is_close(asked, known, kind):
    assert match_street(asked, known).kind == kind


def test_five_close_streets_are_enough_and_two_spellings_are_one():
    known = [f"Rozen{end}straat" for end in ("aaa", "bb", "ccc", "d", "e", "f", "g")]
    assert match_street("Rozen", known).names == tuple(
        f"Rozen{end}straat" for end in ("d", "e", "f", "g", "bb")
    )
    both = match_street("Rozenstr", ["Rozenstraat", "Rozenstr."])
    assert both == StreetMatch("exact", ("Rozenstr.",))


names = st.one_of(
    st.sampled_from(STREETS["known"]),
    st.text(alphabet="kerstralbg -.é\u202e", max_size=14),
)


@given(names, st.lists(names, max_size=6))
def test_exact_is_the_same_street_and_nothing_else_is(asked, known):
    match = match_street(asked, known)
    same = bool(asked.strip()) and street_key(asked) in {street_key(name) for name in known}
    assert (match.kind == "exact") == same
    assert (match.kind == "none") == (match.names == ())
    assert set(match.names) <= set(known)
    assert len({street_key(name) for name in match.names}) == len(match.names) <= 5
    if same:
        assert [street_key(name) for name in match.names] == [street_key(asked)]


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
