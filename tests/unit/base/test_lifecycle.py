"""One table of moves is the only road from state to state."""

from enum import StrEnum
from types import SimpleNamespace

import pytest

from renogroep.base.errors import Refused
from renogroep.base.lifecycle import Lifecycle, Noun


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


DOORS = Lifecycle(
    Door,
    {
        "shut": (frozenset({Door.OPEN}), Door.SHUT),
        "lock": (frozenset({Door.SHUT}), Door.LOCKED),
        "open": (frozenset({Door.SHUT, Door.LOCKED}), Door.OPEN),
    },
    Noun(
        "door.wrong_state",
        "This door is “%(state)s” now.",
        {Door.OPEN: "open", Door.SHUT: "shut", Door.LOCKED: "locked"},
    ),
)


@pytest.mark.parametrize(
    ("state", "move", "after"),
    [
        ("open", "shut", Door.SHUT),
        ("shut", "lock", Door.LOCKED),
        ("open", "lock", None),
        ("locked", "open", Door.OPEN),
        ("locked", "lock", None),
    ],
)
def test_a_move_is_possible_where_the_table_says_so(state, move, after):
    row = SimpleNamespace(state=state)
    assert DOORS.may(state, move) is (after is not None)
    if after is None:
        with pytest.raises(Refused) as refused:
            DOORS.move(row, move)
        assert refused.value.code == "door.wrong_state"
        assert str(refused.value.text) == f"This door is “{state}” now."
        assert row.state == state
    else:
        assert DOORS.move(row, move) == row.state == after


def test_a_move_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        DOORS.after("open", "paint")


def test_a_word_that_is_no_state_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="ajar"):
        DOORS.after("ajar", "shut")


def test_a_state_has_a_label():
    assert str(DOORS.label("locked")) == "locked"
