"""Who makes a version never switches it on; somebody else looks, and may send it back."""

import pytest
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.financing import actions, queries
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from tests.support.make import TODAY
from tests.support.make_rules import written


@pytest.fixture
def draft(make):
    actions.seed_rules(make.session, make.home.id, by=TICK)
    return written(make)


@pytest.fixture
def author(draft):
    return By(draft.author_id)


@pytest.fixture
def colleague(make):
    return By(make.member(Role.TEAM_LEAD).id)


def refused(code, work, *args, **given):
    with pytest.raises(Refused) as told:
        work(*args, **given)
    assert told.value.code == code


def test_a_colleague_switches_on_what_was_proposed(session, draft, author, colleague):
    refused("rules.wrong_state", actions.activate, session, draft, by=colleague)
    actions.propose(session, draft, by=author)
    assert (draft.state, draft.proposed_by) == ("proposed", author.actor_id)
    actions.activate(session, draft, by=colleague)
    assert (draft.state, draft.activated_by) == ("active", colleague.actor_id)
    assert queries.current_version(session, draft.municipality_id, "periods", TODAY) is draft


def test_nobody_approves_the_own_version_in_any_state(session, draft, author, colleague):
    refused("rules.own", actions.activate, session, draft, by=author)
    actions.propose(session, draft, by=author)
    refused("rules.own", actions.activate, session, draft, by=author)
    actions.activate(session, draft, by=colleague)
    actions.retire(session, draft, by=author)
    refused("rules.own", actions.activate, session, draft, by=author)
    assert draft.state == "retired"


def test_the_system_approves_nothing_that_somebody_wrote(session, draft, author):
    actions.propose(session, draft, by=author)
    refused("rules.own", actions.activate, session, draft, by=TICK)


def test_only_its_author_proposes_a_version_and_once(session, draft, author, colleague):
    refused("rules.not_yours", actions.propose, session, draft, by=colleague)
    actions.propose(session, draft, by=author)
    refused("rules.wrong_state", actions.propose, session, draft, by=author)


def test_sent_back_with_a_reason(session, draft, author, colleague):
    refused("rules.wrong_state", actions.send_back, session, draft, reason="x", by=colleague)
    actions.propose(session, draft, by=author)
    refused("rules.no_reason", actions.send_back, session, draft, reason="", by=colleague)
    actions.send_back(session, draft, reason="Bron ontbreekt", by=colleague)
    assert (draft.state, draft.sent_back_reason) == ("sent_back", "Bron ontbreekt")
    refused("rules.wrong_state", actions.activate, session, draft, by=colleague)


def test_an_older_page_proposes_nothing(session, draft, author):
    with pytest.raises(StaleDataError):
        actions.propose(session, draft, by=By(author.actor_id, seen=draft.version + 1))


def test_what_comes_with_the_product_needs_no_second_person(session, make, draft, colleague):
    shipped = queries.active_versions(session, make.home.id, "periods")[0]
    actions.retire(session, shipped, by=colleague)
    actions.activate(session, shipped, by=colleague)
    assert shipped.state == "active"
    refused("rules.not_yours", actions.propose, session, shipped, by=colleague)
