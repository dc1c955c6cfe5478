"""Mails leave at least once, each by itself: one odd message holds nobody else up."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.infra import outbox
from renogroep.infra.db import session
from renogroep.infra.outbox import LEASE
from renogroep.infra.scope import Reach, Scope
from renogroep.journeys.queries import messages
from renogroep.web.jobs import deliver
from tests.support.mail_server import mail_server
from tests.support.make import NOW


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
def test_an_odd_message_keeps_no_other_mail(app, put, row, odd):
    put("first")
    put("odd", **odd)
    put("last")
    with app.app_context():
        deliver()
        assert row("first").done_at is not None
        assert row("last").done_at is not None


def test_nobody_is_slipped_in_through_an_address(app, put, row, port):
    put("odd", address="x@example.org\r\nBcc: all@example.org")
    with app.app_context(), mail_server(port) as post:
        deliver()
        assert post.mails == []
        assert (row("odd").state, row("odd").last_error) == ("refused", "ValueError")


def test_a_claimed_mail_is_not_taken_twice_until_the_lease_ends(app, put):
    put("one")
    with app.app_context():
        assert outbox.claim("mail") is not None
        assert outbox.claim("mail") is None
        with clock.frozen_at(NOW + LEASE + timedelta(seconds=1)):
            assert outbox.claim("mail") is not None


def test_whoever_lost_its_lease_says_nothing_any_more_but_that_it_was_sent(app, put, row):
    put("one")
    with app.app_context():
        slow = outbox.claim("mail")
        with clock.frozen_at(NOW + LEASE + timedelta(seconds=1)):
            assert outbox.claim("mail") is not None
            outbox.was_not_taken(slow, "TimeoutError")
            outbox.was_refused(slow, "550 no", pytest.fail)
            outbox.give_back(slow)
            assert (row("one").state, row("one").tries, row("one").last_error) == (
                "waiting",
                2,
                None,
            )
            outbox.was_sent(slow)
            outbox.was_sent(slow)
        assert row("one").state == "sent"


def test_a_sent_mail_keeps_no_key_and_goes_out_once(app, put, row):
    put("one", body="Open /l/" + "a" * 43 + " nu.\n")
    with app.app_context():
        assert deliver() == 1
        assert deliver() == 0
        assert row("one").body == "Open /l/… nu.\n"
        assert row("one").state == "sent"


@pytest.mark.parametrize(("seconds", "state"), [(-1, "sent"), (0, "useless")])
def test_after_its_end_nothing_is_sent(app, put, row, port, seconds, state):
    end = NOW + timedelta(hours=12)
    put("one", useless_after=end)
    with app.app_context(), mail_server(port), clock.frozen_at(end + timedelta(seconds=seconds)):
        deliver()
        assert row("one").state == state


def test_mails_that_nobody_took_are_found(app, put, row, port):
    put("one")
    with app.app_context():
        with mail_server(port) as post:
            post.recipient_says["one@example.org"] = "550 no such user"
            deliver()
        anywhere = Scope(Reach.STAFF, 0, row("one").municipality_id)
        assert [one.key for one in messages.stuck(session(), anywhere)] == ["one"]
        assert messages.count_stuck(session(), anywhere) == 1
