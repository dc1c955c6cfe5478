"""Rules come in dated, with their source, and are switched on only when the examples come out."""

from datetime import date

import pytest

from renogroep.base.errors import Refused
from renogroep.financing import actions, queries
from renogroep.financing.actions import people
from renogroep.financing.rules.versions import TABLES
from renogroep.infra.acts import TICK, By
from tests.support.make import TODAY


@pytest.fixture
def seeded(session, make):
    actions.seed_rules(session, make.home.id, by=TICK)
    return make.home.id


def test_the_rules_of_the_product_are_all_there_and_on(session, seeded):
    rows = queries.active_versions(session, seeded)
    assert {row.kind for row in rows} == set(TABLES)
    assert all(row.source and row.activated_at for row in rows)
    assert queries.failing(session, seeded) == []


def test_seeding_twice_adds_nothing(session, seeded):
    before = len(queries.versions(session, seeded))
    assert actions.seed_rules(session, seeded, by=TICK) == 0
    assert len(queries.versions(session, seeded)) == before


@pytest.mark.parametrize(
    "on, label",
    [
        (date(2026, 2, 28), "mvp_2025_4cat"),
        (date(2026, 3, 1), "mvp_2026"),
        (TODAY, "mvp_2026"),
        (date(2022, 8, 1), None),
        (date(2020, 1, 1), None),
    ],
)
def test_the_version_of_a_day(session, seeded, on, label):
    row = queries.current_version(session, seeded, "premium", on)
    assert (row.label if row else None) == label


def test_a_cost_card_gets_the_rules_of_its_day(session, seeded):
    rules = queries.card_rules(session, seeded, TODAY)
    assert (rules.premium.label, rules.vat.label) == ("mvp_2026", "vat_2025")
    assert queries.card_rules(session, seeded, date(2020, 1, 1)).premium is None


def copy(session, row, **given):
    values = {
        "label": "proef",
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "table": row.table,
    }
    values |= given
    return actions.add_version(
        session,
        municipality_id=row.municipality_id,
        kind=row.kind,
        source="raadsbesluit",
        confidence="high",
        review_on=None,
        by=TICK,
        **values,
    )


def lowered(table):
    rules = [{**rule, "percent": rule["percent"] and "10"} for rule in table["rules"]]
    return {**table, "rules": rules}


def test_a_table_with_other_amounts_is_refused_and_named(session, seeded):
    now = queries.current_version(session, seeded, "premium", TODAY)
    wrong = copy(session, now, table=lowered(now.table))
    with pytest.raises(Refused) as refused:
        actions.activate(session, wrong, by=TICK)
    assert refused.value.code == "rules.personas"
    assert "premium" in str(refused.value)
    assert (wrong.state, now.state) == ("draft", "active")


def test_a_good_version_replaces_the_one_of_the_same_day(session, make, seeded):
    now = queries.current_version(session, seeded, "premium", TODAY)
    actor = make.person().id
    good = copy(session, now)
    assert queries.current_version(session, seeded, "premium", TODAY) is now
    actions.activate(session, good, by=By(actor))
    assert (good.state, now.state, good.activated_by) == ("active", "retired", actor)
    assert queries.current_version(session, seeded, "premium", TODAY) is good


def test_a_version_is_switched_on_once(session, seeded):
    with pytest.raises(Refused) as refused:
        actions.activate(session, queries.active_versions(session, seeded)[0], by=TICK)
    assert refused.value.code == "rules.active"


def test_only_a_version_that_is_on_is_switched_off(session, seeded):
    draft = copy(session, queries.current_version(session, seeded, "vat", TODAY))
    with pytest.raises(Refused) as refused:
        actions.retire(session, draft, by=TICK)
    assert (refused.value.code, draft.state) == ("rules.not_active", "draft")


def test_a_version_of_one_name_is_added_once(session, seeded):
    row = queries.active_versions(session, seeded, "vat")[0]
    assert copy(session, row, label=row.label) is row


def test_rules_of_another_room_are_kept_as_they_come(session, make):
    row = actions.add_version(
        session,
        municipality_id=make.home.id,
        kind="can_will",
        label="2026",
        valid_from=TODAY,
        valid_until=None,
        source="ROUTING",
        confidence="high",
        review_on=None,
        table={"questions": [{"number": 1}]},
        by=TICK,
    )
    actions.activate(session, row, by=TICK)
    found = queries.current_version(session, make.home.id, "can_will", TODAY)
    assert found.table == {"questions": [{"number": 1}]}


def test_rules_of_another_municipality_do_not_count(session, make, seeded):
    other = make.municipality().id
    assert queries.current_version(session, other, "vat", TODAY) is None


def test_who_wrote_and_switched_rules_on_can_be_shown_moved_and_forgotten(session, make, seeded):
    one, two = make.person(), make.person()
    row = queries.active_versions(session, seeded, "vat")[0]
    row.activated_by = row.proposed_by = row.author_id = one.id
    session.flush()
    people.repoint_person(session, one.id, two.id)
    told = people.export_person(session, two.id)
    assert set(told) == {"rules_written", "rules_proposed", "rules_switched_on", "cases_written"}
    assert told["rules_written"] == told["rules_switched_on"] == [f"vat {row.label}"]
    people.erase_person(session, two.id)
    session.refresh(row)
    assert (row.activated_by, row.proposed_by, row.author_id) == (None, None, None)
