"""What everybody does on every page: click a button, open a menu, read the heading."""

import re
from datetime import date, datetime, time
from email import message_from_bytes, policy
from typing import Any

from playwright.sync_api import Page, expect

from renogroep.base import clock
from renogroep.web.jobs import deliver, tick
from tests.support.words import nl


def at(day: date, hour: int = 10) -> Any:
    """From now on it is this hour of this day, for everybody: a context."""
    return clock.frozen_at(clock.at_local(day, time(hour)))


def day_value(day: date | datetime) -> str:
    """As a date field of a browser wants it."""
    return day.isoformat()


def heading(page: Page, msgid: str, **values: object) -> None:
    """The page that somebody is on."""
    expect(page.get_by_role("heading", level=1)).to_have_text(nl(msgid, **values))


def button(page: Page, msgid: str, **values: object) -> None:
    page.get_by_role("button", name=nl(msgid, **values), exact=True).click()


def link(page: Page, msgid: str, **values: object) -> None:
    """The first link with these words; what comes after them is for screen readers."""
    words = re.compile(f"^{re.escape(nl(msgid, **values))}")
    page.get_by_role("link", name=words).first.click()


def door(page: Page, ending: str) -> None:
    """The link to an address that ends so: its words say what comes next, and change with it."""
    page.locator(f"main a[href$='{ending}']").first.click()


def fill(page: Page, msgid: str, value: str) -> None:
    page.get_by_label(nl(msgid), exact=True).fill(value)


def choose(page: Page, msgid: str, **values: object) -> None:
    """Tick a box or a round button."""
    page.get_by_label(nl(msgid, **values), exact=True).check()


def menu(page: Page, msgid: str) -> None:
    """A place in the menu on top."""
    bar = page.get_by_role("navigation", name=nl("Main menu"))
    bar.get_by_role("link", name=nl(msgid), exact=True).click()


def said(page: Page, words: str) -> None:
    """These words stand on the page."""
    expect(page.get_by_text(words).first).to_be_visible()


def begins(msgid: str) -> str:
    """The words of a sentence before its first amount, day or name."""
    return nl(msgid).split("%(")[0].strip()


def unsaid(page: Page, *words: str) -> None:
    """Nowhere in the page, also not where nobody looks."""
    html = page.content()
    for one in words:
        assert one not in html, one


def open_link(page: Page, address: str) -> None:
    """A personal link from a message: it brings somebody to a page and leaves no trace in it."""
    page.goto(address)
    assert "/l/" not in page.url


def newest_link(app: Any, address: str, notice: str = "") -> str:
    """The personal link in the last mail to somebody, as it lies in their mailbox."""
    with app.app_context(), app.test_request_context():
        tick()
        deliver()
    found = []
    for file in app.config["MAIL_FOLDER"].glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        link = re.search(r"https?://[^/]+(/l/\S+)", mail.get_content())
        if link and mail["To"] == address and notice in mail["Message-ID"]:
            found.append((file.stat().st_mtime_ns, link[1]))
    return max(found)[1]


def empty_mailboxes(app: Any) -> None:
    """No mail of another journey."""
    for file in app.config["MAIL_FOLDER"].glob("*.eml"):
        file.unlink()
