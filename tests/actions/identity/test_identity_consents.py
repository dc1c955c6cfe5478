"""What somebody agreed to is given with the rest, goes with the rest, and follows the person."""

import pytest
from sqlalchemy import select

from renogroep.identity.actions import people
from renogroep.identity.models import Consent
from tests.support.make import NOW

TEXT = "U mag mij bellen over deze groep."


@pytest.fixture
def agreed(make):
    """Two people who agreed to the same."""

    def person():
        row = make.person()
        make._add(
            Consent(
                municipality_id=row.municipality_id,
                person_id=row.id,
                purpose="contact",
                text_version="contact-1",
                text=TEXT,
                language="nl",
                channel="online",
                given_at=NOW,
            )
        )
        return row

    return person(), person()


def holders(session):
    return set(session.scalars(select(Consent.person_id)))


def test_it_is_in_the_export(session, agreed):
    one, _ = agreed
    kept = people.export_person(session, one.id)["consents"]
    assert [(row["purpose"], row["text"]) for row in kept] == [("contact", TEXT)]


def test_it_is_erased_and_nobody_elses_is(session, agreed):
    one, other = agreed
    people.erase_person(session, one.id)
    assert holders(session) == {other.id}


def test_it_follows_when_two_rows_are_one_person(session, make, agreed):
    one, other = agreed
    people.repoint_person(session, one.id, other.id)
    assert holders(session) == {other.id}
    assert len(session.scalars(select(Consent)).all()) == 2
