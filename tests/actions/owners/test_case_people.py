"""A person can see, be forgotten and be joined with the same person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.owners import queries
from renogroep.owners.actions import facts, people, routes
from renogroep.owners.models import CallRequest, Case
from tests.support.make import NOW, TODAY

OF_ONE = True


@pytest.fixture
def ann(make):
    return make.member(Role.ADVISOR)


@pytest.fixture
def told(session, ann):
    def tell(case):
        facts.record_facts(session, case, {"damp": ("yes", "back wall")}, by=By(ann.id))
        routes.record_answers(session, case, {8: ("impossible", "no job")}, by=By(ann.id))
        return case

    return tell


def test_a_person_gets_answers_and_route(session, make, told):
    case = told(make.case(income_category=4))
    (row,) = people.export_person(session, case.person_id)["cases"]
    assert row["income_category"] == 4
    assert row["answers"][0]["answer"] == "impossible"
    assert row["facts"][0]["note"] == "back wall"
    assert row["routes"][0]["reason"]


def test_what_was_told_is_forgotten_and_the_building_stays(session, make, told):
    person = make.person(phone="0470 12 34 56")  # beside a mailbox, which is preferred
    case = told(make.case(person=person, income_category=4))
    session.add(
        CallRequest(
            municipality_id=case.municipality_id,
            neighbourhood_id=case.dwelling.address.street.neighbourhood_id,
            phone="0470 12 34 56",
            language="nl",
            created_at=NOW,
            due_on=TODAY,
        )
    )
    session.flush()
    people.erase_person(session, person.id)
    assert queries.answers(session, case.id) == []
    assert queries.route_decisions(session, case.id) == []
    assert [(f.answer, f.note) for f in queries.facts(session, case.id)] == [("yes", "")]
    assert (case.state, case.income_category) == ("closed", None)
    assert session.scalars(select(CallRequest)).all() == []


def test_two_cases_of_one_person_for_one_home_become_one(session, make, told):
    old = told(make.case())
    new = told(make.case(old.dwelling, opened_at=NOW + timedelta(hours=1)))
    new_person = new.person_id
    people.repoint_person(session, old.person_id, new_person)
    session.expire_all()
    rows = session.scalars(select(Case).where(Case.person_id == new_person)).all()
    assert sorted(row.state for row in rows) == ["closed", "open"]
    kept = next(row for row in rows if row.state == "open")
    assert kept.id == old.id
    assert len(queries.answers(session, kept.id)) == 2


def test_a_colleague_who_turns_out_to_be_double_keeps_the_work(session, make, ann, told):
    case = told(make.case(advisor_id=ann.id))
    other = make.member(Role.ADVISOR)
    people.repoint_person(session, ann.id, other.id)
    session.expire_all()
    assert case.advisor_id == other.id
    assert {row.author_id for row in queries.facts(session, case.id)} == {other.id}
    assert {task.assignee_id for task in queries.tasks(session, case.id)} == {other.id}
