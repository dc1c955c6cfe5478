"""Do the documented commands live behind the shipped nginx, and do slow senders stop nobody?

Needs Debian's nginx: a part of ``make test-machines``.
"""

import socket
import time
from contextlib import contextmanager

import pytest

from tests.support import nginx, processes

NAME = "wijk.testgem.example"
WITHIN = 25  # seconds to start in: a slow machine with four processes to start needs some
SLOW = 12  # more than the threads of two workers


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("behind") / "data"
    for words, lines in ((["migrate"], ""), (["setup"], processes.SIX_LINES)):
        code, said = processes.command(place, *words, stdin=lines)
        assert code == 0, said
    return place


def documented(port):
    return {
        "serve": [[*processes.RENOGROEP, "serve", "--port", str(port)]],
        "gunicorn and work": [processes.gunicorn(port), [*processes.RENOGROEP, "work"]],
    }


@pytest.mark.parametrize("way", ["serve", "gunicorn and work"])
def test_the_documented_commands_live_behind_a_proxy_that_ends_tls(folder, tmp_path, way):
    port, front = processes.free_port(), processes.free_port()
    env = processes.environment(
        folder, HTTPS="true", PROXIES="1", SERVER_NAME=NAME, START_WITHIN=str(WITHIN)
    )
    with (
        processes.running(*documented(port)[way], env=env) as started,
        nginx.in_front(tmp_path, NAME, front, [port]) as trust,
    ):
        begin = time.monotonic()
        processes.wait_until_ready(port, host=NAME, seconds=60)
        status, page = processes.ask(front, "/", host=NAME, trust=trust)
        assert status == 200
        assert "Testgem" in page
        time.sleep(max(0.0, WITHIN + 5 - (time.monotonic() - begin)))
        assert [process.poll() for process in started] == [None] * len(started)
        assert processes.ask(port, "/", host=NAME)[0] == 302  # without the proxy: to https


@contextmanager
def slow_senders(port, trust=None):
    """Each says that it sends 100,000 bytes, and sends ten."""
    senders = []
    for _ in range(SLOW):
        wire = socket.create_connection(("127.0.0.1", port))
        if trust is not None:
            wire = trust.wrap_socket(wire, server_hostname="localhost")
        wire.sendall(
            f"POST /aanmelden HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 100000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=slow".encode()
        )
        senders.append(wire)
    time.sleep(1)
    try:
        yield
    finally:
        for wire in senders:
            wire.close()


def test_twelve_slow_senders_do_not_stop_the_question_whether_we_are_well(folder, tmp_path):
    port, front = processes.free_port(), processes.free_port()
    env = processes.environment(folder, HTTPS="true", PROXIES="1", SERVER_NAME=NAME)
    with (
        processes.running(processes.gunicorn(port), env=env),
        nginx.in_front(tmp_path, NAME, front, [port]) as trust,
    ):
        processes.wait_until_ready(port, host=NAME)
        with slow_senders(front, trust):
            for _ in range(4):
                assert processes.ask(front, "/gezond/klaar", host=NAME, trust=trust)[0] == 200
                assert processes.ask(port, "/gezond/leeft", host=NAME)[0] == 200


def test_without_the_proxy_they_would(folder):
    """The control: what the test above sees comes from the proxy."""
    port = processes.free_port()
    env = processes.environment(folder, SERVER_NAME=NAME)
    with processes.running(
        processes.gunicorn(port, processes=1), env=env
    ):  # no chance who gets them
        processes.wait_until_ready(port, host=NAME)
        with slow_senders(port):
            assert processes.ask(port, "/gezond/leeft", host=NAME, patience=3)[0] == 0
