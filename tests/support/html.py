"""A test client that inspects every page it gets, so no page escapes the basics."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from renogroep.base import clock
from renogroep.infra.db import db
from tests.support.leaks import english_on


class Page(BeautifulSoup):
    """A parsed page with a few questions that tests ask often."""

    @property
    def heading(self) -> str:
        return self.select_one("h1").get_text(" ", strip=True)

    def says(self, words: str) -> bool:
        return words in " ".join(self.get_text(" ").split())

    def values(self) -> dict[str, Any]:
        """Everything a browser would send with the first form of the main part."""
        return form_values(self.select_one("main form[method=post]"))


def form_values(form: Any) -> dict[str, Any]:
    """Names and values of a form as it stands on the page."""
    values: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        kind = field.get("type", field.name)
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            value = field.get_text()
        else:
            value = field.get("value", "")
        if kind != "file":
            values.setdefault(field["name"], value)
    return values


def problems(html: str) -> list[str]:
    """What is wrong with a page, in words."""
    page = Page(html, "html.parser")
    found = []
    headings = page.select("h1")
    if len(headings) != 1:
        found.append(f"{len(headings)} h1 elements")
    title = page.title.get_text(strip=True) if page.title else ""
    if headings and headings[0].get_text(" ", strip=True)[:30] not in title:
        found.append(f"title {title!r} does not hold the heading {page.heading!r}")
    if not page.html or not page.html.get("lang"):
        found.append("no language")
    ids = [element["id"] for element in page.select("[id]")]
    found += [f"id {i} is there twice" for i in {i for i in ids if ids.count(i) > 1}]
    found += [f"style attribute on {e.name}" for e in page.select("[style]")]
    found += ["inline script" for s in page.select("script:not([src])") if s.get_text(strip=True)]
    found += ["inline style element" for _ in page.select("style")]
    found += [f"English on a page in another language: {said!r}" for said in english_on(page)]
    return found + _form_problems(page) + _broken_references(page, ids)


def _form_problems(page: Page) -> list[str]:
    """Fields without a label, forms without a token."""
    found = []
    labelled = {label.get("for") for label in page.select("label[for]")}
    for field in page.select("input, select, textarea"):
        hidden = field.get("type") in {"hidden", "submit", "button"}
        named = field.get("id") in labelled or field.get("aria-label") or field.find_parent("label")
        if not hidden and not named and not field.get("aria-labelledby"):
            found.append(f"field {field.get('name')} has no label")
    for form in page.select("form"):
        if form.get("method", "get").lower() == "post" and not form.select("[name=csrf_token]"):
            found.append(f"form {form.get('action')} has no token")
    return found


def _broken_references(page: Page, ids: list[str]) -> list[str]:
    """Descriptions that point at nothing."""
    found = []
    for element in page.select("[aria-describedby], [aria-labelledby]"):
        for attribute in ("aria-describedby", "aria-labelledby"):
            for wanted in (element.get(attribute) or "").split():
                if wanted not in ids:
                    found.append(f"{attribute} points at {wanted}, which is not there")
    return found


class InspectingClient(FlaskClient):
    """Checks each answer: a sound page, and nothing written outside a transaction.

    Somebody who is here again later signs in again, or opens the same link: what matters asks for a
    proof of the last ten minutes, a session ends after two hours, and the clock of a test jumps for days.
    """

    comes_back: Callable[[], Any] | None = None
    came_at: datetime | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        now = clock.now()
        if self.comes_back and self.came_at and abs(now - self.came_at) > timedelta(minutes=9):
            self.came_at = now
            self.comes_back()
        response = super().open(*args, **kwargs)
        link = args[0] if args and isinstance(args[0], str) and args[0].startswith("/l/") else None
        if link and response.status_code == 302:
            self.came_at, self.comes_back = now, partial(super().open, link)
        with self.application.app_context():
            assert not db.session.new, "rows were left that nobody committed"
            assert not db.session.dirty, "changes were left that nobody committed"
        redirects = 300 <= response.status_code < 400
        if response.mimetype == "text/html" and response.data and not redirects:
            found = problems(response.text)
            assert not found, f"{args}: {found}"
        return response

    def page(self, url: str, *, status: int = 200, **kwargs: Any) -> Page:
        """GET a page that must answer with ``status``."""
        response = self.get(url, **kwargs)
        assert response.status_code == status, f"{url}: {response.status_code}, not {status}"
        return Page(response.text, "html.parser")

    def send(self, url: str, data: Any = None, *, status: int = 303, **kwargs: Any) -> Page:
        """POST a form that must answer with ``status``; follows no redirect.

        303 is the answer of ``act``; pages without it still give a 302.
        """
        response = self.post(url, data=data or {}, **kwargs)
        good = (302, 303) if status in (302, 303) else (status,)
        assert response.status_code in good, (
            f"{url}: {response.status_code}, not {status}: "
            + BeautifulSoup(response.text, "html.parser").get_text(" ", strip=True)[:600]
        )
        return Page(response.text, "html.parser")
