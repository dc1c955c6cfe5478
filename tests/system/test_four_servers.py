"""Four servers on one evening: is every press kept, and is nobody passed over, whoever is killed?

The servers are those of ``deploy/``: nginx, four times gunicorn, two mail workers and the time worker,
Redis, pgbouncer and PostgreSQL 15. Needs Debian's: a part of ``make test-machines``.
"""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import psycopg
import pytest

from renogroep.infra.db import db
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.conftest import test_settings as settings_for
from tests.support import machines, nginx, processes, rush
from tests.support.evening import Browser, Way, arrive, everybody, press, told
from tests.support.fleet import Fleet, fleet
from tests.support.mail_server import mail_server

NAME = "wijk.testgem.example"
HOMES, PLACES, CLIENTS = 500, 60, 50
FEWER = 200  # of the control: who presses after the last place adds nothing
LIMIT, ABOVE = 600, 25  # requests of one address in a minute, and how many more are sent
SETTLED = 150  # seconds until the worker took every press
LEASE = 120 + 60  # seconds until a mail of a killed worker is sent again: the lease, and a tick
SERVERS = ("web1", "web2", "web3", "web4")
KEYS = {
    "SECRET_KEY": "only for tests, 32 bytes at least",
    "SEALING_KEY": "11" * 32,
    "AUDIT_KEYS": f"t1:{'33' * 32}",
}


@pytest.fixture(scope="module")
def shared():
    with machines.shared() as found:
        yield found


@dataclass
class Night:
    """One evening on four servers."""

    app: object
    tonight: rush.Evening
    direct: str
    fleet: Fleet
    ports: dict[str, int]
    way: Way
    post: object
    seen: dict[int, float] = field(default_factory=dict)  # ticket -> when it was there for sure
    homes: list = field(default_factory=list)
    pressed: list = field(default_factory=list)


@contextmanager
def night(shared, folder, name, homes, wsgi="wsgi:app"):
    """Four servers and the workers, running, with a round in their database."""
    direct, pooled = shared.database(name)
    migrate_to_head(direct)
    app = create_app({**settings_for(folder, direct), **KEYS, "TESTING": False})
    tonight = rush.fill(app, homes, PLACES)
    ports = {one: processes.free_port() for one in SERVERS}
    front, smtp = processes.free_port(), processes.free_port()
    env = processes.environment(
        folder,
        LOG_LEVEL="INFO",
        SMTP_PORT=str(smtp),
        **machines.settings(
            {
                **KEYS,
                "SERVER_NAME": NAME,
                "DATABASE_URL": pooled,
                "JOBS_URL": f"{shared.redis}/0",
                "LIMITER_STORAGE": f"{shared.redis}/1",
                "HTTPS": "true",
                "PROXIES": "1",
                "SMTP_HOST": "127.0.0.1",
                "MAIL_FROM": "Testgem <wonen@testgem.example>",
                "MAIL_HOST_ID": "testgem.example",
            }
        ),
    )
    listens = "127.0.0.1:8000"
    commands = {
        one: machines.of_unit("web", **{listens: f"127.0.0.1:{port}", "wsgi:app": wsgi})
        for one, port in ports.items()
    }
    commands |= {"time": machines.of_unit("time")}
    commands |= {one: machines.of_unit("mail") for one in ("mail1", "mail2")}
    with (
        mail_server(smtp) as post,
        fleet(folder / "fleet", env, commands) as running,
        nginx.in_front(folder, NAME, front, list(ports.values())) as trust,
    ):
        for port in ports.values():
            processes.wait_until_ready(port, host=NAME, seconds=120)
        yield Night(app, tonight, direct, running, ports, Way(front, NAME, trust=trust), post)
    with app.app_context():
        db.engine.dispose()


@contextmanager
def looking(one):
    """Somebody who looks all the time which presses are there."""
    ended = threading.Event()

    def look():
        with psycopg.connect(one.direct.replace("+psycopg", ""), autocommit=True) as own:
            while not ended.wait(0.02):
                rows = own.execute("SELECT id FROM order_ticket").fetchall()
                now = time.time()
                for (key,) in rows:
                    one.seen.setdefault(key, now)

    with ThreadPoolExecutor(1) as pool:
        looks = pool.submit(look)
        try:
            yield
        finally:
            ended.set()
            looks.result()


def evening(one, kills):
    """Everybody opens the order page, then everybody presses; meanwhile what is asked happens."""
    ways = (
        Way(one.way.port, NAME, own=f"127.0.{1 + n // 250}.{n % 250 + 1}", trust=one.way.trust)
        for n in range(len(one.tonight.doors))
    )
    arrivals = [
        partial(arrive, *door, way) for door, way in zip(one.tonight.doors, ways, strict=True)
    ]
    one.homes = everybody(arrivals, CLIENTS, {})
    with looking(one):
        one.pressed = everybody([partial(press, home) for home in one.homes], CLIENTS, kills)
        print(told(one.pressed))
        until(lambda: None not in rush.outcome(one.app, one.tonight.wave_id).tickets, SETTLED)


def until(works, seconds):
    """Wait for it; False when it took too long."""
    end = time.monotonic() + seconds
    while not works() and time.monotonic() < end:
        time.sleep(0.5)
    return works()


def test_four_servers_lose_no_press_whoever_is_killed(shared, tmp_path):
    with night(shared, tmp_path, "evening", HOMES) as one:
        kill, start = one.fleet.kill, one.fleet.start
        gone = ("web2", "time", "web4", "mail1")
        kills = {5 + 10 * n: partial(kill, name) for n, name in enumerate(gone)}
        evening(one, {**kills, HOMES // 2: partial(start, *gone)})
        found = rush.outcome(one.app, one.tonight.wave_id)
        assert {home.order_id for home in one.pressed if home.kept} <= found.pressed
        assert None not in found.tickets
        assert found.ordered == found.tickets["ordered"] == PLACES
        assert {home.status for home in one.pressed} <= {200, 409, 422}
        errors = [line for line in one.fleet.lines("error") if line["from"] == "renogroep"]
        assert errors == []
        nobody_passed_over(one)
        a_session_is_good_on_all(one)
        six_hundred_count_six_hundred(one)
        each_mail_once_or_twice(one)


def nobody_passed_over(one):
    """Who was kept before a batch began is settled in it, or before whoever pressed later."""
    with psycopg.connect(one.direct.replace("+psycopg", "")) as own:
        rows = own.execute("SELECT id, pressed_at FROM order_ticket").fetchall()
    turn = {key: (at, key) for key, at in rows}
    batches = one.fleet.batches()
    took = {key: number for number, batch in enumerate(batches) for key in batch.tickets}
    assert set(took) == set(turn)  # what was killed before its commit was taken again
    for number, batch in enumerate(batches):
        last = max((turn[key] for key in batch.tickets if took[key] == number), default=None)
        early = {key for key in turn if one.seen[key] < batch.since and took[key] > number}
        assert last is None or not [key for key in early if turn[key] < last], (number, batch)


def a_session_is_good_on_all(one):
    """Made on one of them, asked of each."""
    for port in one.ports.values():
        browser = Browser(Way(port, NAME, sends={"X-Forwarded-Proto": "https"}))
        browser.cookies = one.homes[0].browser.cookies
        answer = browser.get("/mijn-woning")
        assert (answer.status, answer.first) == (200, 200)


def six_hundred_count_six_hundred(one):
    """Over all servers together, from one address."""
    way = Way(one.way.port, NAME, own="127.0.99.1", trust=one.way.trust)
    browsers = [Browser(way) for _ in range(5)]

    def visits(browser):
        return [browser.get("/robots.txt").status for _ in range((LIMIT + ABOVE) // 5)]

    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = Counter(sum(pool.map(visits, browsers), []))
    assert statuses == {200: LIMIT, 429: ABOVE}


def each_mail_once_or_twice(one):
    """Also what the killed worker held; the second copy is recognised."""
    with psycopg.connect(one.direct.replace("+psycopg", ""), autocommit=True) as own:
        waits = "SELECT count(*) FROM outbox_message WHERE way = 'mail' AND state = 'waiting'"
        assert until(lambda: own.execute(waits).fetchone() == (0,), LEASE)
        keys = own.execute("SELECT key, state FROM outbox_message WHERE way = 'mail'").fetchall()
    assert {state for _, state in keys} == {"sent"}
    came = Counter(mail["Message-ID"] for mail in one.post.mails)
    assert set(came) == {f"<{key.replace(':', '.')}@testgem.example>" for key, _ in keys}
    assert set(came.values()) <= {1, 2}
    print(f"{len(keys)} mails, {sum(came.values()) - len(keys)} of them twice")


def test_without_the_lock_of_the_wave_there_are_more_orders_than_places(shared, tmp_path):
    """The control."""
    with night(shared, tmp_path, "control", FEWER, "tests.support.unlocked:app") as one:
        evening(one, {})
        assert rush.outcome(one.app, one.tonight.wave_id).ordered > PLACES
