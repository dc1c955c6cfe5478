"""Do the documented commands live behind the shipped nginx, and do slow senders stop nobody?

Needs Debian's nginx: a part of ``make test-machines``.
"""

import re
import socket
import time
from contextlib import contextmanager

import pytest
import requests
from bs4 import BeautifulSoup

from tests.support import nginx, processes
from tests.support.words import nl

NAME = "wijk.testgem.example"
WITHIN = 25  # seconds to start in: a slow machine with four processes to start needs some
MIB = 1024 * 1024
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


@contextmanager
def first_lead(folder, tmp_path, front):
    """The browser of who clicked on the link that the shell prints."""
    _, said = processes.command(
        folder, "sign-in-link", "nele@testgem.example", HTTPS="true", SERVER_NAME=NAME
    )
    with requests.Session() as browser:
        browser.trust_env = False  # no other trust of this machine
        browser.verify = str(tmp_path / "fullchain.pem")
        browser.headers["Host"] = NAME
        send(browser, front, re.search(rf"{NAME}(/l/\S+)", said)[1])
        yield browser


def send(browser, front, path, file=None, **typed):
    """Open a page, then send its first form of ``main`` with all that stands in it."""
    url = f"https://localhost:{front}{path}"
    form = BeautifulSoup(browser.get(url).text, "html.parser").select_one("main form")
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return browser.post(
        url,
        data={**fields, **typed},
        files=file and {"file": ("addresses.csv", file)},
        headers={"Referer": f"https://{NAME}{path}"},
        allow_redirects=False,
    )


OFFICIAL, ADDRESSES = "/wijken/1/adressen/officieel", "/wijken/1/adressen"
SIZES = (  # in MiB: what is read and refused in words, what we refuse unread, what nginx refuses
    (OFFICIAL, 31, 422),
    (OFFICIAL, 33, 413),
    (OFFICIAL, 40, 413),
    (ADDRESSES, 5, 422),
    (ADDRESSES, 6, 413),
    (ADDRESSES, 33, 413),
)


def test_a_file_that_is_too_large_is_refused_on_a_page(folder, tmp_path):
    """Of an address file 32 MB are read, and a page of ours says so of more; elsewhere 6 MB."""
    port, front = processes.free_port(), processes.free_port()
    env = processes.environment(
        folder, HTTPS="true", PROXIES="1", SERVER_NAME=NAME, SECOND_FACTOR="off"
    )
    with (
        processes.running(processes.gunicorn(port), env=env),
        nginx.in_front(tmp_path, NAME, front, [port]),
    ):
        processes.wait_until_ready(port, host=NAME)
        with first_lead(folder, tmp_path, front) as browser:
            words = {"name": "Bloemenwijk", "phone": "09 000 12 34", "story": "Samen."}
            assert send(browser, front, "/wijken/nieuw", **words).status_code == 303
            for path, size, status in SIZES:
                answer = send(browser, front, path, file=b"x" * (size * MIB))
                assert (path, size, answer.status_code) == (path, size, status)
                page = BeautifulSoup(answer.text, "html.parser")
                assert page.select_one("a[href^='tel:']"), "a page of ours says whom to call"
                assert (page.h1.text.strip() == nl("This file is too big")) == (status == 413)
