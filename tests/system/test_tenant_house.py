"""Every table is of a municipality or says why not, and nobody opens the fence by accident."""

import ast

import pytest

from renogroep.infra.keyed import INSTALLATION, TENANT
from renogroep.web.tables import METADATA
from tests.support.house import MODULES, nodes, short

WITHOUT = {
    "municipality": "it is the municipality",
    "channel_state": "one mail server serves all",
    "upkeep": "chores of the installation",
    "sealing_key": "one ring of keys serves all",
    "sign_in_attempt": "a guess, before anybody knows at whom",
    "sign_in_subject": "a guess, before anybody knows at whom",
    "account": "one human may work in several municipalities",
    "account_identity": "it opens the account, whose row in account_person says where",
    "recovery_code": "of the account",
    "company": "one firm quotes for several municipalities",
    "company_paper": "shown once, to all that it quotes for",
}
FOUND_BEFORE = {  # have the column, and are looked for before anybody knows of whom they are
    "web_session": "by the token in a cookie",
}
# Where the database is taken as a whole; a name leaves, none comes in.
UPKEEP = {"web/backups.py", "web/restoring.py", "web/commands.py"}
AFRESH = {"web/commands.py", "web/demo/seed.py"}
BECOMES = {
    "web/tenancy.py",
    "web/commands.py",
    "web/demo/people.py",
    "identity/actions/people.py",
}
# Who comes in, or answers, where they are not yet.
MOVES = {
    "identity/official_views.py",
    "identity/views/starting.py",
    "identity/views/switching.py",
}
ELSEWHERE = {
    "identity/official_views.py",
    "identity/views/forgotten.py",
    "identity/views/signing_in.py",
    "identity/views/switching.py",
}


def test_a_table_without_a_municipality_says_why():
    silent = {table.name for table in METADATA.sorted_tables if TENANT not in table.columns}
    assert silent <= set(WITHOUT)


def test_what_is_not_fenced_says_why():
    assert {*WITHOUT, *FOUND_BEFORE} >= INSTALLATION


def test_every_named_table_is_there():
    assert {*WITHOUT, *FOUND_BEFORE, *INSTALLATION} <= set(METADATA.tables)


def users(word):
    """Modules that call it, by whatever way it was imported."""
    found = set()
    for path in MODULES:
        for node in nodes(path):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", None) or getattr(called, "attr", None)
            if name == word:
                found.add(short(path))
    return found - {"infra/tenant.py"}


@pytest.mark.parametrize(
    ("word", "known"),
    [
        *(("upkeep", UPKEEP), ("afresh", AFRESH), ("become", BECOMES)),
        *(("move_to", MOVES), ("elsewhere", ELSEWHERE)),
    ],
)
def test_few_open_the_fence_or_move_it(word, known):
    assert users(word) == known


def test_tables_are_asked_through_their_classes():
    """In a part of a SELECT nothing is put in for a bare table."""
    bare = {
        short(path)
        for path in MODULES
        if any(getattr(node, "attr", "") == "__table__" for node in nodes(path))
    }
    assert bare == {"infra/key_checks.py", "journeys/queries/paused.py"}


def test_statements_as_text_stand_where_the_database_is_a_whole():
    """``exec_driver_sql`` goes past the fence."""
    assert users("exec_driver_sql") == {"infra/db.py"}
