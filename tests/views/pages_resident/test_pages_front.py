"""Does every visitor find a way in, and do the counters tell the truth?"""

import pytest
from sqlalchemy import select

from renogroep.base.money import Money
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.owners.models import CallRequest
from tests.support import make_orders
from tests.support.make import TODAY
from tests.support.make_subscriptions import place

PHONE = "09 123 45 67"


def calls(app):
    with app.app_context():
        return [row.phone for row in db.session().scalars(select(CallRequest))]


def test_without_any_neighbourhood_there_is_still_somebody_to_call(given, client):
    with given() as make:
        assert make.home.id
    assert client.page("/").says(PHONE)


def test_before_the_first_municipality_the_page_stands(client):
    assert client.page("/").heading


def test_one_neighbourhood_is_the_front_page(given, client):
    with given() as make:
        place(make)
    page = client.page("/")
    assert "Bloemenwijk" in page.heading
    assert page.select_one("form[method=post] input[name=phone]")
    assert page.select_one("form[method=get] input[name=straat]")


def test_several_neighbourhoods_are_a_list_and_an_address_leads_to_the_right_one(given, client):
    with given() as make:
        first = place(make)
        other = make.neighbourhood(name="Stationswijk")
        make.address(make.street(other, "Kerkstraat"), "3")
        slugs = first.slug, other.slug
    page = client.page("/")
    assert [a["href"] for a in page.select("h3 a")] == [f"/wijk/{slug}" for slug in slugs]
    answer = client.get("/adres?straat=kerkstr.&nummer=3")
    assert answer.location.startswith(f"/wijk/{slugs[1]}/adres?")


@pytest.mark.parametrize(
    ("query", "heading", "words"),
    [
        ("straat=rozenstr&nummer=12", "Rozenstraat 12", "Gevelisolatie"),
        ("straat=Rozenstrat&nummer=12", "Which address do you mean?", "Rozenstraat 12"),
        (
            "straat=Rozenstraat&nummer=99",
            "We do not know this number",
            "Rozenstraat is in our list",
        ),
        ("straat=rozenstr.&nummer=12&bus=7", "We do not know this number", "12 bus 7"),
        ("straat=Rozenstraat+12", "Rozenstraat 12", "Gevelisolatie"),
        ("straat=Rozenstaat+22", "Which address do you mean?", "Rozenstraat 22"),
        ("straat=Kerkstraat&nummer=1", "We do not know this address", "energy house"),
        ("straat=Dorpsstraat&nummer=1", "We do not know this address", "energy house"),
        ("straat=Molenstraat&nummer=1", "We do not know this address", "energy house"),
        ("straat=Veldstraat+1", "We do not know this address", "energy house"),
        ("", "What is possible at my address?", PHONE),
        ("straat=" + "x" * 5000, "We do not know this address", PHONE),
        ("straat=%E2%80%AE%07&nummer=%3Cscript%3E", "What is possible at my address?", PHONE),
    ],
)
def test_every_address_has_a_next_step(given, client, query, heading, words):
    with given() as make:
        slug = place(make).slug
    page = client.page(f"/wijk/{slug}/adres?{query}")
    assert page.heading == heading
    assert page.says(words)
    assert page.says(PHONE)
    links = [a["href"] for a in page.select("main a")]
    known = heading == "Rozenstraat 12"
    assert any("/interesse/" in link for link in links) == known


def test_a_number_that_we_do_not_know_links_to_no_page_that_asks_the_same(given, client):
    with given() as make:
        slug = place(make).slug
    page = client.page(f"/wijk/{slug}/adres?straat=Rozenstraat&nummer=99")
    assert not [a["href"] for a in page.select("main a") if "straat=" in a["href"]]


@pytest.mark.parametrize("several", [False, True])
def test_a_flat_is_found_by_its_box(given, client, several):
    with given() as make:
        at = place(make)
        flat = make.address(make.session.merge(at.address).street, "14")
        flat.box = "3"
        if several:
            make.neighbourhood(name="Stationswijk")
        slug = at.slug
    form = client.page("/").select_one("form.door")
    assert [field["name"] for field in form.select("input")] == ["straat", "nummer", "bus"]
    answer = client.get(
        form["action"] + "?straat=Rozenstraat&nummer=14&bus=3", follow_redirects=True
    )
    assert "Rozenstraat 14 bus 3" in answer.text
    assert "/interesse/" in answer.text
    # a street that was mistyped keeps the box
    page = client.page(f"/wijk/{slug}/adres?straat=Rozenstrat&nummer=14&bus=3")
    assert page.select_one(".choices-list a")["href"].endswith("&bus=3")


def test_who_is_called_from_the_list_of_neighbourhoods_is_in_none_of_them(app, given, client):
    with given() as make:
        place(make)
        make.neighbourhood(name="Stationswijk")
    form = client.page("/").select_one("form[method=post]:has(#phone)")
    page = client.send(form["action"], {"phone": "12"}, status=422)
    assert page.select_one("#phone")["value"] == "12"
    client.send(form["action"], {"phone": "0470/12.34.56"})
    assert client.page(form["action"]).says("24")
    with app.app_context():
        (row,) = db.session().scalars(select(CallRequest))
        assert (row.phone, row.neighbourhood_id) == ("+32470123456", None)


def test_outside_the_neighbourhood_the_energy_house_is_named(given, client):
    with given() as make:
        slug = place(make).slug
        make.organisation("energy_house", name="Energiehuis Noord", phone="09 765 43 21")
    page = client.page(f"/wijk/{slug}/adres?straat=Elders&nummer=1")
    assert page.says("Energiehuis Noord 09 765 43 21")


def test_at_a_known_address_without_an_open_package_one_can_be_called(given, client):
    with given() as make:
        slug = place(make, state="closed").slug
    page = client.page(f"/wijk/{slug}/adres?straat=Rozenstraat&nummer=12")
    assert page.says("nothing is open there today")
    assert page.select_one("form[method=post] input[name=phone]")


def test_only_a_phone_number_brings_a_call(app, given, client):
    with given() as make:
        slug = place(make).slug
    for _ in range(2):
        client.send(f"/wijk/{slug}/bel-mij", {"phone": "0470/12.34.56"})
    assert calls(app) == ["+32470123456"]
    assert client.page(f"/wijk/{slug}/bel-mij").says("24")


def test_an_unreadable_number_stays_in_the_field_with_words(app, given, client):
    with given() as make:
        slug = place(make).slug
    page = client.send(f"/wijk/{slug}/bel-mij", {"phone": "12"}, status=422)
    assert page.select_one("#phone")["value"] == "12"
    assert page.says("“12” is not a phone number")
    assert calls(app) == []


def test_unknown_places_do_not_exist(given, client):
    with given() as make:
        draft = place(make, state="draft").reference
    for url in ("/wijk/x", "/wijk/x/adres", "/wijk/x/bel-mij", "/pakket/x", f"/pakket/{draft}"):
        assert client.get(url).status_code == 404
    assert client.post("/wijk/x/bel-mij", data={"phone": "0470123456"}).status_code == 404


def test_counters_show_needed_maximum_and_interest_apart(given, client, client_as):
    with given() as make:
        at = place(make)
        for state in ("subscribed", "screened_fit", "not_fit", "withdrawn", "expired"):
            make.subscription(at.package, state=state)
        reference, package_id = at.reference, at.package_id
    page = client.page(f"/pakket/{reference}")
    assert page.says("0 of the 2 that are needed, at most 12")
    assert page.says("Interested households, without obligation: 2.")
    staff = client_as(Role.LEAD).page(f"/pakketten/{package_id}")
    assert staff.select_one(".figures dd").text.strip() == "2"  # the same number for staff


def test_a_closed_package_says_what_to_do(given, client):
    with given() as make:
        reference = place(make, interest_deadline=TODAY.replace(day=22)).reference
    page = client.page(f"/pakket/{reference}")
    assert page.says("You cannot show interest any more")
    assert not page.select("form[method=get]")
    assert page.select_one("a[href$='#bel-mij']")


def test_the_texts_follow_the_language(given, client):
    with given() as make:
        at = place(make, title_fr="Isolation des façades", summary_fr="Ensemble.")
        reference = at.reference
    client.get("/taal/fr")
    assert client.page(f"/pakket/{reference}").heading == "Isolation des façades"


@pytest.mark.parametrize("wave_state", ["ordering", "executing", "lapsed"])
def test_confirmed_counts_binding_orders_of_live_waves_and_nothing_else(given, client, wave_state):
    with given() as make:
        example = make_orders.ready_to_order(make)
        wave, orders = make_orders.open_wave(make, example)
        states = ["ordered", "frozen", "settled", "provisional", "withdrawn", "cancelled"]
        for order, state in zip(orders.values(), states, strict=False):
            order.state, order.ceiling = state, Money(1_000_00)
        wave.state = wave_state
        binding = sum(o.state in {"ordered", "frozen", "settled"} for o in orders.values())
        reference, live = example.lot.package.reference, len(example.homes)
        needed, most = example.lot.min_to_execute, example.lot.max_homes
    confirmed = 0 if wave_state == "lapsed" else binding
    page = client.page(f"/pakket/{reference}")
    words = (
        f"{confirmed} of the {needed} that are needed"
        if confirmed < needed
        else f"{confirmed}, enough: {needed} needed"
    )
    assert page.says(f"{words}, at most {most}")
    assert page.says(f"Interested households, without obligation: {live}.")


def test_a_street_that_is_there_goes_before_one_that_looks_like_it(given, client):
    with given() as make:
        places = [make.neighbourhood(name=name) for name in ("Azalea", "Begonia", "Camelia")]
        for place, street in zip(
            places, ("Kerkenstraat", "Kerkstraat", "Kerkerstraat"), strict=True
        ):
            make.address(make.street(place, street), "2")
        slugs = [place.slug for place in places]
    for typed, number, slug in (
        ("Kerkstraat", "99", 1),
        ("Kerkstraat 99", "", 1),
        ("Kerkerst", "2", 2),
    ):
        answer = client.get("/adres", query_string={"straat": typed, "nummer": number})
        assert f"/wijk/{slugs[slug]}/" in answer.location
