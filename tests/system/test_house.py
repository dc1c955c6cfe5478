"""The house checks itself: small modules, one clock, no secret doors, and lists that only shrink."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from renogroep.infra import audit
from renogroep.infra.db import Model
from renogroep.infra.keyed import TENANT
from renogroep.web import tables
from renogroep.web.pages.log import LABELS
from tests.support import house
from tests.support.house import MODULES, PACKAGE, TOP, nodes, room_of, short, source

MAX_MODULE, MAX_FUNCTION, MAX_EQUAL = 400, 50, 6
CLOCK_CALLS = {"now", "utcnow", "today"}
STARTS = (
    "renogroep.web.app",
    "renogroep.web.commands",
    "renogroep.web.worker",
    "renogroep.infra.verify",
    "renogroep.web.rekeyed_migrations",  # migrations/env.py
)
UNREACHED = {"renogroep.quotes.rules.lots"}
ENDPOINT = re.compile(r"""url_for\(\s*['"]([a-z_]+\.[a-z_]+)['"]""")

# Modules that still do what the rest of the house does not. A name leaves; none comes in.
KNOWN = {
    "an assigned state": "",
    "select": "",
    "Refused": "",
    "may": "",
    "State": "",
    "a transaction in a page": """
    identity/views/starting.py:traced
    journeys/views/case.py:read_case
    orders/views/looking.py:looked
    quotes/views/lots.py:leaving
    reports/views.py:funnel_csv
    subscriptions/views/on_behalf.py:_read_case
    journeys/views/caseload.py:_read
    web/pages/letters.py:letters
    web/pages/letters.py:letters_file
    web/pages/my_data.py:_exported
""",
    "a link upward": "",
    "a body that stands in two rooms": "",
    "a module that no door reaches": """
""",
}


def only_shrinks(guilty, sin):
    said = house.shrinks(guilty, KNOWN[sin].split())
    if said:
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_module_is_small_and_says_which_question_it_answers(path):
    assert ast.get_docstring(house.parsed(path)), "a module needs a docstring"
    assert len(source(path).splitlines()) <= MAX_MODULE
    long = [
        node.name
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION
    ]
    assert long == []


def test_only_the_clock_asks_the_time():
    guilty = []
    for path in MODULES:
        if path.name == "clock.py":
            continue
        for node in nodes(path):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in CLOCK_CALLS:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id in {"datetime", "date"}:
                    guilty.append(f"{short(path)}:{node.lineno}")
    assert guilty == []


def test_no_room_uses_another_rooms_pages_or_forms():
    guilty = []
    for path in MODULES:
        if room_of(path) == "web":
            continue
        for node in nodes(path):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            parts = node.module.split(".")
            other_room = parts[0] == "renogroep" and len(parts) > 2 and parts[1] != room_of(path)
            shared = parts[2:] == ["views", "blueprint"]  # its page keeps its address and name
            if other_room and parts[2] in {"views", "forms"} and not shared:
                guilty.append(f"{short(path)}: {node.module}")
    assert guilty == []


def test_no_float_decides_about_money():
    """Binary fractions stay out of rules and base; the reader of spreadsheet cells is the door."""
    guilty = []
    for path in filter(is_pure, MODULES):
        if path.name == "numbers.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                guilty.append(f"{short(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float":
                guilty.append(f"{short(path)}:{node.lineno}")
    assert guilty == []


def is_pure(path: Path) -> bool:
    return "rules" in path.parts or room_of(path) == "base"


def test_a_third_of_the_rooms_and_base_is_pure():
    """Rules that hide in views and models cannot be read by the people who know them."""
    counted = [path for path in MODULES if room_of(path) not in {"web", "infra", "__init__.py"}]
    lines = {path: len(source(path).splitlines()) for path in counted}
    pure = sum(n for path, n in lines.items() if is_pure(path))
    assert pure / sum(lines.values()) >= 1 / 3


def test_only_a_lifecycle_assigns_a_state():
    guilty = {short(path) for path in MODULES if house.assigns(path, "state")}
    only_shrinks(guilty - {"base/lifecycle.py"}, "an assigned state")


@pytest.mark.parametrize("word", ["select", "Refused", "may", "State"])
def test_a_page_asks_queries_actions_and_guards(word):
    """It selects no rows, decides nothing, and knows no states."""
    guilty = {short(path) for path in MODULES if house.is_page(path) and knows(path, word)}
    only_shrinks(guilty, word)


def knows(path: Path, word: str) -> bool:
    if word == "may":
        return not {"may", "may_in"}.isdisjoint(house.calls(path))
    return any(
        name.endswith(word) if word == "State" else name == word for name in house.names(path)
    )


def test_a_page_writes_through_act_or_leaves_a_trace_of_reading():
    """A transaction of its own is for a GET that is written down, in one helper of its room."""
    guilty = {
        f"{short(path)}:{node.name}"
        for path in filter(house.is_page, MODULES)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and "transaction" in house.called_in(node)
    }
    only_shrinks(guilty, "a transaction in a page")


ANYWHERE = {  # pages of a list, whose rows are the reader's already: a yes or no about the list
    "journeys/templates/journeys/caseload.html",
    "journeys/templates/journeys/packages.html",
}


def test_may_is_no_bare_yes_where_a_row_is_read():
    """A role elsewhere says nothing about this row: ``may_in`` asks where the row is."""
    kinds = {mapper.class_.__name__ for mapper in Model.registry.mappers}
    assert len(kinds) >= len(tables.METADATA.tables) - 5, "a control: the models are read"
    guilty = {
        f"{short(path)}:{node.name}"
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and "may" in house.names_called_in(node)
        if kinds & set(house.words_in_signature(node))
    }
    assert guilty == set()
    bare = {
        path.relative_to(house.PACKAGE).as_posix()
        for path in house.PACKAGE.rglob("*.html")
        if re.search(r"(?<![\w.])may\(", path.read_text("utf-8"))
    }
    assert bare == ANYWHERE


def test_that_rule_sees_a_bare_yes():
    one = ast.parse("def page(session, lot: Lot | None):\n    return may(X) and LOTS.may(lot)")
    other = ast.parse("def page(lot: Lot):\n    return may_in(X, 1) and LOTS.may(lot)")
    first, second = one.body[0], other.body[0]
    assert "may" in house.names_called_in(first)
    assert "may" not in house.names_called_in(second)
    assert "Lot" in house.words_in_signature(first)


def test_in_the_shell_only_backups_select():
    """The demo may: it plays people who look for what they made before, and asks no page."""
    guilty = {
        short(path)
        for path in MODULES
        if room_of(path) == "web"
        and not house.is_page(path)
        and "demo" not in path.parts
        and "select" in house.calls(path)
    }
    assert guilty - {"web/backups.py"} == set()


def test_every_module_is_reached_from_a_door():
    known = {house.module_name(path) for path in MODULES if len(house.parsed(path).body) > 1}
    guilty = known - house.reached(STARTS)
    only_shrinks(guilty - UNREACHED, "a module that no door reaches")
    assert guilty >= UNREACHED
    for name in UNREACHED:
        doc = importlib.import_module(name).__doc__
        assert "no page yet" in doc.lower()


def test_nothing_imports_the_demo_before_somebody_asks_for_it():
    guilty = [
        short(path)
        for path in MODULES
        if "demo" not in path.parts
        for node in house.parsed(path).body
        if isinstance(node, ast.Import | ast.ImportFrom) and "web.demo" in ast.unparse(node)
    ]
    assert guilty == []


def test_no_two_rooms_say_the_same_at_length():
    guilty = {
        name
        for where in house.bodies(MAX_EQUAL).values()
        if len({room for room, _ in where}) > 1
        for _, name in where
    }
    only_shrinks(guilty, "a body that stands in two rooms")


def test_templates_name_pages_of_their_room_or_below():
    """Links upward are values of a presenter."""
    rooms, owner = house.rooms(), house.endpoints()
    guilty = set()
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        room = room_of(path)
        for endpoint in ENDPOINT.findall(source(path)):
            assert endpoint in owner, f"{path.name}: {endpoint}"
            if rooms.index(owner[endpoint]) < rooms.index(room):
                guilty.add(f"{room}/{path.name}::{endpoint}")
    only_shrinks(guilty, "a link upward")


ACROSS = {  # tables that no municipality owns, and why
    "municipality": "it is one",
    "account": "one human, who may work for several; account_person says for which",
    "account_identity": "an official sign-in opens the account, whatever the municipality",
    "recovery_code": "of the account",
    "company": "one firm works in several; what each thinks of it is on its organisation",
    "company_paper": "kept once by the firm, read where its people confirmed it",
    "sign_in_attempt": "a guess at an address that may be nobody's",
    "sign_in_subject": "the same",
    "channel_state": "one server takes the mails of all",
    "sealing_key": "one key ring seals the quotes of all",
    "upkeep": "what was done for the whole installation",
}


def test_a_table_without_a_municipality_is_named_with_its_reason():
    found = {table.name for table in tables.METADATA.sorted_tables if TENANT not in table.columns}
    assert found == set(ACROSS)


def test_the_whole_run_leaves_nothing_out():
    """What `make fast` passes by, `make test` runs, with the thorough profile."""
    (run,) = re.findall(
        r"^test:.*\n(?:\t.*\n)*?\t(\$\(BIN\)/pytest.*)$", source(TOP / "Makefile"), re.M
    )
    assert run == "$(BIN)/pytest -n $(WORKERS) --hypothesis-profile thorough"


def test_audit_words_are_unique_and_follow_the_grammar():
    words: list[str] = []
    for path in MODULES:
        if path.name == "events.py":
            words += [str(word) for word in importlib.import_module(house.module_name(path)).Did]
    assert len(words) == len(set(words))
    assert [w for w in words if not re.fullmatch(r"[a-z_]+\.[a-z_]+", w)] == []


def test_every_audit_word_has_a_label_of_its_own_and_the_log_knows_it():
    rooms = [
        importlib.import_module(house.module_name(p)) for p in MODULES if p.name == "events.py"
    ]
    words = [str(word) for room in (*rooms, audit) for word in room.Did]
    assert sorted(words) == sorted(LABELS)
    assert len(set(LABELS.values())) == len(LABELS)


@pytest.mark.parametrize(
    ("guilty", "known", "said"),
    [
        ((), (), ""),
        ("a", "a", ""),
        ("ab", "a", "new: b"),
        ("a", "ab", "clean now, off the list: b"),
    ],
)
def test_a_list_of_sinners_only_shrinks(guilty, known, said):
    assert house.shrinks(guilty, known) == said
