"""The account of a home on its page, on paper and at the advisor: one figure, no notes of ours."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from renogroep.infra.access import Role
from renogroep.journeys.rules.household_account import VAT_BY_LAW
from tests.support.make_accounts import ordered_twice, two_lots
from tests.views.orders.test_orders_resident_pages import linked

NOTES = re.compile(r"\bbron \d|\bvia INGBELG|index id", re.IGNORECASE)


@pytest.fixture
def account(given, client_of):
    """(ids, the browser of H3, which ordered façade and windows)."""
    with given() as make:
        both = two_lots(make)
        both.windows.advance_percent = 10
        orders = ordered_twice(make, both)
        ids = {
            "case": both.case.id,
            "person": both.home.person_id,
            "orders": [order.id for order in orders],
            "windows": both.windows.id,
        }
    return ids, linked(client_of, given, ids["person"])


def words(page):
    return " ".join(page.get_text(" ").replace("\xa0", " ").split())


def test_the_page_opens_with_the_one_most_and_says_the_rest(account):
    ids, client = account
    page = client.page("/mijn-woning/kosten", follow_redirects=True)
    text = words(page.select_one("main"))
    first = "Voor alles samen betaalt u hoogstens € 19.992,87 (met btw). Meer kan alleen als u ja zegt op extra werk."
    assert (
        page.select_one("main .most")
        .get_text(" ", strip=True)
        .replace("\xa0", " ")
        .startswith(first)
    )
    for said in (
        "Verandert de wet de btw",
        "€ 13.421,55",
        "€ 3.500,00",
        "€ 3.071,32",
        "Die regels veranderden al 4 keer sinds 2022. Krijgt u geen premie, dan krijgt u niets terug: uw eigen aandeel is dan € 19.992,87.",
        "U betaalt € 930,17 vooraf. Stopt de aannemer, dan kan u dat kwijt zijn.",
        "Voorschot: Ramen en deuren, D",
    ):
        assert said in text
    assert not NOTES.search(text)
    assert page.select("main details.why a[href^='https://'][rel=noreferrer]")
    assert page.select_one("main details.why a[href*='simulator']")


def test_it_fits_on_two_sheets(account):
    ids, client = account
    pdf = PdfReader(BytesIO(client.get(f"/mijn-woning/kosten/{ids['case']}/kostenkaart.pdf").data))
    text = " ".join(" ".join(one.extract_text() for one in pdf.pages).replace("\xa0", " ").split())
    assert len(pdf.pages) <= 2
    assert "hoogstens € 19.992,87 (met btw)" in text
    assert "€ 13.421,55" in text
    assert "€ 930,17 vooraf" in text
    assert not NOTES.search(text)


def test_the_address_of_an_order_leads_to_its_place_there(account):
    ids, client = account
    answer = client.get(f"/mijn-woning/bestelling/{ids['orders'][1]}")
    assert answer.location.endswith(f"/mijn-woning/kosten/{ids['case']}#perceel-{ids['windows']}")
    tried = client.get(f"/mijn-woning/bestelling/{ids['orders'][1]}?categorie=4&x=1")
    assert tried.location.endswith(f"{ids['case']}?categorie=4#proberen")
    page = client.page(tried.location)
    assert "€ 5.000,00" in words(page)
    assert page.select_one(f"#perceel-{ids['windows']}")


def test_the_home_page_says_the_same_and_leads_there(account):
    ids, client = account
    page = client.page("/mijn-woning")
    text = words(page.select_one("main"))
    assert "€ 19.992,87" in text
    assert "€ 13.421,55 eigen aandeel" in text
    assert text.count("eigen aandeel") == 1
    assert page.select_one(f"a[href='/mijn-woning/kosten/{ids['case']}']")


def test_a_stranger_finds_nothing(account, given, client_of):
    ids, _client = account
    with given() as make:
        other = make.person().id
    stranger = linked(client_of, given, other)
    for place in ("", "/kostenkaart.pdf"):
        assert stranger.get(f"/mijn-woning/kosten/{ids['case']}{place}").status_code == 404
    assert stranger.get("/mijn-woning/kosten").status_code == 404


@pytest.mark.parametrize(("role", "own"), [(Role.ADVISOR, True), (Role.DESK, False)])
def test_who_helps_reads_the_same_without_what_it_may_not_see(account, client_as, role, own):
    ids, _client = account
    staff = client_as(role)
    assert staff.page(f"/dossiers/{ids['case']}").select_one("a[href$='/kosten']")
    page = staff.page(f"/dossiers/{ids['case']}/kosten")
    text = words(page.select_one("main"))
    assert "hoogstens € 19.992,87 (met btw)" in text
    assert ("€ 13.421,55" in text) == own
    assert ("zonder de inkomensgroep" in text) != own
    assert not page.select("main form")


def test_before_there_is_a_price_it_says_so(given, client_of):
    with given() as make:
        row = make.subscription(make.package(), state="screened_fit")
        person = row.person_id
    client = linked(client_of, given, person)
    page = client.page("/mijn-woning/kosten", follow_redirects=True)
    assert page.says("Er is nog geen prijs")
    assert VAT_BY_LAW
