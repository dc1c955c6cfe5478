"""Start the documented commands as an administrator does, and ask them what a browser asks."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RENOGROEP = [sys.executable, "-c", "from renogroep.web.commands import main; main()"]
SIX_LINES = (
    "Testgem\ntestgem\n09 000 12 34\nwonen@testgem.example\nNele Wouters\nnele@testgem.example\n"
)


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The settings of a server that lives in ``folder``; nothing of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENOGROEP_")}
    own = {f"RENOGROEP_{name}": value for name, value in more.items()}
    return {**kept, "PYTHONPATH": str(TOP), "RENOGROEP_FOLDER": str(folder), **own}


def command(folder: Path, *words: str, stdin: str = "", **more: str) -> tuple[int, str]:
    """``renogroep ...`` in a process of its own: exit code, and all that it said."""
    done = subprocess.run(
        [*RENOGROEP, *words],
        env=environment(folder, **more),
        cwd=TOP,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def gunicorn(port: int, processes: int = 2) -> list[str]:
    """What docs/operations.md says beside ``serve``."""
    return [
        *(sys.executable, "-m", "gunicorn", "--preload", "-k", "gthread", "-w", str(processes)),
        *("--threads", "4", "-b", f"127.0.0.1:{port}", "wsgi:app"),
    ]


@contextmanager
def running(
    *commands: Sequence[str], env: Mapping[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """These processes; each is stopped at the end with all that it started."""
    started = [
        subprocess.Popen(one, env=dict(env), cwd=TOP, start_new_session=True) for one in commands
    ]
    try:
        yield started
    finally:
        for process in started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(
    port: int,
    path: str,
    *,
    host: str = "localhost",
    trust: ssl.SSLContext | None = None,
    patience: float = 10,
) -> tuple[int, str]:
    """Status and text of one GET with this Host; status 0 while nobody answers."""
    made: http.client.HTTPConnection
    try:
        if trust is None:
            made = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        else:
            made = http.client.HTTPSConnection("localhost", port, timeout=patience, context=trust)
        made.request("GET", path, headers={"Host": host})
        answer = made.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""


def wait_until_ready(port: int, *, host: str, seconds: float = 60) -> float:
    """Until ``/gezond/klaar`` says so; how long that took. Raises TimeoutError."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        if ask(port, "/gezond/klaar", host=host)[0] == 200:
            return time.monotonic() - begin
        time.sleep(0.1)
    raise TimeoutError(f"nobody answered on port {port} in {seconds:.0f} s")
