"""The page of a case is read at a glance: its parts are folded, and open without JavaScript."""

import pytest
from sqlalchemy import select

from renogroep.infra.db import db
from renogroep.owners.models import Case
from renogroep.web.demo import seed
from tests.browser.demo import demo as demo  # noqa: PLC0414 - a fixture
from tests.browser.demo import demo_file as demo_file  # noqa: PLC0414
from tests.browser.steps_lead import open_part

HIGHEST = 1800  # at 1280 wide
NARROWEST = 320


@pytest.fixture
def page(demo, sign_in):
    return sign_in(dict(seed.ACCOUNTS)["Advisor"], javascript=False)


def high(page):
    return page.evaluate("document.documentElement.scrollHeight")


def test_no_case_of_the_demo_is_higher_than_two_screens(app, page):
    with app.app_context():
        keys = db.session.scalars(select(Case.id).order_by(Case.id)).all()
    heights = {}
    for key in keys:
        page.goto(f"/dossiers/{key}", wait_until="load")
        heights[key] = high(page)
    assert {key: height for key, height in heights.items() if height > HIGHEST} == {}


def test_every_part_opens_without_javascript(app, page):
    page.goto("/dossiers/1")
    names = page.locator("details.part").evaluate_all("all => all.map(one => one.id)")
    assert len(names) >= 10
    for name in names:
        open_part(page, name.removeprefix("part-"))
    assert page.locator("details.part[open]").count() == len(names)
    assert high(page) > HIGHEST
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
