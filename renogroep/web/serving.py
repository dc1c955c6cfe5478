"""How do the web server and the job worker start, and stop together?"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

TOP = Path(__file__).resolve().parents[2]
START_WITHIN = 120.0  # seconds


def base_url(app: Flask) -> str:
    """Where links in mails lead when no request says so."""
    if app.config.get("SERVER_NAME"):
        return f"{app.config['PREFERRED_URL_SCHEME']}://{app.config['SERVER_NAME']}"
    return "http://127.0.0.1:8000"


def run(*, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Web server and worker as two processes; whatever ends one ends both."""
    web = [
        *(sys.executable, "-m", "gunicorn", "--chdir", str(TOP)),
        *("-k", "gthread", "-w", str(workers), "--threads", "4"),
        *("-b", f"{host}:{port}", "--log-level", "warning", "wsgi:app"),
    ]
    worker = [sys.executable, "-m", "renogroep.web.worker"]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    processes = [subprocess.Popen(command, env=environment) for command in (web, worker)]  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _wait_until_up(f"http://{host}:{port}/gezond", processes)
        ready()
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(processes)


def _wait_until_up(url: str, processes: list[Any]) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            raise SystemExit("The server stopped while starting: is the port in use?")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own http address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"The server did not answer within {START_WITHIN:.0f} seconds.")


def _stop(processes: list[Any]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def work(app: Flask) -> None:
    """Run the job consumer in this process until it is told to stop."""
    app.extensions["huey"].create_consumer(workers=1, periodic=True, max_delay=2.0).run()
