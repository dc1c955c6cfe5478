"""How long does a household wait that presses on the evening that everybody does?

    .venv/bin/python -m bench.rush [--homes 500] [--places 60] [--clients 50] [--url postgresql+psycopg://...]

The server as an office starts it, gunicorn and the workers by the documented commands, on SQLite or on
an empty PostgreSQL database. Every home opens its order page first; then all press, so many at a time,
over HTTP. On the way one process of the web server is killed with -9; gunicorn starts another.
"""

import argparse
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

import config
from renogroep.infra import tenant
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support import processes, rush
from tests.support.evening import Pressed, Way, arrive, everybody, press, told

MOST_SECONDS = 2.0  # p95 of the answer to a press
KILL_AT = 0.3  # of the presses
SETTLE_WITHIN = 120  # seconds for what waits when everybody has pressed


def settings(folder: Path, url: str) -> dict[str, str]:
    """What an office writes in its environment; behind a proxy that says who calls."""
    keys = {name: secrets.token_hex(32) for name in ("SECRET_KEY", "SEALING_KEY")}
    more = {"DATABASE_URL": url, "PROXIES": "1", "AUDIT_KEYS": f"a1:{secrets.token_hex(32)}"}
    return processes.environment(folder, **keys, **more)


def caller(numbers: "count[int]", port: int) -> Way:
    """Each home has an address of its own, as the proxy would say."""
    n = next(numbers)
    return Way(port, sends={"X-Forwarded-For": f"10.1.{n // 250}.{n % 250 + 1}"})


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def evening(asked: argparse.Namespace, folder: Path) -> int:
    """One evening; 0 when everything that is asserted holds."""
    url = asked.url or f"sqlite:///{folder / 'renogroep.db'}"
    env = settings(folder, url)
    os.environ.update({name: env[name] for name in env if name.startswith("RENOGROEP_")})
    migrate_to_head(url)
    app = create_app(config.load(folder))
    tonight = rush.fill(app, asked.homes, asked.places)
    port, numbers = processes.free_port(), count()
    web, work = processes.gunicorn(port), [*processes.RENOGROEP, "work"]
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors", flush=True)
    with processes.running(web, work, env=env) as started:
        processes.wait_until_ready(port, host="localhost")
        begin = time.monotonic()
        arrivals = [partial(arrive, *door, caller(numbers, port)) for door in tonight.doors]
        homes = everybody(arrivals, asked.clients, {})
        print(f"{len(homes)} order pages opened in {time.monotonic() - begin:.0f} s", flush=True)

        def kill() -> None:
            os.kill(children(started[0].pid)[0], signal.SIGKILL)

        kill_at = {max(1, int(asked.homes * KILL_AT)): kill}
        begin = time.monotonic()
        pressed = everybody([partial(press, home) for home in homes], asked.clients, kill_at)
        print(f"{told(pressed)}; all in {time.monotonic() - begin:.0f} s", flush=True)
        found = settled(app, tonight.wave_id)
    lost = {one.order_id for one in pressed if one.kept} - found.pressed
    wrong = sum(one.status >= 500 or one.status == 0 for one in pressed)
    print(f"{found.ordered} ordered of {asked.places} places, tickets {dict(found.tickets)}")
    print(f"lost presses {len(lost)}, errors {wrong}, load after {os.getloadavg()[0]:.2f}")
    well = found.ordered == min(asked.places, asked.homes) and None not in found.tickets
    slow = p95(pressed) >= MOST_SECONDS
    return int(not well or bool(lost) or wrong > 0 or slow)


def p95(pressed: Sequence[Pressed]) -> float:
    """Seconds within which 95 of 100 presses had their answer."""
    return sorted(one.answered for one in pressed)[int(len(pressed) * 0.95) - 1]


def settled(app: object, wave_id: int) -> rush.Outcome:
    """The end of the evening, once the worker took what still waited."""
    until = time.monotonic() + SETTLE_WITHIN
    found = rush.outcome(app, wave_id)
    while None in found.tickets and time.monotonic() < until:
        time.sleep(0.5)
        found = rush.outcome(app, wave_id)
    return found


def main() -> int:
    """On SQLite, or on the PostgreSQL of --url."""
    words = argparse.ArgumentParser(prog="python -m bench.rush")
    words.add_argument("--homes", type=int, default=500)
    words.add_argument("--places", type=int, default=60)
    words.add_argument("--clients", type=int, default=50)
    words.add_argument("--url", default="", help="an empty PostgreSQL database; else SQLite")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    with tempfile.TemporaryDirectory() as name:
        return evening(asked, Path(name))


if __name__ == "__main__":
    with tenant.upkeep():  # what is made and looked at here; pages say it themselves
        sys.exit(main())
