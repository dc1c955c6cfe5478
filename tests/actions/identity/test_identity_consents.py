"""What somebody agreed to is given with the rest, goes with the rest, follows the person, and can be withdrawn."""

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import people
from renogroep.identity.actions.consents import revoke_consent
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Consent
from renogroep.identity.queries.consents import consents_of, withdrew
from renogroep.identity.rules.consents import CONTACT
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
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


def give(make, person):
    return make._add(
        Consent(
            municipality_id=person.municipality_id,
            person_id=person.id,
            purpose=CONTACT,
            text_version="contact-1",
            text=TEXT,
            language="nl",
            channel="phone",
            given_at=clock.now(),
        )
    )


def revokes(session):
    return session.scalars(select(AuditEvent).where(AuditEvent.did == Did.CONSENT_REVOKED)).all()


def test_withdrawn_is_withdrawn_once_and_of_nobody_else(session, make, agreed):
    one, other = agreed
    give(make, one)  # the same was agreed to twice: one button ends both
    row = consents_of(session, one.id)[0]
    for _ in range(2):
        revoke_consent(session, row, by=By(one.id))
    assert all(each.revoked_at for each in consents_of(session, one.id))
    assert [event.facts["purpose"] for event in revokes(session)] == [CONTACT]
    assert withdrew(session, one.id, CONTACT)
    assert not withdrew(session, other.id, CONTACT)
    assert people.export_person(session, one.id)["consents"][0]["revoked_at"]


def test_who_agrees_again_is_contacted_again(session, make, agreed):
    one, _ = agreed
    revoke_consent(session, consents_of(session, one.id)[0], by=By(one.id))
    give(make, one)
    assert not withdrew(session, one.id, CONTACT)


def test_who_was_never_asked_withdrew_nothing(session, make):
    assert not withdrew(session, make.person().id, CONTACT)


def test_an_invitation_stops_at_once_and_what_must_be_known_goes_on(session, make, agreed):
    one, other = agreed
    revoke_consent(session, consents_of(session, one.id)[0], by=By(one.id))
    for person in (one, other):
        for notice in ("groups_left_out", "resident_new_link"):
            key = f"{notice}:{person.id}"
            facts = {"package": make.package(), "reason": None, "home": None}
            notify(session, person, notice, key=key, by=TICK, **facts)
    sent = set(session.scalars(select(OutboxMessage.key)))
    assert sent == {
        f"resident_new_link:{one.id}",
        f"resident_new_link:{other.id}",
        f"groups_left_out:{other.id}",
    }
