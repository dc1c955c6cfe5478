"""Where somebody of several municipalities begins, and at which front door each is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.identity.rules.homes import Home, first_home, held_anywhere, other_door, to_choose

LEAD, ADVISOR, NONE = frozenset({"lead"}), frozenset({"advisor"}), frozenset()


def home(key, roles=LEAD, name="", host=None):
    return Home(key, name or f"Gemeente {key}", host, key * 10, roles)


@pytest.mark.parametrize(
    ("roles", "chosen"),
    [
        ({1: LEAD, 2: ADVISOR}, [1, 2]),
        ({1: NONE, 2: ADVISOR}, [2]),  # a role that ended: nothing to do there
        ({1: NONE, 2: NONE}, [1, 2]),  # then the pages say so
        ({1: LEAD}, [1]),
        ({}, []),
    ],
)
def test_one_chooses_among_where_there_is_work(roles, chosen):
    homes = [home(key, held) for key, held in roles.items()]
    assert [one.municipality_id for one in to_choose(homes)] == chosen


def test_they_stand_by_name():
    homes = [home(1, name="Zulte"), home(2, name="Aalter")]
    assert [one.name for one in to_choose(homes)] == ["Aalter", "Zulte"]


@pytest.mark.parametrize(
    ("here", "last", "begins"),
    [
        (None, None, 1),
        (None, 2, 2),
        (2, None, 2),
        (2, 1, 2),  # at its own front door, whatever was last
        (9, 2, 2),  # at a door where they are nobody
        (9, 9, 1),
        (3, 3, 1),  # their role there ended
    ],
)
def test_where_somebody_begins(here, last, begins):
    homes = [home(2), home(1, name="Zulte"), home(3, NONE)]
    assert first_home(homes, here=here, last=last).municipality_id == begins


def test_who_is_nowhere_begins_nowhere():
    with pytest.raises(LookupError):
        first_home([], here=None, last=None)


def test_what_is_asked_of_the_account_counts_every_role():
    assert held_anywhere([home(1), home(2, ADVISOR), home(3, NONE)]) == {"lead", "advisor"}
    assert held_anywhere([]) == frozenset()


DOORS = ("wijk.a.be", "wijk.b.be")


@pytest.mark.parametrize(
    ("target", "here", "shared", "door"),
    [
        ("wijk.b.be", "wijk.b.be", "reno.be", None),
        ("wijk.b.be", "wijk.a.be", "reno.be", "wijk.b.be"),
        ("wijk.b.be", "reno.be", "reno.be", "wijk.b.be"),
        (None, "reno.be", "reno.be", None),
        (None, "andere.be", "reno.be", None),  # another shared name serves as well
        (None, "wijk.a.be", "reno.be", "reno.be"),
        (None, "wijk.a.be", "", None),  # one machine, no name in the settings
    ],
)
def test_at_which_door_a_municipality_is_found(target, here, shared, door):
    assert other_door(target, here, own_doors=DOORS, shared=shared) == door


@given(st.lists(st.integers(1, 9), unique=True, min_size=1), st.integers(1, 9), st.integers(1, 9))
def test_law_whoever_is_somewhere_begins_where_there_is_work(keys, here, last):
    homes = [home(key, LEAD if key % 2 else NONE) for key in keys]
    assert first_home(homes, here=here, last=last) in to_choose(homes)
