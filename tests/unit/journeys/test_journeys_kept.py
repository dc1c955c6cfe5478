"""What rooms keep about somebody reads in words, each by the room that keeps it."""

from datetime import date

import pytest

from renogroep.base.text import Text
from renogroep.journeys.rules.kept import Kept, Reader


def shown(value) -> str:
    return value.msgid if isinstance(value, Text) else f"<{value}>"


READER = Reader(shown, {("", "channel"): {"phone": "By phone"}})


@pytest.mark.parametrize(
    ("section", "row", "words"),
    [
        ("orders", {"as": "co_owner"}, ("As", "co-owner")),
        ("interests", {"as": "co_owner"}, ("As", "co_owner")),
        ("choices", {"channel": "phone"}, ("How it came in", "By phone")),
        ("orders", {"planned_on": "2027-03-08"}, ("Works planned on", f"<{date(2027, 3, 8)}>")),
        ("cases", {"other_dwelling": False}, ("You own another home too", "No")),
        ("cases", {"outcome": "voicemail"}, ("What came of it", "Left a message")),
        ("odd", {"nobody_named_it": "x"}, ("nobody_named_it", "x")),
    ],
)
def test_a_name_and_a_code_have_words(section, row, words):
    (part,) = READER.read(section, row).parts
    assert (part.name, part.value) == words


def test_under_some_names_stand_codes_that_are_names_themselves():
    row = {"conditions": {"funding": "open"}, "measures": {"windows_m2": "12"}}
    conditions, measures = READER.read("orders", row).parts
    assert [(one.name, one.value) for one in conditions.parts] == [("the loan is granted", "open")]
    assert measures.parts[0].name != "windows_m2"


def test_what_is_empty_is_left_out():
    row = {"note": "", "survey": None, "works": [], "reasons": {}, "place": 0}
    assert [part.name for part in READER.read("contractors", row).parts] == ["Place in your list"]


def test_a_list_has_parts_without_a_name():
    assert READER.read("reasons", ["a", "b"]).parts == (Kept("", "a"), Kept("", "b"))


@pytest.mark.parametrize("question", [1, 99])
def test_a_question_is_asked_again_in_its_own_words(question):
    asked, told = READER.read("answers", {"question": question, "answer": "x"}).parts
    assert (asked.value == "99") == (question == 99)
    assert told.value == "x"
