"""Which refusals and audit words of the code does no test of the full run provoke?"""

import ast
import importlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from renogroep.base.errors import Refused
from renogroep.infra.audit import AuditEvent

FAILS = True  # a word that nobody provoked fails a run of everything

TOP = Path(__file__).resolve().parents[2]
TESTS = TOP / "tests"
SAYING = ("Refused", "Noun")  # a noun holds the code of its wrong move
LIFECYCLE = (
    TOP / "renogroep" / "base" / "lifecycle.py"
)  # says the code of whichever noun it is given
NARROWED = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "collectonly")


class Ledger:
    """Every worker notes what it sees; whoever runs the session compares at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.seen: set[str] = set()
        self.missing: list[str] = []
        listen(self.seen)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A worker hands over its words; the session itself adds them up."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["ledger"] = sorted(self.seen)
        elif exitstatus == 0 and asks_everything(self.config):
            self.missing = unprovoked(words_in_code(), self.seen)
            if self.missing and FAILS:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker of xdist is done."""
        self.seen |= set(getattr(node, "workeroutput", {}).get("ledger", ()))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name them."""
        if self.missing:
            terminalreporter.section("no test provokes")
            for word in self.missing:
                terminalreporter.line(word)


def listen(seen: set[str]) -> None:
    """Note each refusal that our code makes and each row of the audit trail."""
    plain = Refused.__init__

    def noting(self: Refused, code: str, msgid: str, /, **params: Any) -> None:
        if not sys._getframe(1).f_code.co_filename.startswith(str(TESTS)):
            seen.add(code)
        plain(self, code, msgid, **params)

    Refused.__init__ = noting  # type: ignore[method-assign]
    event.listen(AuditEvent, "init", lambda _row, _args, values: seen.add(str(values["did"])))


def asks_everything(config: pytest.Config) -> bool:
    """Does this session run the whole of tests/, nothing picked and nothing left out?"""
    if any(config.getoption(name, None) for name in NARROWED):
        return False
    asked = {(config.invocation_params.dir / argument).resolve() for argument in config.args}
    return bool(asked & {TOP, TESTS})


def unprovoked(known: Iterable[str], seen: Iterable[str]) -> list[str]:
    """What the code can say and nobody made it say, in order."""
    return sorted(set(known) - set(seen))


def words_in_code() -> set[str]:
    """Every code of a refusal and every audit word under renogroep/."""
    files = sorted((TOP / "renogroep").rglob("*.py"))
    words = {
        code
        for file in files
        if file != LIFECYCLE
        for code in codes(ast.parse(file.read_text(encoding="utf-8")))
    }
    for file in files:
        if file.name == "events.py":
            module = importlib.import_module(f"renogroep.{file.parents[1].name}.rules.events")
            words |= {str(word) for word in module.Did}
    return words


def codes(tree: ast.AST) -> Iterator[str]:
    """The first argument of each ``Refused(...)`` or ``Noun(...)``; anything but a literal cannot be counted."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if getattr(node.func, "id", getattr(node.func, "attr", "")) not in SAYING:
            continue
        first = node.args[0] if node.args else None
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            raise ValueError(f"line {node.lineno}: the code of a refusal is a literal")
        yield first.value
