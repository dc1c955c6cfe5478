"""A test client that inspects every page it gets, so no page escapes the basics."""

from collections import Counter
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


def parsed(response: TestResponse) -> Page:
    """An answer as a page; what the inspector read already is not read again."""
    known: Page | None = getattr(response, "parsed", None)
    return known or Page(response.text, "html.parser")


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


class _Seen:
    """What the checks need of a page, gathered in one walk over it: pages are big, tests many."""

    def __init__(self, page: Page) -> None:
        self.headings: list[Any] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[Any] = []
        self.forms: list[Any] = []
        self.pointing: list[Any] = []
        self.loose: list[str] = []  # styles and scripts that no policy lets through
        for element in page.find_all(True):
            self._see(element)

    def _see(self, element: Any) -> None:
        name, given = element.name, element.attrs
        if "id" in given:
            self.ids[given["id"]] += 1
        if "style" in given:
            self.loose.append(f"style attribute on {name}")
        if "aria-describedby" in given or "aria-labelledby" in given:
            self.pointing.append(element)
        if name == "h1":
            self.headings.append(element)
        elif name == "label" and given.get("for"):
            self.labelled.add(given["for"])
        elif name in {"input", "select", "textarea"}:
            self.fields.append(element)
        elif name == "form":
            self.forms.append(element)
        elif name == "style":
            self.loose.append("inline style element")
        elif name == "script" and "src" not in given and element.get_text(strip=True):
            self.loose.append("inline script")


def problems(page: Page) -> list[str]:
    """What is wrong with a page, in words."""
    seen = _Seen(page)
    found = []
    if len(seen.headings) != 1:
        found.append(f"{len(seen.headings)} h1 elements")
    title = page.title.get_text(strip=True) if page.title else ""
    if seen.headings and seen.headings[0].get_text(" ", strip=True)[:30] not in title:
        found.append(f"title {title!r} does not hold the heading {page.heading!r}")
    if not page.html or not page.html.get("lang"):
        found.append("no language")
    found += [f"id {i} is there twice" for i, times in seen.ids.items() if times > 1]
    found += seen.loose
    found += [f"English on a page in another language: {said!r}" for said in english_on(page)]
    return found + _form_problems(seen) + _broken_references(seen)


def _form_problems(seen: _Seen) -> list[str]:
    """Fields without a label, forms without a token."""
    found = []
    for field in seen.fields:
        hidden = field.get("type") in {"hidden", "submit", "button"}
        if hidden or field.get("id") in seen.labelled or field.get("aria-label"):
            continue
        if not field.get("aria-labelledby") and not field.find_parent("label"):
            found.append(f"field {field.get('name')} has no label")
    for form in seen.forms:
        posts = form.get("method", "get").lower() == "post"
        if posts and not form.find(attrs={"name": "csrf_token"}):
            found.append(f"form {form.get('action')} has no token")
    return found


def _broken_references(seen: _Seen) -> list[str]:
    """Descriptions that point at nothing."""
    found = []
    for element in seen.pointing:
        for attribute in ("aria-describedby", "aria-labelledby"):
            for wanted in (element.get(attribute) or "").split():
                if wanted not in seen.ids:
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
            page = Page(response.text, "html.parser")
            found = problems(page)
            assert not found, f"{args}: {found}"
            response.parsed = page  # type: ignore[attr-defined]
        return response

    def page(self, url: str, *, status: int = 200, **kwargs: Any) -> Page:
        """GET a page that must answer with ``status``."""
        response = self.get(url, **kwargs)
        assert response.status_code == status, f"{url}: {response.status_code}, not {status}"
        return parsed(response)

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
        return parsed(response)
