"""Names that are far too long, forms that come twice or too late: words, and nothing changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.tenders.models import Lot, Package, Post
from tests.support.make import TODAY

LONG = "x" * 5_000
HUGE = "9" * 30
LOT = {
    "title": "Ramen",
    "measure": "windows_doors",
    "min_to_quote": "6",
    "min_to_execute": "6",
    "pay_days": "30",
    "advance_percent": "0",
    "max_homes": "20",
    "bands": "6, 9",
}
POST = {
    "number": "01.04",
    "description": "Hoekprofielen",
    "nature": "VH",
    "unit": "lm",
    "scope": "home",
    "source": "corner_lm",
    "presumed": "7,5",
}


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def draft(given):
    with given() as make:
        package = make.package("procurement", "draft", own_submission=True)
        return f"/pakketten/{package.id}", package.lots[0].id


@pytest.fixture
def new_package(given):
    """The fields of a package that is about to be made."""
    with given() as make:
        place = make.neighbourhood().id
    return {
        "neighbourhood_id": place,
        "mode": "group_quotes",
        "title": "Warme gevels",
        "start": "template",
    }


def counts(app):
    with app.app_context():
        return [
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (Package, Lot, Post)
        ]


@pytest.mark.parametrize("typed", [LONG, "\u202e" * 300 + LONG, "é" * 201])
def test_a_package_with_a_title_of_pages_long_is_not_made(app, lead, new_package, typed):
    page = lead.send("/pakketten/nieuw", {**new_package, "title": typed}, status=422)
    assert page.select_one(".error-summary a[href='#title']")
    assert counts(app) == [0, 0, 0]


@pytest.mark.parametrize("field", ["title", "title_fr", "title_en", "summary"])
def test_texts_of_a_package_that_are_too_long_are_refused(lead, draft, field):
    url = f"{draft[0]}/gegevens"
    page = lead.send(url, {**lead.page(url).values(), field: LONG}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", LONG),
        ("title_fr", LONG),
        ("bands", LONG),
        ("measure", LONG),
        ("max_homes", HUGE),
        ("min_to_quote", "²"),
    ],
)
def test_a_lot_with_a_value_that_does_not_fit_is_not_made(app, lead, draft, field, typed):
    before = counts(app)
    url = f"{draft[0]}/percelen/nieuw"
    sent = {**lead.page(url).values(), **LOT, field: typed}
    assert lead.send(url, sent, status=422).select_one(f".error-summary a[href='#{field}']")
    assert counts(app) == before


def test_a_lot_without_its_bands_is_not_made_with_ours(app, lead, draft):
    before = counts(app)
    sent = {name: value for name, value in LOT.items() if name != "bands"}
    page = lead.send(f"{draft[0]}/percelen/nieuw", sent, status=422)
    assert page.select_one(".error-summary a[href='#bands']")
    assert counts(app) == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("number", LONG),
        ("description", LONG),
        ("unit", LONG),
        ("source", LONG),
        ("presumed", LONG),
        ("presumed", HUGE),
    ],
)
def test_a_post_with_a_value_that_does_not_fit_is_not_made(app, lead, draft, field, typed):
    before = counts(app)
    url = f"{draft[0]}/percelen/{draft[1]}/meetstaat/nieuw"
    page = lead.send(url, {**POST, field: typed}, status=422)
    assert page.select_one(".error-summary")
    assert len(page.select_one(".error-summary").text) < 1_000
    assert counts(app) == before


@pytest.mark.parametrize("field", ["max_value", "min_group"])
def test_an_amount_or_a_number_that_fits_no_column_is_refused(lead, draft, field):
    url = f"{draft[0]}/gegevens"
    page = lead.send(url, {**lead.page(url).values(), field: HUGE}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")


@pytest.mark.parametrize(
    "path",
    [
        *(f"/pakketten/{HUGE}", f"/pakketten/{HUGE}/controle", f"/percelen/{HUGE}/opvragen"),
        *("/wijk/a%00b", "/pakket/a%00b", "/wijk/a%00b/adres?straat=x", f"/pakketten/{2**31}"),
    ],
)
def test_an_address_that_no_row_can_have_does_not_exist(lead, path):
    assert lead.get(path).status_code == 404


def test_a_package_that_is_sent_twice_is_made_once(app, lead, new_package):
    lead.send("/pakketten/nieuw", new_package)
    before = counts(app)
    page = lead.send("/pakketten/nieuw", {**new_package, "title": " warme Gevels "}, status=422)
    assert page.select_one(".refusal")
    assert page.select_one("[name=title]")["value"] == "warme Gevels"
    assert counts(app) == before
    lead.send("/pakketten/nieuw", {**new_package, "title": "Warme gevels 2"})


def test_a_lot_that_is_sent_twice_is_made_once(app, lead, draft):
    url = f"{draft[0]}/percelen/nieuw"
    sent = {**lead.page(url).values(), **LOT}
    lead.send(url, sent)
    before = counts(app)
    assert lead.send(url, sent, status=409).values()["title"] == "Ramen"
    assert counts(app) == before


def test_a_post_that_is_sent_twice_is_made_once(app, lead, draft):
    url = f"{draft[0]}/percelen/{draft[1]}/meetstaat/nieuw"
    sent = {**lead.page(url).values(), **POST}
    lead.send(url, sent)
    before = counts(app)
    assert lead.send(url, sent, status=422).select_one(".refusal")
    assert counts(app) == before


@pytest.mark.parametrize("page", ["gegevens", "percelen/{lot}", "criteria"])
def test_a_form_from_before_a_change_keeps_what_was_typed(lead, draft, page):
    url = f"{draft[0]}/{page.format(lot=draft[1])}"
    old = lead.page(url).values()
    field = "price_title" if page == "criteria" else "title"
    lead.send(url, {**old, field: "Van een collega"})
    again = lead.send(url, {**old, field: "Van mij"}, status=409).values()
    assert again[field] == "Van mij"
    assert lead.page(url).values()[field] == "Van een collega"
    lead.send(url, again)  # the new version stands in it
    assert lead.page(url).values()[field] == "Van mij"


def test_a_day_may_be_typed_as_people_write_it(app, lead, draft):
    url = f"{draft[0]}/gegevens"
    day = TODAY + timedelta(days=130)
    typed = {"order_deadline": f"{day:%d/%m/%Y}", "quote_deadline": f"{day:%d/%m/%Y} 14:30"}
    lead.send(url, {**lead.page(url).values(), **typed})
    values = lead.page(url).values()
    assert values["order_deadline"] == f"{day}"
    assert values["quote_deadline"] == f"{day}T14:30"
    page = lead.send(url, {**values, "order_deadline": "31 dec"}, status=422)
    assert "31/12/2026" in page.select_one(".error-summary").text
    assert page.select_one("[name=order_deadline]")["value"] == "31 dec"


@pytest.mark.parametrize(
    "change", ["gegevens", "percelen/{lot}", "percelen/{lot}/meetstaat/{post}"]
)
def test_what_a_colleague_changed_is_not_published_unseen(app, given, lead, draft, change):
    with given() as make:
        lot = make.session.get(Lot, draft[1])
        scaffold = next(post for post in lot.posts if post.scope == "run")
        scaffold.nature, scaffold.unit = "TP", "forfait"
        post = scaffold.id
    seen = lead.page(f"{draft[0]}/controle").values()
    url = f"{draft[0]}/{change.format(lot=draft[1], post=post)}"
    field = "description" if "meetstaat" in change else "title"
    lead.send(url, {**lead.page(url).values(), field: "Van een collega"})
    lead.send(f"{draft[0]}/publiceren", seen, status=409)
    lead.send(f"{draft[0]}/publiceren", lead.page(f"{draft[0]}/controle").values())
    with app.app_context():
        assert db.session.scalars(select(Package.state)).all() == ["published"]
