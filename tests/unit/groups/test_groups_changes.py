"""Who moved since homes were bundled before, whatever the numbers of the groups."""

import pytest

from renogroep.groups.rules.changes import changes


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {}, []),
        ({"A": 1, "B": 1}, {"A": 2, "B": 2}, []),
        ({"A": 1, "B": 1}, {"A": 1}, ["B is in no group any more."]),
        ({"A": 1}, {"A": 1, "B": 1}, ["B is new, in group 1."]),
        (
            {"A": 1, "B": 1, "C": 2, "D": 2},
            {"N": 1, "A": 2, "B": 2, "C": 3, "D": 2},
            ["D was in group 2 and is now in group 2.", "N is new, in group 1."],
        ),
    ],
)
def test_what_changed_follows_groups_and_not_their_numbers(before, after, said):
    assert [str(line) for line in changes(before, after)] == said
