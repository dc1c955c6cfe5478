"""Several processes of the house, each as on a machine of its own: killed, and started again."""

import ast
import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.support.processes import TOP

BATCH = " held since "  # of the line that settling.py writes about a batch


@dataclass(frozen=True, slots=True)
class Batch:
    """Presses that one transaction settled; ``since``: when it got hold of the wave, in seconds."""

    since: float
    tickets: tuple[int, ...]


@dataclass
class Fleet:
    """Named processes that share settings; each has a folder and a log of its own."""

    top: Path
    env: Mapping[str, str]
    commands: dict[str, list[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Begin, or begin again."""
        for name in names:
            folder = self.top / name
            folder.mkdir(mode=0o700, exist_ok=True)
            with (self.top / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    self.commands[name],
                    env={**self.env, "RENOGROEP_FOLDER": str(folder)},
                    cwd=TOP,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def kill(self, name: str) -> None:
        """kill -9, with everything that it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Ask all, wait, and leave nothing behind."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()

    def lines(self, level: str = "") -> Iterator[dict[str, str]]:
        """What they logged, of one level when asked."""
        for log in sorted(self.top.glob("*.log")):
            for line in log.read_text("utf-8", "replace").splitlines():
                with suppress(ValueError):
                    one = json.loads(line)
                    if isinstance(one, dict) and level in ("", one.get("level")):
                        yield one

    def batches(self) -> list[Batch]:
        """The batches of presses, the earliest first."""
        found = []
        for one in self.lines("info"):
            head, held, rest = one["says"].partition(BATCH)
            if held and head.startswith("wave "):
                since, _, tickets = rest.partition(": ")
                moment = datetime.fromisoformat(since).timestamp()
                found.append(Batch(moment, tuple(ast.literal_eval(tickets))))
        return sorted(found, key=lambda batch: batch.since)


@contextmanager
def fleet(top: Path, env: Mapping[str, str], commands: dict[str, list[str]]) -> Iterator[Fleet]:
    """All of them, until the end of the block."""
    top.mkdir(exist_ok=True)
    one = Fleet(top, env, commands)
    try:
        one.start(*commands)
        yield one
    finally:
        one.stop()
