"""What the quotes hold of a person: shown, forgotten, joined."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import Model
from renogroep.quotes import models
from renogroep.quotes.actions import choosing, people
from renogroep.quotes.models import Assignment, Opening, Preference
from renogroep.quotes.rules.kept_words import ACTS
from tests.support.make_quotes import preferences, worked_example


@pytest.fixture
def example(session, make):
    made = worked_example(make)
    lead = make.member(Role.LEAD).id
    choosing.start_choosing(session, made.lot, by=By(lead))
    preferences(make, made)
    choosing.run(session, made.lot, by=By(lead))
    return made


def test_a_household_reads_its_own_list_and_where_it_ended(session, example):
    found = people.export_person(session, example.homes["H9"].person_id)
    assert [row["contractors"] for row in found["choices"]] == [["C", "A"]]
    assert found["contractors"] == [
        {"contractor": "A", "place": 2, "yes_at": None, "declined_at": None}
    ]
    assert found["acts"] == {}


def test_somebody_of_staff_reads_how_often_they_acted(session, example):
    opening = session.scalars(select(Opening)).one()
    found = people.export_person(session, opening.first_id)
    assert found["acts"] == {"opening.first_id": 1}


def test_an_erased_household_leaves_no_list_but_the_count_stands(session, example):
    home = example.homes["H9"]
    people.erase_person(session, home.person_id)
    left = session.scalars(select(Preference.subscription_id)).all()
    assert home.id not in left
    assert len(left) == 9
    assert len(session.scalars(select(Assignment)).all()) == 10


def test_what_one_person_did_the_other_did(session, make, example):
    opening = session.scalars(select(Opening)).one()
    other = make.person().id
    people.repoint_person(session, opening.first_id, other)
    session.refresh(opening)
    assert opening.first_id == other


def test_every_column_that_says_who_acted_is_known():
    """One that is forgotten stays with the wrong person when two turn out to be one."""
    columns = {
        (table.__tablename__, column.name)
        for table in vars(models).values()
        if isinstance(table, type)
        and issubclass(table, Model)
        and table.__module__ == models.__name__
        for column in table.__table__.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    known = {(table.__tablename__, name) for table, names in people.ACTED for name in names}
    assert columns == known
    assert {f"{table}.{name}" for table, name in columns} == set(ACTS)
