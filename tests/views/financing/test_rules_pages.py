"""The lead reads which rules hold and switches a version on."""

import re

import pytest

from renogroep.financing import actions, queries
from renogroep.financing.models import RuleVersion
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import db
from tests.support.make import TODAY
from tests.support.make_rules import written

OUR_NOTES = re.compile(r"\bbron \d|opzoeking|index id|LOW: verify|VERIFY\b")


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def drafts(given):
    """Ids of a good copy of the premium rules and of one with other amounts."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        now = queries.current_version(make.session, make.home.id, "premium", TODAY)
        rules = [{**r, "percent": r["percent"] and "10"} for r in now.table["rules"]]
        return [
            added(make, make.home.id, "premium", label, now.valid_from, table).id
            for label, table in (("goed", now.table), ("fout", {**now.table, "rules": rules}))
        ]


def added(make, municipality_id, kind, label, valid_from, table):
    return actions.add_version(
        make.session,
        municipality_id=municipality_id,
        kind=kind,
        label=label,
        valid_from=valid_from,
        valid_until=None,
        source="raad",
        confidence="low",
        review_on=None,
        table=table,
        by=TICK,
    )


def state(app, id):
    with app.app_context():
        return db.session.get(RuleVersion, id).state


def test_without_rules_the_page_says_whom_to_ask(lead):
    assert lead.page("/regels").select_one(".empty-state")


def test_every_version_with_its_source_and_what_holds_today(lead, drafts):
    page = lead.page("/regels")
    row = page.find("a", string="mvp_2026").find_parent("tr")
    assert "vlaanderen.be" in row.text
    assert row.select_one(".tag--good")
    assert page.find("a", string="mvp_2024").find_parent("tr").select(".tag--good") == []
    assert page.select_one(".note--good")


def test_each_kind_of_table_is_readable(app, given, lead, drafts):
    with given() as make:
        ids = [row.id for row in queries.active_versions(make.session, make.home.id)]
    for id in ids:
        page = lead.page(f"/regels/{id}")
        assert page.select("table tbody tr")
        assert "_cents" not in page.select_one("main").text
    with given() as make:
        premium = queries.current_version(make.session, make.home.id, "premium", TODAY).id
    assert lead.page(f"/regels/{premium}").says("5.000,00")


def test_a_table_of_another_room_is_readable_too(given, lead):
    with given() as make:
        table = {
            "nights": 14,
            "answers": [{"code": "a", "ok": True, "words": ["x", "y"]}],
            "m": {"k": 1},
        }
        id = added(make, make.home.id, "other", "x", TODAY, table).id
    page = lead.page(f"/regels/{id}")
    assert page.says("x, y")
    assert page.says("14")
    lead.page("/regels")


def test_a_good_version_is_switched_on(app, lead, drafts):
    values = lead.page(f"/regels/{drafts[0]}").values()
    lead.send(f"/regels/{drafts[0]}/aanzetten", values)
    assert state(app, drafts[0]) == "active"
    lead.send(f"/regels/{drafts[0]}/aanzetten", values, status=409)


def test_a_version_with_other_amounts_is_refused_with_the_list(app, lead, drafts):
    values = lead.page(f"/regels/{drafts[1]}").values()
    page = lead.send(f"/regels/{drafts[1]}/aanzetten", values, status=422)
    assert page.select_one(".refusal")
    assert page.select(".note--warn li")
    assert state(app, drafts[1]) == "draft"


def test_another_municipality_is_not_found(given, lead):
    with given() as make:
        other = make.municipality().id
        id = added(make, other, "vat", "x", TODAY, {"rules": []}).id
    assert lead.get(f"/regels/{id}").status_code == 404
    assert lead.post(f"/regels/{id}/aanzetten").status_code == 404
    assert lead.post(f"/regels/{id}/uit").status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.ALDERMAN, Role.CONTRACTOR])
def test_who_does_not_manage_rules(client_as, role):
    assert client_as(role).get("/regels").status_code == 403


@pytest.fixture
def proposed(given):
    """Id of a version that a lead proposed, and the ids of its author and of a colleague."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        row = written(make)
        actions.propose(make.session, row, by=By(row.author_id))
        return row.id, row.author_id, make.member(Role.TEAM_LEAD).id


def test_the_author_reads_that_somebody_else_looks(client_of, proposed):
    id, author, _ = proposed
    page = client_of(author).page(f"/regels/{id}")
    assert page.says("Een collega")
    assert not page.select(f"form[action$='/regels/{id}/aanzetten']")
    values = {"version": "1"}
    client_of(author).send(f"/regels/{id}/aanzetten", values, status=409)


def test_a_colleague_switches_it_on(client_of, proposed):
    id, _author, colleague = proposed
    client = client_of(colleague)
    values = client.page(f"/regels/{id}").values()
    client.send(f"/regels/{id}/aanzetten", values)
    assert client.page(f"/regels/{id}").says("Staat aan")
    fresh = client.page(f"/regels/{id}").values()
    assert client.send(f"/regels/{id}/aanzetten", fresh, status=422).says("staat al aan")


def test_sent_back_with_words_beside_the_field(client_of, proposed):
    id, author, colleague = proposed
    client = client_of(colleague)
    values = client.page(f"/regels/{id}").values()
    page = client.send(f"/regels/{id}/terug", {**values, "reason": ""}, status=422)
    assert page.select_one(".field--error textarea[name=reason]")
    client.send(f"/regels/{id}/terug", {**values, "reason": "De bron ontbreekt"})
    assert client_of(author).page(f"/regels/{id}").says("De bron ontbreekt")


def test_a_version_is_tried_before_it_is_proposed(given, client_as):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        vat, income = (written(make, kind).id for kind in ("vat", "income"))
    lead = client_as(Role.LEAD)
    assert lead.page(f"/regels/{vat}").select_one(f"a[href='/regels/{vat}/proberen']")
    assert lead.page(f"/regels/{vat}/proberen").says("Kaarten die veranderen")
    assert lead.page(f"/regels/{income}/proberen").select_one(".note")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("limits", "lijst voor de publicatie"), ("reference_price", "prijsidee")],
)
def test_a_rule_that_stands_on_no_card_says_who_reads_it(given, client_as, kind, words):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        id = written(make, kind).id
    lead = client_as(Role.LEAD)
    page = lead.page(f"/regels/{id}")
    assert page.says(words)
    assert not page.select_one(f"a[href='/regels/{id}/proberen']")
    assert lead.page(f"/regels/{id}/proberen").says(words)


def test_no_page_of_a_rule_shows_what_we_noted_while_looking_it_up(given, client_as):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        ids = [row.id for row in queries.versions(make.session, make.home.id)]
    lead = client_as(Role.LEAD)
    for address in ("/regels", *(f"/regels/{id}" for id in ids)):
        page = lead.page(address)
        assert not OUR_NOTES.findall(page.select_one("main").text), address
        sources = [link["href"] for link in page.select("main a[rel=noreferrer]")]
        assert sources, address
        assert all(one.startswith("https://") for one in sources)
