"""What was kept long enough goes, after a warning; what runs stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.financing.queries import shipped_retention
from renogroep.financing.rules.retention import Step
from renogroep.identity.actions import keys, sessions
from renogroep.identity.models import Person, SignedLink, WebSession
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent, record
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions import retention
from renogroep.owners.models import CallRequest
from tests.support.make import NOW, TODAY

TABLE = shipped_retention()
TWO_YEARS = timedelta(days=730)
MONTH = timedelta(days=30)


@pytest.fixture
def old(session, make):
    """Somebody whom we last heard of today."""
    person = make.person("Oude Bekende")
    record(session, Did.PERSON_CREATED, actor_id=None, subject=person)
    return person


def at(moment, session, person):
    with clock.frozen_at(moment):
        return retention.settle_person(session, person.id, TABLE, by=TICK)


def test_a_warning_and_thirty_days_later_nothing_is_left(session, old):
    assert at(NOW + TWO_YEARS - MONTH - timedelta(days=1), session, old) == Step.KEEP
    assert at(NOW + TWO_YEARS - MONTH, session, old) == Step.WARN
    said = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == old.id)).one()
    assert "/l/" in said.body
    assert at(NOW + TWO_YEARS - timedelta(days=1), session, old) == Step.KEEP
    assert at(NOW + TWO_YEARS, session, old) == Step.ERASE
    session.refresh(old)
    assert old.erased_at is not None
    assert old.name != "Oude Bekende"
    did = session.scalars(select(AuditEvent.did)).all()
    assert Did.PERSON_WARNED in did
    assert Did.PERSON_ERASED in did


def test_who_opens_the_page_stays(session, old):
    at(NOW + TWO_YEARS - MONTH, session, old)
    with clock.frozen_at(NOW + TWO_YEARS - timedelta(days=2)):
        token = keys.make_link(session, person=old, purpose="my_home", by=TICK)
        sessions.begin(session, old, link=keys.good_link(session, token))
    assert at(NOW + TWO_YEARS, session, old) == Step.KEEP
    session.refresh(old)
    assert old.erased_at is None


def test_what_runs_is_never_asked(session, make, old):
    make.subscription(make.package(lots=1), person=old)
    assert retention.people_due(session, old.municipality_id, TABLE, TODAY + 10 * TWO_YEARS) == []
    assert at(NOW + 10 * TWO_YEARS, session, old) == Step.KEEP


def test_staff_stay(session, make):
    from renogroep.infra.access import Role

    member = make.member(Role.ADVISOR)
    record(session, Did.PERSON_CREATED, actor_id=None, subject=member)
    assert retention.people_due(session, member.municipality_id, TABLE, TODAY + 9 * TWO_YEARS) == []


def test_of_whom_we_know_nothing_nobody_decides(session, make):
    person = make.person("Zonder Spoor")
    assert at(NOW + 10 * TWO_YEARS, session, person) == Step.KEEP


def test_old_rows_go_and_a_sent_mail_keeps_only_its_key(session, make, old):
    home = old.municipality_id
    token = keys.make_link(session, person=old, purpose="my_home", by=TICK)
    sessions.begin(session, old, link=keys.good_link(session, token))
    session.add(
        OutboxMessage(
            municipality_id=home,
            key="one",
            way="mail",
            person_id=old.id,
            address="a@example.org",
            language="nl",
            subject="Dag",
            body="Hallo",
            created_at=NOW,
            done_at=NOW,
        )
    )
    session.add(
        CallRequest(
            municipality_id=home,
            phone="+3291234567",
            about="",
            language="nl",
            created_at=NOW,
            due_on=TODAY,
            handled_at=NOW,
        )
    )
    session.flush()
    with clock.frozen_at(NOW + timedelta(days=89)):
        assert sum(retention.sweep(session, home, TABLE, by=TICK).values()) == 0
    with clock.frozen_at(NOW + timedelta(days=1000)):
        before = retention.due_now(session, home)
        gone = retention.sweep(session, home, TABLE, by=TICK)
        again = retention.sweep(session, home, TABLE, by=TICK)
    assert gone.pop("home_file") == 0  # see test_home_files
    assert gone == {"web_session": 1, "signed_link": 1, "call_request": 1, "outbox_message": 1}
    assert {code: before[code][Step.ERASE] for code in gone} == {**gone, "signed_link": 0}
    assert sum(again.values()) == 0
    session.expire_all()
    for kind in (WebSession, SignedLink, CallRequest):
        assert session.scalars(select(kind)).all() == []
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.key, mail.address, mail.subject, mail.body) == ("one", "", "", "")
    assert Did.RETENTION_RUN in session.scalars(select(AuditEvent.did)).all()


def test_the_hand_does_what_the_night_does(session, old):
    with clock.frozen_at(NOW + TWO_YEARS):
        assert retention.run_now(session, old.municipality_id, by=TICK) == (1, 0)
    with clock.frozen_at(NOW + TWO_YEARS + MONTH):
        assert retention.run_now(session, old.municipality_id, by=TICK) == (0, 1)
        assert retention.run_now(session, old.municipality_id, by=TICK) == (0, 0)
    assert session.get_one(Person, old.id).erased_at is not None
