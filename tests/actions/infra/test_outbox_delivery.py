"""Mails leave at least once, each by itself: one odd message holds nobody else up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra import outbox
from renogroep.infra.db import session
from renogroep.infra.outbox import LEASE, MAX_TRIES, OutboxMessage
from tests.support.make import NOW


@pytest.fixture
def put(given):
    """``put("a", address=...)`` queues a mail."""

    def one(key, **changed):
        values = {
            "way": "mail",
            "address": f"{key}@example.org",
            "language": "nl",
            "subject": "Nieuws",
            "body": "Dag.\n",
        }
        with given() as make:
            message = OutboxMessage(municipality_id=make.home.id, key=key, **{**values, **changed})
            return outbox.put(make.session, message).id

    return one


def row(key):
    return session().scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()


@pytest.mark.parametrize(
    "odd",
    [
        {"address": "x\r\nBcc: all@example.org"},
        {"address": "geen adres <"},
        {"address": "naïef@exämple.org"},
        {"subject": "Twee\r\nregels"},
        {"address": ""},
        {"body": "\u202eomgekeerd"},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_an_odd_message_keeps_no_other_mail(app, put, odd):
    put("first")
    put("odd", **odd)
    put("last")
    with app.app_context():
        outbox.deliver_waiting()
        assert row("first").done_at is not None
        assert row("last").done_at is not None


def test_nobody_is_slipped_in_through_an_address(app, put, monkeypatch):
    put("odd", address="x@example.org\r\nBcc: all@example.org")
    sent = []
    monkeypatch.setattr(outbox, "_send", sent.append)
    with app.app_context():
        outbox.deliver_waiting()
        assert sent == []
        assert row("odd").last_error == "ValueError"


def test_a_claimed_mail_is_not_taken_twice_until_the_lease_ends(app, put):
    put("one")
    with app.app_context():
        assert len(outbox.claim_mails()) == 1
        assert outbox.claim_mails() == []
        with clock.frozen_at(NOW + LEASE + timedelta(seconds=1)):
            assert len(outbox.claim_mails()) == 1


def test_a_server_that_is_away_is_asked_again_and_not_for_ever(app, put, monkeypatch):
    put("one")

    def away(_mail):
        raise ConnectionRefusedError

    monkeypatch.setattr(outbox, "_send", away)
    with app.app_context():
        for attempt in range(MAX_TRIES + 2):
            with clock.frozen_at(NOW + (attempt + 1) * (LEASE + timedelta(seconds=1))):
                assert outbox.deliver_waiting() == 0
        assert (row("one").tries, row("one").last_error) == (MAX_TRIES, "ConnectionRefusedError")
        assert [one.key for one in outbox.stuck_mails(session(), row("one").municipality_id)] == [
            "one"
        ]


def test_a_sent_mail_keeps_no_key_and_goes_out_once(app, put):
    put("one", body="Open /l/" + "a" * 43 + " nu.\n")
    with app.app_context():
        assert outbox.deliver_waiting() == 1
        assert outbox.deliver_waiting() == 0
        assert row("one").body == "Open /l/… nu.\n"
