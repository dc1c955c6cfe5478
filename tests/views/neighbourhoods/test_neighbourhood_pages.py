"""A lead makes a neighbourhood, changes it and gives it addresses."""

import io

import pytest
from sqlalchemy import func, select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.neighbourhoods.models import Address, Neighbourhood

FORM = {
    "name": "Rozenwijk",
    "phone": "09 123 45 67",
    "email": "",
    "story": "Samen renoveren.\n\nStraat per straat.",
    "brand_colour": "#1f5c4d",
    "accent_colour": "#b24a26",
}
LIST = "straat;nummer;bus;postcode;gemeente;bebouwing\nRozenstraat;1;;9999;Testgem;rij\nRozenstraat;3;;9999;Testgem;rij\n"


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def place(given):
    with given() as make:
        return make.neighbourhood(
            name="Lindewijk", brand_colour="#767676", accent_colour="#000000"
        ).id


def homes(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Address))


def test_without_a_neighbourhood_the_page_says_what_to_do(lead):
    assert lead.page("/wijken").select_one(".empty-state a[href='/wijken/nieuw']")


def test_a_new_neighbourhood_leads_to_its_addresses(app, lead):
    answer = lead.post("/wijken/nieuw", data=FORM)
    with app.app_context():
        row = db.session.scalars(select(Neighbourhood)).one()
        assert (row.slug, row.story) == ("rozenwijk", "Samen renoveren.\n\nStraat per straat.")
    assert answer.location == f"/wijken/{row.id}/adressen"
    assert lead.page("/wijken").select_one(f"a[href='/wijken/{row.id}']").text == "Rozenwijk"


@pytest.mark.parametrize(
    "given_, words",
    [({"brand_colour": "#ffe000"}, "1,3"), ({"accent_colour": "zot"}, "zot")],
)
def test_a_colour_that_cannot_be_read_is_refused_and_the_form_stays(app, lead, given_, words):
    page = lead.send("/wijken/nieuw", {**FORM, **given_}, status=422)
    assert words in page.select_one(".refusal").text
    assert page.select_one("#name")["value"] == "Rozenwijk"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Neighbourhood)) == 0


@pytest.mark.parametrize("field", ["name", "phone", "story"])
def test_what_must_be_filled_in(lead, field):
    page = lead.send("/wijken/nieuw", {**FORM, field: " "}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")


def test_a_very_long_name_is_refused_in_words(lead):
    page = lead.send("/wijken/nieuw", {**FORM, "name": "x" * 5000}, status=422)
    assert page.select_one(".error-summary a[href='#name']")


def test_the_form_shows_the_contrast_and_keeps_changes(app, lead, place):
    page = lead.page(f"/wijken/{place}")
    assert page.says("4,5")
    assert page.says("21")
    lead.send(f"/wijken/{place}", {**page.values(), "name": "Lindepark"})
    with app.app_context():
        row = db.session.get(Neighbourhood, place)
        assert row.name == "Lindepark"
        assert row.slug != "lindepark"


def test_who_was_second_is_told_so(lead, place):
    old = lead.page(f"/wijken/{place}").values()
    lead.send(f"/wijken/{place}", {**old, "name": "Eerste"})
    page = lead.send(f"/wijken/{place}", {**old, "name": "Tweede"}, status=409)
    assert page.values()["name"] == "Tweede"
    lead.send(f"/wijken/{place}", page.values())


def test_the_same_new_neighbourhood_sent_twice_is_made_once(app, lead):
    lead.send("/wijken/nieuw", FORM)
    assert lead.send("/wijken/nieuw", FORM, status=422).select_one(".refusal")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Neighbourhood)) == 1


def test_a_file_adds_homes(app, lead, place):
    data = {"file": (io.BytesIO(LIST.encode()), "straten.csv")}
    lead.send(f"/wijken/{place}/adressen", data, content_type="multipart/form-data")
    page = lead.page(f"/wijken/{place}/adressen")
    assert page.select_one("#streets tbody th").text == "Rozenstraat"
    assert homes(app) == 2


def test_pasted_rows_add_homes(app, lead, place):
    lead.send(f"/wijken/{place}/adressen", {"rows": LIST.replace(";", "\t")})
    assert homes(app) == 2


def test_all_problems_at_once_and_nothing_added(app, lead, place):
    bad = LIST + "Rozenstraat;5;;99;Testgem;rij\n;7;;9999;Testgem;kasteel\n"
    page = lead.send(f"/wijken/{place}/adressen", {"rows": bad}, status=422)
    assert [row.th.text.split()[-1] for row in page.select("#problems tbody tr")] == ["4", "5", "5"]
    assert "99" in page.select_one("#problems").text
    assert page.select_one("textarea[name=rows]").text.strip().startswith("straat;")
    assert homes(app) == 0


@pytest.mark.parametrize(
    "content, name",
    [
        (b"", "leeg.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "straten.xlsx"),
        (b"a;b\n1;2\n", "andere.csv"),
        (b"PK\x03\x04 kapot", "kapot.xlsx"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(app, lead, place, content, name):
    data = {"file": (io.BytesIO(content), name)}
    page = lead.send(
        f"/wijken/{place}/adressen", data, status=422, content_type="multipart/form-data"
    )
    assert page.select_one(".refusal__text").text.strip()
    assert homes(app) == 0


def test_nothing_chosen_is_said(lead, place):
    assert lead.send(f"/wijken/{place}/adressen", {}, status=422).select_one(".refusal")


def test_the_example_reads_back_as_a_good_list(app, lead, place):
    example = lead.get("/wijken/voorbeeld-adressen.csv").data
    data = {"file": (io.BytesIO(example), "voorbeeld.csv")}
    lead.send(f"/wijken/{place}/adressen", data, content_type="multipart/form-data")
    assert homes(app) == 3


def test_the_colours_are_a_style_sheet_for_everybody(given, client):
    with given() as make:
        make.neighbourhood(slug="rozen", brand_colour="#123456", accent_colour="#b24a26")
    answer = client.get("/wijk/rozen/theme.css")
    assert answer.mimetype == "text/css"
    assert "--rg-brand: #123456;" in answer.text
    assert "--rg-brand-ink: #ffffff;" in answer.text
    assert answer.cache_control.public
    assert client.get("/wijk/onbekend/theme.css").status_code == 404


def test_another_municipality_is_not_found(given, lead):
    with given() as make:
        other = make.neighbourhood(municipality_id=make.municipality().id).id
    for url in (f"/wijken/{other}", f"/wijken/{other}/adressen"):
        assert lead.get(url).status_code == 404
        assert lead.post(url, data=FORM).status_code == 404


def test_a_lead_of_one_neighbourhood_sees_only_that_one(given, client_of, place):
    with given() as make:
        mine = make.neighbourhood(name="Mijn wijk").id
        person = make.member(Role.LEAD, neighbourhood_id=mine).id
    lead = client_of(person)
    page = lead.page("/wijken")
    assert page.says("Mijn wijk")
    assert not page.says("Lindewijk")
    assert lead.get(f"/wijken/{place}").status_code == 404
    for url in (f"/wijken/{place}", f"/wijken/{place}/adressen"):
        lead.send(url, {**FORM, "rows": LIST}, status=404)
    assert lead.get("/wijken/nieuw").status_code == 403


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CONTRACTOR, Role.ALDERMAN])
def test_only_leads_manage_neighbourhoods(client_as, role):
    assert client_as(role).get("/wijken").status_code == 403
