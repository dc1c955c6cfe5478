"""A lead makes a package, fills it, and publishes it when the checklist is complete."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from renogroep.base.units import Quantity
from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.tenders.models import Criterion, Lot, Package, Post, Scenario
from tests.support.make import FACADE_POSTS, NOW, TODAY

DATES = {
    "interest_deadline": (TODAY + timedelta(days=30)).isoformat(),
    "quote_deadline": f"{(TODAY + timedelta(days=60)).isoformat()}T12:00",
    "order_deadline": (TODAY + timedelta(days=120)).isoformat(),
    "freeze_on": (TODAY + timedelta(days=140)).isoformat(),
}


# As in the factory, with the scaffold as the lump sum that the checklist asks for.
POSTS = (
    *FACADE_POSTS[:3],
    ("02.01", "Plaatsen en wegnemen stelling", "TP", "forfait", "run", "run", "1"),
    FACADE_POSTS[4],
)


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def draft(given):
    """A draft in procurement with one lot: ids of package and lot."""
    with given() as make:
        package = make.package("procurement", "draft", own_submission=True, lots=0)
        return package.id, make.lot(package, posts=POSTS).id


def one(app, kind, **where):
    with app.app_context():
        return db.session.scalars(select(kind).filter_by(**where)).one()


def count(app, kind):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind))


@pytest.mark.parametrize("mode", ["procurement", "group_quotes"])
def test_from_the_template_to_publication(app, given, lead, mode):
    with given() as make:
        place = make.neighbourhood().id
    form = {"neighbourhood_id": place, "mode": mode, "title": "Gevels", "start": "template"}
    lead.send("/pakketten/nieuw", form)
    package = one(app, Package)
    assert (package.state, package.reference) == ("draft", "gevels")
    assert count(app, Post) >= 25
    url = f"/pakketten/{package.id}"
    page = lead.page(f"{url}/gegevens")
    more = {"legal_form": "open", "max_value": "450.000", "own_submission": "import"}
    more["ends_on"] = (TODAY + timedelta(days=700)).isoformat()
    if mode == "group_quotes":
        more = {}
    lead.send(f"{url}/gegevens", {**page.values(), **DATES, "summary": "Samen isoleren.", **more})
    page = lead.page(f"{url}/controle")
    assert page.select(".steps__item--now") == []
    lead.send(f"{url}/publiceren", page.values())
    assert one(app, Package).state == "published"


def test_an_empty_package_cannot_be_published_and_says_what_is_missing(app, given, lead):
    with given() as make:
        place = make.neighbourhood().id
    form = {"neighbourhood_id": place, "mode": "procurement", "title": "Leeg", "start": "empty"}
    lead.send("/pakketten/nieuw", form)
    id = one(app, Package).id
    page = lead.send(f"/pakketten/{id}/publiceren", status=422)
    assert page.select_one(".refusal")
    left = {a["href"] for a in page.select("#checks .steps__item--now a")}
    assert f"/pakketten/{id}/gegevens" in left
    assert f"/pakketten/{id}/criteria" in left
    assert f"/pakketten/{id}/percelen/nieuw" in left
    assert one(app, Package).state == "draft"


def test_the_checklist_leads_to_the_bill_of_the_lot_that_is_wrong(app, given, lead, draft):
    id, _ = draft
    with given() as make:
        wrong = make.lot(make.session.get(Package, id), number=2, posts=()).id
    page = lead.page(f"/pakketten/{id}/controle")
    assert page.select_one(f"#checks a[href='/pakketten/{id}/percelen/{wrong}/meetstaat']")


def test_what_must_be_chosen_for_a_new_package(given, lead):
    with given() as make:
        make.neighbourhood()
    page = lead.send("/pakketten/nieuw", {"title": "x" * 5000}, status=422)
    assert page.select_one(".error-summary a[href='#title']")
    assert page.select_one(".error-summary a[href='#mode-0']")


def test_without_a_neighbourhood_there_is_a_way_on(lead):
    assert lead.page("/pakketten/nieuw").select_one(".empty-state a[href='/wijken']")


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"min_group": "0"}, "min_group"),
        ({"freeze_on": "morgen"}, "freeze_on"),
        ({"quote_deadline": "2026-13-01T10:00"}, "quote_deadline"),
        ({"max_value": "veel"}, "max_value"),
        ({"max_value": "-5"}, "max_value"),
        ({"title": " "}, "title"),
    ],
)
def test_details_that_cannot_be_read_are_refused_and_stay(lead, draft, wrong, field):
    url = f"/pakketten/{draft[0]}/gegevens"
    page = lead.send(url, {**lead.page(url).values(), **wrong}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")
    if field == "max_value":
        assert page.select_one("#max_value")["value"] == wrong["max_value"]


def test_details_show_what_is_stored(lead, draft):
    values = lead.page(f"/pakketten/{draft[0]}/gegevens").values()
    assert values["max_value"] == "29000,00"
    assert values["own_submission"] == "own"
    assert values["quote_deadline"].endswith("12:00")


def test_who_was_second_with_the_details_is_told_so(lead, draft):
    url = f"/pakketten/{draft[0]}/gegevens"
    old = lead.page(url).values()
    lead.send(url, {**old, "title": "Eerste"})
    page = lead.send(url, {**old, "title": "Tweede"}, status=409)
    assert page.values()["title"] == "Tweede"


def test_a_published_package_keeps_its_dates_but_words_may_be_corrected(app, given, lead):
    with given() as make:
        id = make.package("procurement").id
    before = one(app, Package)
    url = f"/pakketten/{id}/gegevens"
    values = lead.page(url).values()
    assert "freeze_on" not in values
    lead.send(url, {**values, **DATES, "freeze_on": "2030-01-01", "title": "Beter"})
    after = one(app, Package)
    assert (after.title, after.freeze_on) == ("Beter", before.freeze_on)


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


def test_a_lot_gets_the_next_number_and_bands_that_join(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/nieuw"
    lead.send(url, {**lead.page(url).values(), **LOT})
    with app.app_context():
        lot = db.session.scalars(select(Lot).filter_by(number=2)).one()
        assert [(b.from_homes, b.to_homes) for b in lot.bands] == [(6, 8), (9, None)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_homes": "5"},
        {"bands": "9, 6"},
        {"bands": "veel"},
        {"measure": "zwembad"},
        {"min_to_execute": "1.5"},
        {"pay_days": "0"},
        {"pay_days": "121"},
        {"advance_percent": "16"},
        {"advance_percent": "-1"},
        {"advance_percent": ""},
        {"title": ""},
    ],
)
def test_a_lot_that_cannot_be_is_refused(app, lead, draft, wrong):
    url = f"/pakketten/{draft[0]}/percelen/nieuw"
    page = lead.send(url, {**lead.page(url).values(), **LOT, **wrong}, status=422)
    assert page.select_one(".error-summary, .refusal")
    assert count(app, Lot) == 1


def test_a_lot_is_changed_and_removed(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}"
    values = lead.page(url).values()
    assert values["bands"] == "1, 9"
    lead.send(url, {**values, "max_homes": "30"})
    assert one(app, Lot).max_homes == 30
    lead.send(url, {**values, "max_homes": "31"}, status=409)
    lead.send(f"{url}/verwijderen")
    assert count(app, Lot) == count(app, Post) == 0


POST = {
    "number": "01.04",
    "description": "Hoekprofielen",
    "nature": "VH",
    "unit": "lm",
    "scope": "home",
    "source": "corner_lm",
    "presumed": "7,5",
}


def test_a_post_is_added_in_the_order_of_its_number(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    lead.send(f"{url}/nieuw", POST)
    page = lead.page(url)
    numbers = [row.th.text for row in page.select("#bill tbody tr")]
    assert numbers == ["01.01", "01.02", "01.03", "01.04", "02.01", "02.02"]
    assert one(app, Post, number="01.04").presumed == Quantity.of("7.5")


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"unit": "m²"}, "m²"),
        ({"number": "één"}, "één"),
        ({"number": "01.01"}, "01.01"),
        ({"presumed": "veel"}, "veel"),
        ({"presumed": ""}, ""),
        ({"nature": "XX"}, ""),
        ({"description": "x" * 501}, ""),
    ],
)
def test_a_post_that_cannot_be_is_refused_in_words(app, lead, draft, wrong, words):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat/nieuw"
    page = lead.send(url, {**POST, **wrong}, status=422)
    assert words in page.select_one(".error-summary, .refusal").text
    assert count(app, Post) == 5


def test_a_post_is_changed_and_removed(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    post = one(app, Post, number="01.02")
    values = lead.page(f"{url}/{post.id}").values()
    lead.send(f"{url}/{post.id}", {**values, "number": "03.01"})
    assert lead.page(url).select("#bill tbody th")[-1].text == "03.01"
    lead.send(f"{url}/{post.id}", {**values, "number": "04.01"}, status=409)
    lead.send(f"{url}/{post.id}/verwijderen")
    assert count(app, Post) == 4


def test_a_bill_is_replaced_by_a_file(lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    page = upload(lead, url, b"", name="", status=422)
    assert "geen bestand gekozen" in page.get_text()


def upload(lead, url, data, name="meetstaat.csv", status=303):
    sent = {**lead.page(url).values(), "file": (io.BytesIO(data), name)}
    return lead.send(url, sent, status=status, content_type="multipart/form-data")


def test_the_bill_that_we_give_reads_back_as_the_same_bill(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    before = [row.get_text(" ", strip=True) for row in lead.page(url).select("#bill tbody tr")]
    upload(lead, url, lead.get(f"{url}.csv").data)
    after = [row.get_text(" ", strip=True) for row in lead.page(url).select("#bill tbody tr")]
    assert after == before


def test_the_bill_goes_through_a_spreadsheet_and_comes_back_the_same(app, given, lead, draft):
    with given() as make:
        first = make.session.scalars(select(Post).order_by(Post.id)).first()
        first.description = "- gevel: =1+1, en 2/3 van de plint"
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    before = [row.get_text(" ", strip=True) for row in lead.page(url).select("#bill tbody tr")]
    book = load_workbook(io.BytesIO(lead.get(f"{url}.xlsx").data))
    sheet = book.worksheets[0]
    assert [cell.number_format for cell in sheet[2]][:6] == ["@"] * 6
    assert sheet.column_dimensions["A"].number_format == "@"  # of rows that are added below
    out = io.BytesIO()
    book.save(out)
    upload(lead, url, out.getvalue(), "meetstaat.xlsx")
    after = [row.get_text(" ", strip=True) for row in lead.page(url).select("#bill tbody tr")]
    assert after == before


def test_mistakes_in_a_spreadsheet_name_their_cells(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    book = load_workbook(io.BytesIO(lead.get(f"{url}.xlsx").data))
    sheet = book.worksheets[0]
    sheet["A2"], sheet["D3"], sheet["G4"] = date(2027, 2, 1), "kilometer", "=1/0"
    out = io.BytesIO()
    book.save(out)
    page = upload(lead, url, out.getvalue(), "meetstaat.xlsx", status=422)
    said = [line.get_text(" ", strip=True) for line in page.select(".error-summary li")]
    assert [line.split(":")[0] for line in said] == ["Cel A2", "Cel D3", "Cel G4"]
    assert count(app, Post) == 5


def test_all_mistakes_of_a_bill_at_once_and_nothing_changed(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    bad = (
        "nummer;omschrijving;aard;eenheid;bereik;bron;vermoedelijk\n"
        "01.01;Gevel;ZZ;m²;woning;facade_m2;60\n"
        "01.02;Dorpel;VH;kilometer;woning;sill_lm;#DIV/0!\n"
        "01.03;Stelling;VH;m²;straat;facade_m2;60\n"
    )
    page = upload(lead, url, bad.encode(), status=422)
    text = page.select_one(".error-summary").text
    assert all(words in text for words in ("ZZ", "kilometer", "#DIV/0!", "straat"))
    assert len(page.select(".error-summary li")) == 4
    assert count(app, Post) == 5


def test_mistakes_between_posts_name_the_row(app, lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    bad = (
        "nummer;omschrijving;aard;eenheid;bereik;bron;vermoedelijk\n"
        "01.01;Gevel;VH;m²;woning;facade_m2;60\n"
        "01.01;Gevel;VH;m²;woning;facade_m2;60\n"
    )
    page = upload(lead, url, bad.encode(), status=422)
    assert "3" in page.select_one(".error-summary li").text
    assert count(app, Post) == 5


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(50), b"a;b\n1;2\n", b"PK\x03\x04zzz"]
)
def test_a_file_that_is_no_bill_is_refused(app, lead, draft, data):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    assert upload(lead, url, data, status=422).select_one(".refusal, .error-summary")
    assert count(app, Post) == 5


def test_a_bill_that_changed_meanwhile_is_not_overwritten(lead, draft):
    url = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat"
    data = lead.get(f"{url}.csv").data
    old = lead.page(url).values()
    lead.send(f"{url}/nieuw", POST)
    sent = {**old, "file": (io.BytesIO(data), "m.csv")}
    page = lead.send(url, sent, status=409, content_type="multipart/form-data")
    assert page.values()["checksum"] == lead.page(url).values()["checksum"] != old["checksum"]


def test_a_published_bill_and_its_lots_are_locked(app, given, lead):
    with given() as make:
        package = make.package("procurement")
        id, lot, post = package.id, package.lots[0].id, package.lots[0].posts[0].id
    lot_url = f"/pakketten/{id}/percelen/{lot}"
    bill = f"{lot_url}/meetstaat"
    with_csv = {"file": (io.BytesIO(lead.get(f"{bill}.csv").data), "m.csv")}
    with_csv["checksum"] = "x"
    lead.send(f"{bill}/nieuw", POST, status=422)
    lead.send(f"{bill}/{post}/verwijderen", status=422)
    values = lead.page(f"{bill}/{post}").values()
    lead.send(f"{bill}/{post}", {**values, "description": "Anders"}, status=422)
    lead.send(lot_url, {**lead.page(lot_url).values(), "max_homes": "50"}, status=422)
    lead.send(f"{lot_url}/verwijderen", status=422)
    new = f"/pakketten/{id}/percelen/nieuw"
    lead.send(new, {**lead.page(new).values(), **LOT}, status=422)
    assert (count(app, Post), count(app, Lot), one(app, Lot).max_homes) == (5, 1, 12)
    assert lead.page(bill).select_one("form[enctype]") is None


def criteria_values(lead, id):
    return lead.page(f"/pakketten/{id}/criteria").values()


def test_criteria_and_scenarios_are_kept_together(app, lead, draft):
    values = criteria_values(lead, draft[0])
    assert (values["price_weight"], values["others-0-title"]) == ("60", "Plan van aanpak")
    values |= {"price_weight": "50", "others-1-title": "Waarborg", "others-1-weight": "10"}
    lead.send(f"/pakketten/{draft[0]}/criteria", values)
    with app.app_context():
        rows = db.session.scalars(select(Criterion).order_by(Criterion.position)).all()
        assert [(c.code, c.weight) for c in rows] == [
            ("price", 50),
            ("plan", 40),
            ("warranty", 10),
        ]
    assert count(app, Scenario) == 2


def test_two_criteria_may_begin_with_the_same_word(app, lead, draft):
    values = criteria_values(lead, draft[0])
    values |= {"price_weight": "50", "others-1-title": "Plan voor hinder", "others-1-weight": "10"}
    lead.send(f"/pakketten/{draft[0]}/criteria", values)
    assert count(app, Criterion) == 3
    twice = {**criteria_values(lead, draft[0]), "others-1-title": "Plan van Aanpak"}
    page = lead.send(f"/pakketten/{draft[0]}/criteria", twice, status=422)
    assert page.select_one(".error-summary li")


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_weight": "70"},
        {"price_weight": "veel"},
        {"others-0-weight": "-3"},
        {"formula": "absolute"},
        {"scenarios-0-homes": "400"},
        {"scenarios-0-weight": "60"},
    ],
)
def test_criteria_that_do_not_add_up_are_refused(app, lead, draft, wrong):
    values = {**criteria_values(lead, draft[0]), **wrong}
    page = lead.send(f"/pakketten/{draft[0]}/criteria", values, status=422)
    assert page.select_one(".error-summary li")
    assert one(app, Criterion, code="price").weight == 60


def test_criteria_cannot_change_once_published(app, given, lead, draft):
    values = criteria_values(lead, draft[0])
    with given() as make:
        package = make.session.get(Package, draft[0])
        package.published_at, package.state = NOW, "published"
    page = lead.page(f"/pakketten/{draft[0]}/criteria")
    assert page.select_one("main form") is None
    version = one(app, Package).version
    lead.send(f"/pakketten/{draft[0]}/criteria", values, status=409)
    fresh = {**values, "version": version}
    page = lead.send(f"/pakketten/{draft[0]}/criteria", fresh, status=422)
    assert page.select_one(".refusal")


def test_group_quotes_have_no_award_criteria(given, lead):
    with given() as make:
        id = make.package("group_quotes", "draft").id
    assert lead.get(f"/pakketten/{id}/criteria").status_code == 404


def test_the_preview_speaks_three_languages(given, lead):
    with given() as make:
        id = make.package(state="draft", title="Gevels", title_fr="Façades").id
    assert lead.page(f"/pakketten/{id}/voorbeeld").heading == "Gevels"
    assert lead.page(f"/pakketten/{id}/voorbeeld?taal=fr").heading == "Façades"
    assert lead.page(f"/pakketten/{id}/voorbeeld?taal=xx").heading == "Gevels"


PAGES = ("gegevens", "controle", "voorbeeld", "criteria", "percelen/nieuw")


@pytest.mark.parametrize("page", PAGES)
def test_another_municipality_finds_nothing(given, lead, page):
    with given() as make:
        other = make.municipality()
        id = make.package(
            "procurement", neighbourhood=make.neighbourhood(municipality_id=other.id)
        ).id
    assert lead.get(f"/pakketten/{id}/{page}").status_code == 404


def test_a_lot_of_another_package_is_not_found(given, lead, draft):
    with given() as make:
        other = make.package("procurement", "draft")
        lot, post = other.lots[0].id, other.lots[0].posts[0].id
    for url in (f"percelen/{lot}", f"percelen/{lot}/meetstaat"):
        assert lead.get(f"/pakketten/{draft[0]}/{url}").status_code == 404
    mine = f"/pakketten/{draft[0]}/percelen/{draft[1]}/meetstaat/{post}"
    assert lead.get(mine).status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CONTRACTOR, Role.ALDERMAN, Role.ASSESSOR])
def test_only_leads_change_packages(client_as, draft, role):
    client = client_as(role)
    assert client.get(f"/pakketten/{draft[0]}/gegevens").status_code == 403
    assert client.post(f"/pakketten/{draft[0]}/publiceren").status_code == 403


@pytest.mark.parametrize(
    ("path", "twice"),
    [("percelen/{lot}/verwijderen", 404), ("percelen/{lot}/meetstaat/{post}/verwijderen", 404)],
)
def test_what_was_removed_is_gone_at_the_second_click(app, lead, draft, path, twice):
    post = one(app, Post, number="01.02").id
    url = f"/pakketten/{draft[0]}/{path.format(lot=draft[1], post=post)}"
    lead.send(url)
    lead.send(url, status=twice)


ACTS = (
    "gegevens",
    "criteria",
    "publiceren",
    "percelen/nieuw",
    "percelen/{lot}",
    "percelen/{lot}/verwijderen",
    "percelen/{lot}/meetstaat",
    "percelen/{lot}/meetstaat/nieuw",
    "percelen/{lot}/meetstaat/{post}",
    "percelen/{lot}/meetstaat/{post}/verwijderen",
)


@pytest.mark.parametrize("act", ACTS)
def test_a_lead_of_another_neighbourhood_changes_nothing(app, given, client_of, draft, act):
    with given() as make:
        other = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
    post = one(app, Post, number="01.02").id
    url = f"/pakketten/{draft[0]}/{act.format(lot=draft[1], post=post)}"
    client_of(other).send(url, {**LOT, **POST}, status=404)


@pytest.mark.parametrize(
    "act", ["gegevens", "criteria", "publiceren", "percelen/nieuw", "percelen/{lot}"]
)
def test_a_form_without_a_version_changes_nothing(lead, draft, act):
    page = f"/pakketten/{draft[0]}/{act.format(lot=draft[1])}"
    form = f"/pakketten/{draft[0]}/controle" if act == "publiceren" else page
    sent = {**lead.page(form).values(), **(LOT if "percelen" in act else {}), "version": ""}
    lead.send(page, sent, status=409)
