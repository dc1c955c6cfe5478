"""Every page that anybody can reach by its links: it opens, reads well, and is no dead end."""

import re
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from renogroep.infra.access import PUBLIC
from renogroep.web.demo import seed
from tests.browser.demo import demo as demo  # noqa: PLC0414 - a fixture
from tests.browser.demo import demo_file as demo_file  # noqa: PLC0414

LOOKS = 6  # at so many pages of one route: packages, lots and orders in their different states
FILES = (".pdf", ".csv", ".xlsx", ".json", ".css")
PASSED_BY = ("/static/", "/taal/", "/l/")


def kind(path: str) -> str:
    """One route is one kind of page, whatever its number."""
    return re.sub(r"\d+", "N", path)


def links_of(page: Page) -> list[str]:
    """The addresses of our own that a person could click on."""
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    here = urlsplit(page.url)
    found = []
    for href in hrefs:
        url = urldefrag(urljoin(page.url, href)).url
        parts = urlsplit(url)
        if parts.netloc == here.netloc and not parts.path.startswith(PASSED_BY):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def walk(page: Page, first: list[str]) -> tuple[list[str], Counter[str]]:
    """Follow every link; what does not open is said together with the page it stood on."""
    waiting = deque((url, "the start") for url in first)
    known, seen, broken = set(first), Counter(), []
    while waiting:
        url, where = waiting.popleft()
        path = urlsplit(url).path
        if seen[kind(path)] >= LOOKS:
            continue
        seen[kind(path)] += 1
        is_file = path.endswith(FILES)
        answer = page.request.get(url) if is_file else page.goto(url)
        if not answer.ok:
            broken.append(f"{url} answered {answer.status}; the link stood on {where}")
        elif not is_file:
            new = [link for link in links_of(page) if link not in known]
            known.update(new)
            waiting.extend((link, url) for link in new)
    return broken, seen


@pytest.mark.parametrize("who", [label for label, _ in seed.ACCOUNTS])
def test_everything_that_somebody_at_work_can_click_on(demo, sign_in, who):
    page = sign_in(dict(seed.ACCOUNTS)[who])
    broken, seen = walk(page, [urlsplit(page.url).path])
    assert broken == []
    assert len(seen) >= 4


@pytest.mark.parametrize("who", [label for label, _ in seed.RESIDENTS])
def test_everything_that_a_resident_can_click_on(demo, app, person, who):
    with app.app_context():
        link = dict(seed.resident_links())[who]
    page = person(phone=True, javascript=False)
    page.goto(urlsplit(link).path)
    broken, seen = walk(page, [urlsplit(page.url).path])
    assert broken == []
    assert seen["/mijn-woning"] == 1


def test_everything_that_a_visitor_can_click_on(demo, person):
    broken, seen = walk(person(phone=True, javascript=False), ["/"])
    assert broken == []
    assert len(seen) >= 6


@pytest.mark.parametrize("who", ["Project lead", "Advisor", "Contractor Aerts", "Administrator"])
def test_every_address_without_a_number_answers(demo, app, sign_in, who):
    """Typed by hand too: a page, or a refusal in words; never an error of ours."""
    page = sign_in(dict(seed.ACCOUNTS)[who])
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.rule.endswith(FILES):
            continue
        answer = page.goto(rule.rule)
        # 413 is the page of the proxy; 422: nobody handed anything over to this browser.
        assert answer.status in {200, 403, 404, 413, 422}, rule.rule
        allowed = app.view_functions[rule.endpoint].permission == PUBLIC
        assert answer.status != 403 or not allowed, rule.rule
