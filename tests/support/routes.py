"""Which tests of pages run on PostgreSQL too: enough to open every route once.

All of them run on SQLite, and all of them on both with ``--nightly`` (`make test-nightly`). The choice
stands in ``tests/views/on_postgresql.txt``; a full run fails when a route is opened on SQLite alone.
Choosing again: ``pytest --choose-routes -n 2 tests/views``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request, request_started

from tests.support.ledger import asks_everything

VIEWS = Path(__file__).resolve().parents[1] / "views"
CHOICE = VIEWS / "on_postgresql.txt"


def name_of(nodeid: str) -> str:
    """A test without the database that it runs on."""
    head, _, picked = nodeid.partition("[")
    rest = picked.rstrip("]").partition("-")[2]
    return f"{head}[{rest}]" if rest else head


def chosen(opened: Mapping[str, Iterable[str]]) -> list[str]:
    """The fewest tests, more or less, that open every route among them: test -> its routes."""
    left = {test: set(routes) for test, routes in opened.items()}
    wanted = set().union(*left.values()) if left else set()
    picked = []
    while wanted:
        best = min(left, key=lambda test: (-len(left[test] & wanted), test))
        picked.append(best)
        wanted -= left.pop(best)
    return sorted(picked)


class Routes:
    """Leaves out what need not run on PostgreSQL, and notes which routes were opened where."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.now: tuple[str, str] | None = None  # the database and the test
        self.opened: dict[str, set[str]] = defaultdict(set)  # database -> routes
        self.by_test: dict[str, set[str]] = defaultdict(set)
        self.missing: list[str] = []
        request_started.connect(self._note, weak=False)

    def _note(self, _app: Flask, **_: Any) -> None:
        if self.now and request.url_rule:
            route = f"{request.method} {request.url_rule.rule}"
            database, test = self.now
            self.opened[database].add(route)
            self.by_test[test].add(route)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Of a folder only the chosen ones run on PostgreSQL; of a file that was named, all."""
        named = any(Path(arg.partition("::")[0]).is_file() for arg in self.config.args)
        if named or self.config.getoption("--nightly") or not CHOICE.exists():
            return
        picked = set(CHOICE.read_text(encoding="utf-8").split("\n"))
        out = [
            item
            for item in items
            if database_of(item) == "postgresql" and name_of(item.nodeid) not in picked
        ]
        if out:
            self.config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item not in set(out)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Whose requests come now."""
        database = database_of(item)
        self.now = (database, name_of(item.nodeid)) if database else None

    def pytest_runtest_teardown(self) -> None:
        """Nobody's."""
        self.now = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A worker hands over; the session compares, or writes a new choice."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["routes"] = {k: sorted(v) for k, v in self.opened.items()}
            self.config.workeroutput["by_test"] = {k: sorted(v) for k, v in self.by_test.items()}
        elif self.config.getoption("--choose-routes"):
            CHOICE.write_text("\n".join(chosen(self.by_test)) + "\n", encoding="utf-8")
        elif exitstatus == 0 and asks_everything(self.config):
            self.missing = sorted(self.opened["sqlite"] - self.opened["postgresql"])
            if self.missing:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker of xdist is done."""
        output = getattr(node, "workeroutput", {})
        for mine, theirs in ((self.opened, "routes"), (self.by_test, "by_test")):
            for key, routes in output.get(theirs, {}).items():
                mine[key].update(routes)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name them."""
        if self.missing:
            terminalreporter.section(f"opened on SQLite alone; add a test to {CHOICE.name}")
            for route in self.missing:
                terminalreporter.line(route)


def database_of(item: pytest.Item) -> str | None:
    """The database of a test of pages that runs on both; None for every other test."""
    callspec = getattr(item, "callspec", None)
    if callspec is None or not item.path.is_relative_to(VIEWS) or not hasattr(item, "module"):
        return None
    if hasattr(item.module, "DATABASES"):
        return None
    database: str | None = callspec.params.get("database")
    return database
