"""A text message has room for little, and says nothing that a neighbour may not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.sms_text import may_be_texted, segments

PARTS = [
    ("", 0),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("é" * 160, 1),  # a letter of seven bits
    ("[" * 80, 1),  # each counts for two
    ("[" * 81, 2),
    ("a" * 152 + "[" + "a" * 152, 3),  # the sign of two starts the second part, which is full then
    ("ê" * 70, 1),  # wide
    ("ê" * 71, 2),
    ("ê" * 134, 2),
    ("ê" * 135, 3),
    ("a" * 70 + "ê", 2),
    ("🏠" * 35, 1),  # two wide halves
    ("🏠" * 36, 2),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[f"{i}" for i in range(len(PARTS))])
def test_parts_are_counted_as_the_network_does(text, parts):
    assert segments(text) == parts


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Lees wat u kunt doen: https://wijk.example/l/abc", True),
        ("a" * 306, True),
        ("a" * 307, False),
        ("", False),
        ("Dag eva maes, lees dit", False),
        ("Kom naar Rozenstraat 12, 9999 Testgem", False),
        ("U betaalt € 5", False),
    ],
)
def test_no_name_address_or_amount_is_texted(text, may):
    assert may_be_texted(text, ("Eva Maes", "Rozenstraat 12, 9999 Testgem", None, "")) is may


@given(st.text(max_size=400), st.text(max_size=20))
def test_more_text_is_never_fewer_parts(text, more):
    assert segments(text) <= segments(text + more)
