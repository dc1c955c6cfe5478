"""Scores and decision in the browser, up to the start of the orders."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db
from renogroep.quotes.actions import finishing
from renogroep.quotes.models import Score
from renogroep.tenders.models import Lot
from tests.support.make_quotes import worked_example


@pytest.fixture
def made(given):
    with given() as make:
        example = worked_example(make, mode="procurement")
        finishing.finish_checks(make.session, example.lot, by=By(make.member(Role.LEAD).id))
        plan = next(c for c in example.package.criteria if c.code == "plan")
        return {
            "lot": example.lot.id,
            "plan": plan.id,
            **{firm: quote.id for firm, quote in example.quotes.items()},
        }


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def scores(made, **percents):
    data = {}
    for firm, percent in percents.items():
        key = f"{made[firm]}-{made['plan']}"
        data |= {
            f"percent-{key}": str(percent),
            f"reason-{key}": f"Bladzijde 3 van {firm}.",
            f"version-{key}": "0",
        }
    return data


@pytest.fixture
def scored(made, client_as):
    assessor = client_as(Role.ASSESSOR)
    url = f"/percelen/{made['lot']}/scores"
    assessor.send(url, {**assessor.page(url).values(), **scores(made, A=50, B=50, C=50)})
    return made


def test_two_assessors_at_once_the_second_gets_the_409_page(made, client_as, app):
    first, second = client_as(Role.ASSESSOR), client_as(Role.LEAD)
    url = f"/percelen/{made['lot']}/scores"
    form = second.page(url).values()
    first.send(url, {**first.page(url).values(), **scores(made, A=50)})
    page = second.send(url, {**form, **scores(made, A=100)}, status=409)
    assert page.says("Bladzijde 3 van A.")
    with app.app_context():
        assert [row.percent for row in db.session.scalars(select(Score))] == [50]


def decide(lead, made, firm, **more):
    data = {"winner": str(made[firm]), "motive": "B is de goedkoopste op de aangekondigde mix."}
    return lead.post(f"/percelen/{made['lot']}/beslissen", data={**data, **more})


def test_the_page_says_which_scores_are_missing(made, lead):
    page = lead.page(f"/percelen/{made['lot']}/beslissen")
    assert page.select("main form[method=post]") == []
    assert page.says("A: Plan van aanpak")


def test_a_score_without_evidence_keeps_what_was_typed(made, lead):
    data = scores(made, A=75, B=50)
    data[f"reason-{made['B']}-{made['plan']}"] = ""
    page = lead.send(f"/percelen/{made['lot']}/scores", data, status=422)
    assert page.values()[f"percent-{made['A']}-{made['plan']}"] == "75"
    empty = lead.page(f"/percelen/{made['lot']}/scores").values()
    assert empty[f"percent-{made['A']}-{made['plan']}"] == ""


def test_the_ranking_shows_scenarios_mix_and_points(scored, lead):
    page = lead.page(f"/percelen/{scored['lot']}/beslissen")
    first = page.select_one("#ranking tbody tr")
    words = " ".join(first.get_text(" ").split())
    assert words.startswith("B 1 ")
    for amount in ("65.102,80", "87.916,00", "76.509,40", "60,00", "20,00", "80,00"):
        assert amount in words


def test_b_is_decided_and_everything_stands_on_one_page(scored, lead, app):
    assert decide(lead, scored, "B").status_code == 302
    page = lead.page(f"/percelen/{scored['lot']}/beslissen")
    assert page.says("8 december 2026")
    assert page.says("76.509,40")
    with app.app_context():
        assert db.session.get(Lot, scored["lot"]).state == "standstill"
    answer = lead.get(f"/percelen/{scored['lot']}/beslissing.pdf")
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages)
    assert "76.509,40" in text
    assert "goedkoopste" in text


@pytest.mark.parametrize(
    ("firm", "more"), [("C", {}), ("B", {"motive": ""}), ("B", {"winner": "x"})]
)
def test_a_decision_that_cannot_be_is_refused_in_words(scored, lead, app, firm, more):
    answer = decide(lead, scored, firm, **more)
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.get(Lot, scored["lot"]).state == "checked"


def test_over_the_announced_value_the_page_says_so_and_asks_no_decision(scored, lead, app):
    with app.app_context():
        db.session.get(Lot, scored["lot"]).package.max_value = Money.euros(80_000)
        db.session.commit()
    page = lead.page(f"/percelen/{scored['lot']}/beslissen")
    assert page.says("87.916,00")
    assert page.says("80.000,00")
    assert not page.select("[name=motive]")
    assert decide(lead, scored, "B").status_code == 422


def test_orders_start_the_day_after_the_waiting_period(scored, lead, app):
    decide(lead, scored, "B")
    url = f"/percelen/{scored['lot']}/bestellen-starten"
    page = lead.send(url, status=422)
    assert page.says("8 december 2026")
    with clock.frozen_at(clock.at_local(date(2026, 12, 9))):
        assert lead.page(f"/percelen/{scored['lot']}/beslissen").select(f"form[action='{url}']")
        lead.send(url)
    with app.app_context():
        assert db.session.get(Lot, scored["lot"]).state == "ordering"


def test_an_assessor_scores_but_does_not_decide(scored, client_as):
    assessor = client_as(Role.ASSESSOR)
    for page in ("beslissen", "beslissing.pdf"):
        assert assessor.get(f"/percelen/{scored['lot']}/{page}").status_code == 403


def test_a_lot_in_group_mode_has_no_scores_and_no_decision(given, lead):
    with given() as make:
        lot = worked_example(make).lot.id
    assert lead.get(f"/percelen/{lot}/scores").status_code == 404
    assert lead.get(f"/percelen/{lot}/beslissen").status_code == 404
