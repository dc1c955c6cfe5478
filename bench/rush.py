"""How long does a household wait that presses on the evening that everybody does?

    .venv/bin/python -m bench.rush [address of an empty PostgreSQL database]

Two servers of our own command on one database (SQLite without an address), 500 homes, 60 places, 50
clients with sessions that open the order page and press its button, over HTTP. On the way one server
is killed with -9. Asserted: no 500, every acknowledged press kept, exactly 60 orders, p95 under 2 s.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import func, select

import config
from bench.orders import neighbours
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db, tenant
from renogroep.infra.acts import TICK
from renogroep.orders.actions import tickets
from renogroep.orders.models import Order, OrderTicket
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support.make import Make
from tests.support.make_orders import surveyed

HOMES, PLACES, CLIENTS, SERVERS, KILL_AFTER = 500, 60, 50, 2, 150
MOST_SECONDS = 2.0
SAID = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
HIDDEN = re.compile(r'name="(csrf_token|version)"[^>]*value="([^"]*)"')


def fill(app: Any) -> tuple[list[tuple[int, str]], int]:
    """(order, link) of every home, and the wave."""
    with app.test_request_context(), db.transaction() as session:
        make = Make(session)
        example, wave, orders = surveyed(make, ("H1",), max_value=None)
        example.lot.min_to_execute, example.lot.max_homes = 1, PLACES
        neighbours(make, wave, orders["H1"], HOMES - len(orders))
        rows = session.scalars(select(Order).where(Order.wave_id == wave.id)).all()
        links = []
        for row in rows:
            row.state = OrderState.SURVEYED
            row.advisor_agreed_at = row.contractor_agreed_at = row.created_at
            token = make_link(session, person=row.person, purpose="my_home", by=TICK)
            links.append((row.id, f"/l/{token}"))
        return links, wave.id


class Client:
    """One browser; it goes to another server when its own does not answer."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        ).open

    def send(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and text of a page; another server is tried when one is gone."""
        sent = urllib.parse.urlencode(data).encode() if data else None
        for _ in range(40):
            port = self.ports[0]
            try:
                with self.open(f"http://127.0.0.1:{port}{path}", sent, timeout=60) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except OSError:
                self.ports = [*self.ports[1:], port]
                time.sleep(0.1)
        raise RuntimeError("no server answers")


def household(ports: list[int], order_id: int, link: str) -> tuple[float, int]:
    """Opens its link and its order, presses; the seconds of the press, and what it was told."""
    client = Client(ports)
    client.send(link)
    path = f"/mijn-woning/bestelling/{order_id}/bestellen"
    _, page = client.send(path)
    hidden = dict(HIDDEN.findall(page))
    if "version" not in hidden or 'name="agree"' not in page:
        return 0.0, 0  # full was said before the press
    start = time.monotonic()
    status, _ = client.send(path, {**hidden, **SAID})
    return time.monotonic() - start, status


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(folder: Path, url: str, port: int) -> subprocess.Popen[bytes]:
    """One server as an office starts it, without a limit on visits."""
    where = {**os.environ, "BENCH_FOLDER": str(folder), "BENCH_URL": url}
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "1", "--threads", "4"]
    command += ["-b", f"127.0.0.1:{port}", "--log-level", "warning", "bench.rush:served()"]
    log = (folder / f"server-{port}.txt").open("wb")
    return subprocess.Popen(  # noqa: S603
        command, env=where, stdout=log, stderr=log, start_new_session=True
    )


def served() -> Any:
    """The application of one server."""
    folder, url = Path(os.environ["BENCH_FOLDER"]), os.environ["BENCH_URL"]
    return create_app({**config.load(folder), "DATABASE_URL": url, "RATE_LIMITS": []})


def kill(server: subprocess.Popen[bytes]) -> None:
    """kill -9, with its workers."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def rush(folder: Path, url: str) -> int:
    """One evening; 0 when everything that is asserted holds."""
    migrate_to_head(url)
    settings = {**config.load(folder), "DATABASE_URL": url, "RATE_LIMITS": []}
    app = create_app(settings)
    links, wave_id = fill(app)
    ports = [free_port() for _ in range(SERVERS)]
    servers = [start(folder, url, port) for port in ports]
    found: list[tuple[float, int]] = []
    try:
        for port in ports:
            Client([port]).send("/gezond/klaar")
        with ThreadPoolExecutor(CLIENTS) as pool:
            turns = [
                pool.submit(household, ports[n % SERVERS :] + ports[: n % SERVERS], *one)
                for n, one in enumerate(links)
            ]
            for n, turn in enumerate(turns):
                if n == KILL_AFTER:
                    kill(servers[0])
                    servers[0] = start(folder, url, ports[0])
                found.append(turn.result())
    finally:
        for server in servers:
            kill(server)
    with app.test_request_context():
        tickets.settle_waiting()
        session = db.session()
        ordered = session.scalar(
            select(func.count()).where(Order.wave_id == wave_id, Order.state == OrderState.ORDERED)
        )
        outcomes = session.scalars(select(OrderTicket.outcome)).all()
    pressed = [seconds for seconds, status in found if status]
    statuses = {status for _, status in found}
    p95 = quantiles(pressed, n=20)[-1]
    print(f"{len(pressed)} presses, p95 {p95:.2f} s, longest {max(pressed):.2f} s, told {statuses}")
    print(
        f"{ordered} ordered of {PLACES} places, {len(outcomes)} tickets, open {outcomes.count(None)}"
    )
    well = ordered == PLACES and None not in outcomes and not statuses & {500, 502, 503}
    return int(not well or p95 >= MOST_SECONDS)


def main() -> int:
    """On SQLite, or on the PostgreSQL of the first word."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(KeyboardInterrupt):
        url = sys.argv[1] if sys.argv[1:] else f"sqlite:///{name}/rush.db"
        return rush(Path(name), url)
    return 1


if __name__ == "__main__":
    with tenant.upkeep():  # what is made and looked at here; pages say it themselves
        sys.exit(main())
