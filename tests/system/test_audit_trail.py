"""Nobody changes what was recorded without being seen."""

import pytest
from sqlalchemy import text

from renogroep.identity.actions import people
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent, AuditHead, broken_links


@pytest.fixture
def trail(session):
    """Three events of one municipality."""
    home = people.create_municipality(session, name="A", slug="a", phone="1", email="a@b.be")
    for name in ("Een", "Twee"):
        people.create_person(
            session,
            municipality_id=home.id,
            name=name,
            contact=Contact("email", f"{name}@b.be"),
            language="nl",
            by=TICK,
        )
    session.flush()
    return session


def test_an_untouched_trail_holds(trail):
    assert trail.query(AuditEvent).count() == 3
    assert list(broken_links(trail)) == []


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_event SET did = 'person.erased' WHERE number = 2",
        "UPDATE audit_event SET actor_id = 99 WHERE number = 1",
        "DELETE FROM audit_event WHERE number = 2",
        "DELETE FROM audit_event WHERE number = 3",
        "UPDATE audit_head SET number = 2",
    ],
)
def test_every_change_behind_our_back_is_found(trail, tamper):
    trail.execute(text(tamper))
    trail.expire_all()
    assert list(broken_links(trail)) != []


def test_the_application_itself_cannot_change_or_delete_an_event(trail):
    event = trail.query(AuditEvent).first()
    event.did = "person.erased"
    with pytest.raises(RuntimeError, match="never changed"):
        trail.flush()
    trail.rollback()


def test_the_head_follows_the_last_event(trail):
    head = trail.query(AuditHead).one()
    last = trail.query(AuditEvent).order_by(AuditEvent.number.desc()).first()
    assert (head.number, head.hash) == (last.number, last.hash)
