"""Rules decide only when they are switched on, and only when the worked cases agree."""

import json
from datetime import date

import pytest

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing import actions, queries
from renogroep.financing.rules.cost_card import Household, Work, cost_card, rules_on


def test_seeding_twice_is_seeding_once(session, make):
    first = actions.seed_rules(session, make.home.id, actor_id=None)
    assert first > 0
    assert actions.seed_rules(session, make.home.id, actor_id=None) == 0
    assert len(queries.active_versions(session, make.home.id)) == first


def test_the_stored_rules_give_the_worked_example(session, make):
    actions.seed_rules(session, make.home.id, actor_id=None)
    on = date(2026, 11, 23)
    rules = rules_on(queries.money_rules(session, make.home.id), on)
    card = cost_card(
        rules,
        on=on,
        household=Household(build_year=1965, owner_kind="owner_occupier", category=4),
        works=[Work("wall_outside", Money.euros("8576.58"))],
    )
    assert card.line("bank").amount == Money.euros("9091.17")
    assert card.line("premium").amount == Money.euros("4288.29")
    assert card.line("own_share").amount == Money.euros("4802.88")


def test_a_version_that_changes_a_worked_case_is_refused(session, make):
    actions.seed_rules(session, make.home.id, actor_id=None)
    kept = queries.current_version(session, make.home.id, "vat", date(2026, 11, 23))
    table = {**kept.table}
    text = json.dumps(table).replace('"6"', '"7"').replace(": 6,", ": 7,")
    wrong = actions.add_version(
        session,
        municipality_id=make.home.id,
        kind="vat",
        label="vat-wrong",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        source="test",
        confidence="high",
        review_on=None,
        table=json.loads(text),
        actor_id=None,
    )
    with pytest.raises(Refused, match="rules.personas"):
        actions.activate(session, wrong, actor_id=None)
    assert wrong.state == "draft"


def test_no_version_counts_on_a_day_without_rules(session, make):
    actions.seed_rules(session, make.home.id, actor_id=None)
    assert queries.current_version(session, make.home.id, "premium", date(2019, 1, 1)) is None
