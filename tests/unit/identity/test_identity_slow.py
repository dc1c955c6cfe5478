"""How long must a guess wait, and who shares a network?"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.identity.rules.slow import network_of, wait_after

TABLE = Path(__file__).parents[2] / "fixtures" / "ground" / "slow.json"
ROWS = json.loads(TABLE.read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_row_of_the_table(row):
    assert wait_after(row["account"], row["network"], row["known"]) == row["seconds"]


@pytest.mark.parametrize(
    ("account", "network", "seconds"),
    [(6, 0, 2), (9, 0, 16), (0, 11, 2), (0, 19, 512), (0, 20, 900), (5, 15, 32), (10, 10, 30)],
)
def test_it_doubles_up_to_the_most_and_the_larger_counts(account, network, seconds):
    assert wait_after(account, network, known_device=False) == seconds


COUNT = st.integers(0, 10_000)


@given(COUNT, COUNT, st.booleans())
def test_one_more_failure_never_shortens_the_wait(account, network, known):
    now = wait_after(account, network, known)
    assert now <= wait_after(account + 1, network, known) <= 900
    assert now <= wait_after(account, network + 1, known) <= 900


@given(COUNT, COUNT, COUNT)
def test_others_who_guess_at_an_account_change_nothing_on_a_known_device(one, other, network):
    assert wait_after(one, network, True) == wait_after(other, network, True)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.200", "203.0.113.0/24"),
        ("2001:db8:1:2ff:a:b:c:d", "2001:db8:1:200::/56"),
        ("2001:db8:1:300::1", "2001:db8:1:300::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("Unknown ", "unknown"),
        ("", ""),
    ],
)
def test_the_part_of_an_address_that_is_shared(address, network):
    assert network_of(address) == network
