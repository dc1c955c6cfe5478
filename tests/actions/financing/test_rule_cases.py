"""A version is proposed when each of its cells is proved by a worked case, and not before."""

import pytest

from renogroep.base.errors import Refused
from renogroep.financing import actions
from renogroep.financing.actions.cases import add_cases, drop_case
from renogroep.financing.queries import cases as queries
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from tests.support.make_rules import looked_up, written


@pytest.fixture
def draft(make):
    actions.seed_rules(make.session, make.home.id, by=TICK)
    return written(make, "income")


@pytest.fixture
def author(draft):
    return By(draft.author_id)


def refused(code, work, *args, **given):
    with pytest.raises(Refused) as told:
        work(*args, **given)
    assert told.value.code == code
    return str(told.value.text)


def answered(session, row):
    return [looked_up(row, case) for case in queries.proposed_cases(session, row)]


def test_the_first_cell_that_nobody_would_notice_is_named(session, draft, author):
    said = refused("rules.unproven", actions.propose, session, draft, by=author)
    assert "row 2, 4 single, Income above" in said
    assert draft.state == "draft"


@pytest.mark.parametrize("kind", ["income", "vat", "loan", "limits", "reference_price"])
def test_with_the_answers_to_every_proposal_it_is_proposed(session, make, draft, kind):
    row = written(make, kind, label="bewezen")
    by = By(row.author_id)
    found = answered(session, row)
    if found:
        assert add_cases(session, row.municipality_id, found, by=by) == len(found)
    assert queries.unproven_cells(session, row) == ()
    actions.propose(session, row, by=by)
    actions.activate(session, row, by=By(make.member(Role.TEAM_LEAD).id))


@pytest.mark.parametrize("kind", ["limits", "reference_price"])
def test_a_limit_or_a_price_without_a_worked_case_is_not_proposed(session, make, draft, kind):
    row = written(make, kind, label="kaal")
    refused("rules.unproven", actions.propose, session, row, by=By(row.author_id))
    assert row.state == "draft"


def test_one_answer_less_and_the_cell_stands_open_again(session, make, draft, author):
    add_cases(session, draft.municipality_id, answered(session, draft), by=author)
    actions.propose(session, draft, by=author)
    for row in queries.own_cases(session, draft.municipality_id, "income")[:4]:
        drop_case(session, row, by=author)
        drop_case(session, row, by=author)  # twice is once
    colleague = By(make.member(Role.TEAM_LEAD).id)
    refused("rules.unproven", actions.activate, session, draft, by=colleague)


def test_a_case_with_another_answer_keeps_the_version_back(session, draft, author):
    case, *_ = answered(session, draft)
    wrong = type(case)(case.kind, case.data, {"category": "1"})
    add_cases(session, draft.municipality_id, [wrong], by=author)
    refused("rules.cases_differ", actions.propose, session, draft, by=author)


def test_the_same_case_again_is_one_and_another_answer_takes_its_place(session, draft, author):
    case, *_ = answered(session, draft)
    home = draft.municipality_id
    assert add_cases(session, home, [case], by=author) == 1
    assert add_cases(session, home, [case], by=author) == 0
    other = type(case)(case.kind, case.data, {"category": "1"})
    assert add_cases(session, home, [other], by=author) == 1
    (row,) = queries.own_cases(session, home, "income")
    assert (row.expected, row.author_id) == ({"category": "1"}, author.actor_id)
    refused("rules.no_case", add_cases, session, home, [], by=author)


def test_cases_of_another_municipality_prove_nothing_here(session, make, draft, author):
    there = make.municipality().id
    colleague = By(make.person(municipality_id=there).id)
    add_cases(session, there, answered(session, draft), by=colleague)
    refused("rules.unproven", actions.propose, session, draft, by=author)
