"""What does each household do on the evening on which everybody presses, and what is it told?"""

import http.client
import re
import ssl
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Lock
from urllib.parse import urlencode, urlsplit

SAID = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
PATIENCE = 60  # seconds in which somebody goes on pressing when no server answers
LONGEST = 90  # seconds for one answer
AWAY = (0, 502, 503, 504)  # nobody answered, or the proxy says that its server is gone
TURNS = (301, 302, 303)
HIDDEN = re.compile(r'name="(csrf_token|version)"[^>]*value="([^"]*)"')
WRONG_TURNS = 10


@dataclass(frozen=True, slots=True)
class Way:
    """How a browser gets to the servers.

    own    the address that it calls from, one of this machine
    sends  headers with every request
    trust  the certificate to believe; None without TLS
    """

    port: int
    host: str = "localhost"
    own: str = "127.0.0.1"
    sends: dict[str, str] = field(default_factory=dict)
    trust: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``first`` is the status before any redirect, 0 when nothing did, and ``at``
    when that came."""

    status: int
    text: str = ""
    first: int = 0
    at: float = 0.0


class Browser:
    """Cookies and one connection, as a household has them."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.cookies: dict[str, str] = {}
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """The page at the end of all redirects; status 0 when nobody answers."""
        return self._follow("GET", path, None)

    def enter(self, path: str) -> Answer:
        """The cookies that come with a page, whatever it leads to."""
        status, text, _ = self._once("GET", path, None)
        return Answer(status, text, status)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """The page that is read after the form was sent."""
        return self._follow("POST", path, urlencode(data))

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Once more, and once more, while no server is there."""
        until = time.monotonic() + PATIENCE
        answer = ask()
        while answer.status in AWAY and time.monotonic() < until:
            time.sleep(0.1)
            answer = ask()
        return answer

    def _follow(self, method: str, path: str, body: str | None) -> Answer:
        status, text, where = self._once(method, path, body)
        first, at = status, time.time()
        for _ in range(WRONG_TURNS):
            if status not in TURNS:
                break
            goal = urlsplit(where)
            status, text, where = self._once(
                "GET", goal.path + (f"?{goal.query}" if goal.query else ""), None
            )
        return Answer(status, text, first, at)

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Host": self.way.host, **self.way.sends}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            if self.way.trust is not None:
                headers["Referer"] = f"https://{self.way.host}{path}"
        for _ in range(2):  # a server closes a connection that nobody used for a while
            fresh = self._line is None
            try:
                line = self._connected()
                line.request(method, path, body, headers)
                answer = line.getresponse()
                text = answer.read().decode(errors="replace")
            except (OSError, http.client.HTTPException):
                self.close()
                if fresh:
                    return 0, "", ""
                continue
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value
            if answer.will_close:
                self.close()
            return answer.status, text, answer.headers.get("Location", "")
        return 0, "", ""

    def _connected(self) -> http.client.HTTPConnection:
        if self._line is None:
            way, source = self.way, (self.way.own, 0)
            self._line = (
                http.client.HTTPConnection(
                    "localhost", way.port, timeout=LONGEST, source_address=source
                )
                if way.trust is None
                else http.client.HTTPSConnection(
                    "localhost",
                    way.port,
                    timeout=LONGEST,
                    source_address=source,
                    context=way.trust,
                )
            )
        return self._line

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
        self._line = None


@dataclass(frozen=True, slots=True)
class Home:
    """A household with the order page before it."""

    order_id: int
    browser: Browser
    form: dict[str, str]

    @property
    def path(self) -> str:
        """Of its order page."""
        return order_path(self.order_id)


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press: when, how many seconds until the answer came and until its page was read.

    status of the page that was read in the end
    kept   we said that we have it: the order itself, or that its turn comes
    tries  how often it pressed, because nobody answered
    """

    order_id: int
    began: float
    answered: float
    read: float
    status: int
    kept: bool
    tries: int


def order_path(order_id: int) -> str:
    """The page with the button."""
    return f"/mijn-woning/bestelling/{order_id}/bestellen"


def arrive(order_id: int, link: str, way: Way) -> Home:
    """Open the link of a mail, then the order. Raises AssertionError when there is no button."""
    browser = Browser(way)
    browser.until_answered(lambda: browser.enter(link))
    page = browser.until_answered(lambda: browser.get(order_path(order_id)))
    form = dict(HIDDEN.findall(page.text))
    assert 'name="agree"' in page.text, (order_id, page.status, page.text[:2000])
    browser.close()
    return Home(order_id, browser, form)


def press(home: Home) -> Pressed:
    """Press, and press again while nobody answers, until a page is read."""
    tries = 0

    def once() -> Answer:
        nonlocal tries
        tries += 1
        return home.browser.post(home.path, {**home.form, **SAID})

    began = time.time()
    answer = home.browser.until_answered(once)
    ended = time.time()
    home.browser.close()
    kept = answer.first == 303 and answer.status == 200
    return Pressed(
        home.order_id, began, answer.at - began, ended - began, answer.status, kept, tries
    )


def everybody(
    works: Sequence[Callable[[], object]], clients: int, after: dict[int, Callable[[], None]]
) -> list[object]:
    """Each of the works, so many at a time; after the n-th one ended something else happens."""
    done, lock = Counter[str](), Lock()

    def one(work: Callable[[], object]) -> object:
        found = work()
        with lock:
            done["n"] += 1
            happens = after.get(done["n"])
        if happens:
            happens()
        return found

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, works))


def told(pressed: Sequence[Pressed]) -> str:
    """In a line: how many, how long it took, and what they were told."""
    answered, read = ([getattr(one, name) for one in pressed] for name in ("answered", "read"))
    statuses = dict(sorted(Counter(one.status for one in pressed).items()))
    again = sum(one.tries > 1 for one in pressed)
    kept = sum(one.kept for one in pressed)
    return (
        f"{len(pressed)} presses, answered in {spread(answered)}, the page after it read in "
        f"{spread(read)}; told {statuses}, kept {kept}, pressed again {again}"
    )


def spread(seconds: Sequence[float]) -> str:
    """p50, p95 and the longest."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return f"p50 {cuts[9]:.2f} p95 {cuts[18]:.2f} longest {max(seconds):.2f} s"
