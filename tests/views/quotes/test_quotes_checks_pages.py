"""Checks in the browser: corrections, questions one by one, quotes set aside."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db
from renogroep.quotes.actions import checking
from renogroep.quotes.models import Correction, PriceQuery, Quote
from renogroep.tenders.models import Lot
from tests.support.html import form_values
from tests.support.make import TODAY
from tests.support.make_quotes import answered, stated, worked_example


@pytest.fixture
def made(given):
    with given() as make:
        example = worked_example(make, mode="procurement")
        stated(example.quotes["A"], "01.02", "3000")
        answered(make, example.quotes["C"], "01.02", "price", "550", "550")
        return {"lot": example.lot.id, **{f: q.id for f, q in example.quotes.items()}}


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def finish(lead, made, **options):
    """Press "The checks are done" as it stands on the page."""
    form = lead.page(url(made)).select_one("form[action$='klaar']")
    return lead.send(form["action"], form_values(form), **options)


def url(made, rest=""):
    return f"/percelen/{made['lot']}/nazicht{rest}"


def test_a_wrong_total_is_corrected_from_its_finding(made, lead, app):
    page = lead.page(url(made))
    link = page.select_one(f"a[href='{url(made)}/{made['A']}/verbeteren?post=01.02']")
    assert link is not None
    form = lead.page(link["href"])
    lead.send(link["href"], {**form.values(), "kind": "total", "reason": "Eenheidsprijs telt."})
    with app.app_context():
        row = db.session.scalars(select(Correction)).one()
        assert (row.field, row.old, row.new) == ("stated_total", "3000.00", "3840.00")
    assert lead.page(url(made)).says("3000.00 → 3840.00")


@pytest.mark.parametrize("price", ["gratis", "", "-5", "1.250"])
def test_an_odd_unit_price_is_refused_in_words_and_stays_in_the_field(made, lead, price):
    link = f"{url(made)}/{made['C']}/verbeteren?post=01.02"
    data = {"kind": "price_1", "price": price, "reason": "Komma.", "legal_ground": "art. 34"}
    page = lead.send(link, {**lead.page(link).values(), **data}, status=422)
    assert page.select_one("[name=price]")["value"] == price
    assert page.select_one("[role=alert]")


def test_a_price_ten_times_too_high_is_asked_about_and_judged(made, lead, app):
    page = lead.page(url(made))
    form = page.select_one(f"form[action='{url(made)}/{made['C']}/bevragen']")
    assert form.select_one("[name=post]")["value"] == "01.02"
    lead.send(form["action"], {"post": "01.02"})
    finish(lead, made, status=422)
    with app.app_context():
        query = db.session.scalars(select(PriceQuery)).one()
        key = query.id
        assert query.facts == {"price": "550.0000", "median": "60"}
    link = url(made, f"/vragen/{key}")
    lead.send(link, {**lead.page(link).values(), "answer": "Een komma te ver."})
    verdict = lead.page(link).select("main form[method=post]")[1]
    version = verdict.select_one("[name=version]")["value"]
    data = {"verdict_form": "1", "verdict": "rejected", "version": version}
    lead.send(link, {**data, "reason": ""}, status=422)
    lead.send(link, {**data, "version": "0", "reason": "Fout."}, status=409)
    lead.send(link, {**data, "reason": "Prijs is een vergissing."})
    with app.app_context():
        assert db.session.get(Quote, made["C"]).state == "irregular"


def test_of_two_firms_with_one_name_the_right_price_is_kept_with_the_question(
    made, lead, app, given
):
    with given() as make:
        make.session.get(Quote, made["C"]).organisation.name = "A"
    lead.send(f"{url(made)}/{made['C']}/bevragen", {"post": "01.02"})
    with app.app_context():
        assert db.session.scalars(select(PriceQuery)).one().facts["price"] == "550.0000"


def test_checks_end_when_nothing_waits(made, lead, app):
    page = finish(lead, made, status=422)
    assert page.select_one("[role=alert]").get_text().find("A") >= 0
    link = f"{url(made)}/{made['A']}/verbeteren?post=01.02"
    data = {"kind": "total", "reason": "Eenheidsprijs telt.", "legal_ground": "art. 34"}
    lead.send(link, {**lead.page(link).values(), **data})
    finish(lead, made)
    with app.app_context():
        assert db.session.get(Lot, made["lot"]).state == "checked"


def test_set_aside_and_back(made, lead, app):
    link = f"{url(made)}/{made['B']}/regelmatigheid"
    form = lead.page(link).values()
    lead.send(link, {**form, "reason": ""}, status=422)
    lead.send(link, {**form, "reason": "Geen geldigheid."})
    assert lead.page(url(made)).says("Geen geldigheid.")
    page = lead.send(link, {**form, "reason": "Nog eens."}, status=409)
    assert page.says("Nog eens.")
    lead.send(link, {**form, "reason": "Geen geldigheid."})  # a second click
    again = lead.page(link).values()
    for _click in range(2):
        lead.send(link, again)
    with app.app_context():
        assert db.session.get(Quote, made["B"]).state == "opened"


def test_a_correction_from_an_older_page_gets_the_409_page(made, lead, app):
    first, second = (f"{url(made)}/{made['C']}/verbeteren?post={n}" for n in ("01.02", "01.03"))
    form = lead.page(second).values()
    data = {"kind": "price_2", "price": "9", "reason": "Komma.", "legal_ground": "art. 34"}
    lead.send(first, {**lead.page(first).values(), **data})
    page = lead.send(second, {**form, **data, "reason": "Ook hier."}, status=409)
    assert page.values()["reason"].strip() == "Ook hier."
    assert page.values()["version"] != form["version"]
    with app.app_context():
        assert [row.number for row in db.session.scalars(select(Correction))] == ["01.02"]


def test_a_short_validity_is_judged_from_its_finding(made, lead, app, given):
    with given() as make:
        make.session.get(Quote, made["B"]).valid_until = TODAY
    page = lead.page(url(made))
    link = page.select_one("a[href$='bevinding=validity_too_short']")["href"]
    form = lead.page(link)
    lead.send(link, {**form.values(), "reason": ""}, status=422)
    lead.send(link, {**form.values(), "reason": "De firma verlengde haar offerte."})
    assert lead.page(url(made)).says("De firma verlengde haar offerte.")
    assert lead.get(link).status_code == 404


def test_the_pages_stand_when_a_filled_post_has_no_price_to_go_by(made, lead, given):
    with given() as make:
        for firm in "BC":
            quote = make.session.get(Quote, made[firm])
            answered(make, quote, "02.02", "missing")
            checking.fill_post(
                make.session, quote, "02.02", reason="Vergeten.", legal_ground="86", by=By(1)
            )
    link = f"{url(made)}/{made['A']}/regelmatigheid"
    lead.send(link, {**lead.page(link).values(), "reason": "Verkeerde meetstaat."})
    assert lead.page(url(made)).says("02.02")
    assert lead.get(f"/percelen/{made['lot']}/beslissen").status_code == 200
    page = finish(lead, made, status=422)
    assert page.select_one("[role=alert]")


def test_an_assessor_reads_the_checks_but_changes_nothing(made, client_as):
    assessor = client_as(Role.ASSESSOR)
    assert assessor.page(url(made)).select("main form[method=post]") == []
    for rest in ("/klaar", f"/{made['A']}/bevragen", f"/{made['A']}/regelmatigheid"):
        assert assessor.post(url(made, rest)).status_code == 403


def test_a_quote_of_another_lot_is_not_there(made, lead, given):
    with given() as make:
        other = worked_example_elsewhere(make)
    assert lead.get(f"/percelen/{other}/nazicht/{made['A']}/regelmatigheid").status_code == 404


def worked_example_elsewhere(make):
    package = make.package(mode="procurement")
    return package.lots[0].id


def test_group_mode_says_strikingly_low_and_asks_nothing_by_law(given, lead):
    with given() as make:
        example = worked_example(make)
        answered(make, example.quotes["C"], "01.02", "price", "5", "5")
        lot = example.lot.id
    page = lead.page(f"/percelen/{lot}/nazicht")
    assert page.select("main form[method=post]") == []
    assert not page.says("KB Plaatsing")
