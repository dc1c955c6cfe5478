"""How do the web server and the two job workers start, and stop together?"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from renogroep.web import hosts

TOP = Path(__file__).resolve().parents[2]
STOP_WITHIN = 10  # seconds
WORKERS = {"mail": "mail_huey", "time": "huey"}  # what somebody types -> its queue
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def base_url(app: Flask) -> str:
    """Where links in mails lead when no request says so."""
    if app.config.get("SERVER_NAME"):
        return f"{app.config['PREFERRED_URL_SCHEME']}://{app.config['SERVER_NAME']}"
    return "http://127.0.0.1:8000"


def run(app: Flask, *, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Web server and workers, each a process of its own; whatever ends one ends all.

    raises   SystemExit when others could reach us under a name that we do not know
    """
    if not app.config.get("SERVER_NAME") and not hosts.is_own_machine(host):
        raise SystemExit(
            f"Other machines can reach {host}: say under which name, "
            "with RENOGROEP_SERVER_NAME=wijk.testgem.be"
        )
    web = [
        *(sys.executable, "-m", "gunicorn", "--chdir", str(TOP)),
        # Read once, then copied: no connection is open yet, and a small machine starts sooner.
        *("--preload", "-k", "gthread", "-w", str(workers), "--threads", "4"),
        *("--graceful-timeout", str(STOP_WITHIN - 2)),
        *("-b", f"{host}:{port}", "--log-level", "warning", "wsgi:app"),
    ]
    environment = {"RENOGROEP_PROCESSES": str(workers)}
    with _together([web, *_workers()], environment) as processes:
        _wait_until_up(app, f"http://{reached(host)}:{port}/gezond/klaar", processes)
        ready()
        _until_one_ends(processes)


def work_all() -> None:
    """Both job workers, each a process of its own; whatever ends one ends both."""
    with _together(_workers(), {}) as processes:
        _until_one_ends(processes)


def work(app: Flask, what: str) -> None:
    """Run one job worker in this process until it is told to stop. ``what``: of WORKERS."""
    queue = app.extensions[WORKERS[what]]
    queue.create_consumer(workers=1, periodic=True, max_delay=2.0).run()


def _workers() -> list[list[str]]:
    return [[sys.executable, "-m", "renogroep.web.worker", what] for what in WORKERS]


@contextmanager
def _together(
    commands: list[list[str]], environment: dict[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """These commands; they all stop at the end, also when somebody presses Ctrl-C."""
    for ending in ENDINGS:
        signal.signal(ending, lambda *_: sys.exit(0))
    around = {**os.environ, "PYTHONPATH": str(TOP), **environment}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            # A group of its own: Ctrl-C reaches only us, and we stop them in order. A web server
            # whose workers got the same Ctrl-C was seen to leave one behind that kept the port.
            processes.append(
                subprocess.Popen(command, env=around, start_new_session=True)  # noqa: S603
            )
        yield processes
    finally:
        _stop(processes)


def _until_one_ends(processes: list[subprocess.Popen[bytes]]) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)


def reached(host: str) -> str:
    """Where this machine finds a server that listens at ``host``, ready to stand in an address."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    return f"[{own}]" if ":" in own else own


def _wait_until_up(app: Flask, url: str, processes: list[Any]) -> None:
    within = float(app.config.get("START_WITHIN", 120.0))
    asked = urllib.request.Request(url)  # noqa: S310 - our own http address
    if app.config.get("SERVER_NAME"):
        asked.add_header("Host", app.config["SERVER_NAME"])
    until = time.monotonic() + within
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            raise SystemExit("The server stopped while starting: is the port in use?")
        try:
            with urllib.request.urlopen(asked, timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"The server did not answer within {within:.0f} seconds.")


def _stop(processes: list[Any]) -> None:
    """Ask, wait, and leave nothing behind, not even what a child had started."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)  # a second Ctrl-C would leave them running
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_WITHIN)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
