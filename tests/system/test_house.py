"""The house checks itself: small modules, one clock, no secret doors."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
MODULES = sorted((TOP / "renogroep").rglob("*.py"))
MAX_MODULE, MAX_FUNCTION = 400, 50
CLOCK_CALLS = {"now", "utcnow", "today"}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(TOP)))
def test_module_is_small_and_says_which_question_it_answers(path):
    tree = parsed(path)
    assert ast.get_docstring(tree), "a module needs a docstring"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION
    ]
    assert long == []


def test_only_the_clock_asks_the_time():
    guilty = []
    for path in MODULES:
        if path.name == "clock.py":
            continue
        for node in ast.walk(parsed(path)):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in CLOCK_CALLS:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id in {"datetime", "date"}:
                    guilty.append(f"{path.relative_to(TOP)}:{node.lineno}")
    assert guilty == []


def test_no_room_uses_another_rooms_pages_or_forms():
    guilty = []
    for path in MODULES:
        room = path.relative_to(TOP / "renogroep").parts[0]
        if room == "web":
            continue
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            parts = node.module.split(".")
            other_room = parts[0] == "renogroep" and len(parts) > 2 and parts[1] != room
            if other_room and parts[2] in {"views", "forms"}:
                guilty.append(f"{path.relative_to(TOP)}: {node.module}")
    assert guilty == []


def test_no_float_decides_about_money():
    """Binary fractions stay out of rules and base; the reader of spreadsheet cells is the door."""
    guilty = []
    for path in MODULES:
        pure = "rules" in path.parts or "base" in path.parts
        if not pure or path.name == "numbers.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                guilty.append(f"{path.relative_to(TOP)}:{node.lineno}")
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float":
                guilty.append(f"{path.relative_to(TOP)}:{node.lineno}")
    assert guilty == []


def test_about_two_fifths_of_the_code_are_pure_rules():
    """Rules that hide in views and models cannot be read by the people who know them."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    pure = sum(n for path, n in lines.items() if "rules" in path.parts or "base" in path.parts)
    assert pure / sum(lines.values()) >= 0.25


def test_audit_words_are_unique_and_follow_the_grammar():
    import importlib
    import re

    words: list[str] = []
    for path in MODULES:
        if path.name == "events.py":
            name = ".".join(path.relative_to(TOP).with_suffix("").parts)
            words += [str(word) for word in importlib.import_module(name).Did]
    assert len(words) == len(set(words))
    assert [w for w in words if not re.fullmatch(r"[a-z_]+\.[a-z_]+", w)] == []
