"""A real server, a real browser, and an inspector that looks at every page anybody reached."""

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, sync_playwright
from werkzeug.serving import make_server

from renogroep.infra.acts import TICK
from tests.browser.steps import newest_link, open_link
from tests.support.chromium import installed
from tests.support.leaks import english_on

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 390, 1280)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this worker."""
    path = installed()
    assert path, "run `python -m tests.support.chromium` first"
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live(app: Any) -> Iterator[str]:
    """The address of the application, served from this process so that the clock can be moved."""
    app.config["SERVER_NAME"] = None
    app.config["WTF_CSRF_ENABLED"] = True
    app.config["SHOW_ERROR_PAGES"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    app.config["SERVER_NAME"] = "localhost"
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["SHOW_ERROR_PAGES"] = False


def skeleton(html: str) -> str:
    """The shape of a page: two pages of one shape are one state to look at."""
    page = BeautifulSoup(html, "html.parser")
    tags = [
        f"{tag.name}.{'.'.join(tag.get('class') or [])}:{tag.get('role', '')}"
        for tag in (page.select_one("main") or page).select("*")
        if tag.name not in {"tr", "td", "th", "option", "li"}
    ]
    shape: list[str] = []
    for tag in tags:  # the same row twenty times is one row
        if tag not in shape[-12:]:
            shape.append(tag)
    return hashlib.sha256("|".join(shape).encode()).hexdigest()[:16]


def _again(html: str) -> Callable[[Route], None]:
    """Show a page once more as it was, also when it answered a form."""

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    return answer


class Inspector:
    """Remembers every document that a browser showed, and examines each distinct one once."""

    seen: set[tuple[str, int, str]] = set()

    def __init__(self, browser: Browser, live: str) -> None:
        self.browser, self.live = browser, live
        self.waiting: dict[tuple[str, int, str], tuple[str, str]] = {}
        self.errors: list[str] = []
        self.pages = 0
        self.wanted: set[int] = set()  # a breakdown that the test itself asks for

    def watch(self, page: Page) -> None:
        page.on("response", self._keep)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _console(self, message: Any) -> None:
        harmless = "Failed to load resource" in message.text  # a 4xx that the test wanted
        if message.type == "error" and not harmless:
            self.errors.append(message.text)

    def _keep(self, response: Response) -> None:
        if response.request.resource_type != "document" or 300 <= response.status < 400:
            return
        if "text/html" not in response.headers.get("content-type", ""):
            return
        html = response.text()
        path = re.sub(r"\d+", "N", response.url.removeprefix(self.live).split("?")[0])
        key = (path, response.status, skeleton(html))
        self.pages += 1
        if response.status >= 500 and response.status not in self.wanted:
            self.errors.append(f"{response.url} answered {response.status}")
        if key not in Inspector.seen:
            self.waiting[key] = (response.url, html)
            said = english_on(BeautifulSoup(html, "html.parser"))
            self.errors += [f"{response.url} says in English: {words!r}" for words in said]

    def examine(self) -> None:
        """axe, sideways scroll at three widths, and no message in the console."""
        problems = [f"console: {error}" for error in self.errors]
        context = self.browser.new_context(viewport=PHONE)
        page = context.new_page()
        for key, (url, html) in self.waiting.items():
            Inspector.seen.add(key)
            page.route(url, _again(html))
            page.goto(url)
            problems += [f"{key[0]} {found}" for found in self._look(page)]
            page.unroute(url)
        context.close()
        self.waiting.clear()
        assert problems == [], "\n".join(problems)

    def _look(self, page: Page) -> Iterator[str]:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                yield f"scrolls sideways at {width}: {wide}"
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            for violation in Axe().run(page, options=AXE).response["violations"]:
                where = violation["nodes"][0]["html"][:200]
                yield f"axe at {width}: {violation['id']}: {violation['help']}: {where}"


@pytest.fixture
def inspector(chromium: Browser, live: str) -> Iterator[Inspector]:
    """Examines, after the test, every page that the test reached."""
    one = Inspector(chromium, live)
    yield one
    one.examine()
    assert one.pages > 0, "no page was looked at"


@pytest.fixture
def person(chromium: Browser, live: str, inspector: Inspector) -> Iterator[Callable[..., Page]]:
    """A new browser for one person: ``person(phone=True, javascript=False)``."""
    contexts: list[BrowserContext] = []

    def arrive(*, phone: bool = False, javascript: bool = True, language: str = "nl-BE") -> Page:
        context = chromium.new_context(
            base_url=live,
            viewport=PHONE if phone else DESK,
            java_script_enabled=javascript,
            locale=language,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        inspector.watch(page)
        return page

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(app: Any, live: str, person: Callable[..., Page]) -> Callable[..., Page]:
    """A browser in which somebody opened their sign-in link: ``sign_in("lead@example.org")``."""

    def enter(email: str, **how: Any) -> Page:
        from renogroep.identity.actions import keys
        from renogroep.infra.db import transaction
        from tests.support.signing_in import person_of

        with app.app_context(), app.test_request_context(base_url=live), transaction() as session:
            token = keys.make_link(session, person=person_of(email), purpose="sign_in", by=TICK)
        page = person(**how)
        page.goto(f"/l/{token}")
        page.get_by_role("main").get_by_role("button").click()
        return page

    return enter


@pytest.fixture
def staff(sign_in: Callable[..., Page]) -> Callable[[str], Page]:
    """Somebody at work, signed in today: ``staff("lead")``."""
    return lambda key: sign_in(f"{key}@testgem.example")


@pytest.fixture
def resident(person: Callable[..., Page], app: Any) -> Callable[..., Page]:
    """Somebody on a phone without JavaScript, with the link in the last mail to this address."""

    def arrive(address: str, notice: str = "") -> Page:
        page = person(phone=True, javascript=False)
        open_link(page, newest_link(app, address, notice))
        return page

    return arrive
