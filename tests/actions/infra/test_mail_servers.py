"""A mail server that says no, is away, or is another one: what becomes of the mails?"""

import json
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.actions.notices import try_again
from renogroep.infra import channel_state, mail, outbox
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.channel_state import ChannelState
from renogroep.infra.db import session, transaction
from renogroep.infra.outbox import MessageState
from renogroep.web.app import create_app
from renogroep.web.jobs import deliver
from tests.support.mail_server import dripping_server, mail_server, silent_server
from tests.support.make import NOW

CASES = Path(__file__).resolve().parents[2] / "fixtures" / "ground" / "delivery.json"
TRIES = json.loads(CASES.read_text())["tries"]
MINUTE = timedelta(minutes=1)


def away():
    session().rollback()
    return session().get(ChannelState, "mail")


def test_a_mail_that_is_not_taken_now_is_tried_at_each_moment_of_the_table(app, put, row, port):
    put("one")
    tried, ids = [], set()
    with app.app_context(), mail_server(port) as post:
        post.content_says = "451 later"
        for minute in sorted({at + more for at in TRIES for more in (-1, 0, 1)} | {9000}):
            before = row("one").tries
            with clock.frozen_at(NOW + minute * MINUTE):
                deliver()
            if row("one").tries > before:
                tried.append(minute)
        assert tried == TRIES
        assert (row("one").state, row("one").last_error) == ("stopped", "451 later")
        post.content_says = "250 OK"
        with transaction() as current:
            try_again(current, row("one"), by=By(1))
        with clock.frozen_at(NOW + 9000 * MINUTE):
            deliver()
        ids = {one["Message-ID"] for one in post.mails}
        assert (row("one").state, ids) == ("sent", {"<one@testgem.example>"})
        did = session().scalars(select(AuditEvent.did)).all()
        assert "mail.tried_again" in did


def test_a_mail_whose_answer_was_lost_goes_again_under_the_same_id(app, put, port):
    """Killed between the server's yes and ours: the second copy can be recognised."""
    put("one")
    with app.app_context(), mail_server(port) as post:
        parcel = outbox.claim("mail")
        with mail.line() as send:
            send(parcel)
        with clock.frozen_at(NOW + 3 * MINUTE):
            assert deliver() == 1
        first, second = post.mails
        assert first["Message-ID"] == second["Message-ID"] == "<one@testgem.example>"
        assert first["Date"] == second["Date"]


@pytest.mark.parametrize(
    ("says", "state", "calls"),
    [
        ("550 no such user", "refused", 1),
        ("500 no", "refused", 1),
        ("499 later", "waiting", 0),
        ("450 greylisted", "waiting", 0),
    ],
)
def test_who_does_not_exist_is_called(app, put, row, port, given, says, state, calls):
    with given() as make:
        person = make.person("Eva", email="eva@weg.example", phone="0470 12 34 56")
        key, number = person.id, person.phone
    put("eva", person_id=key, address="eva@weg.example")
    put("other")
    with app.app_context(), mail_server(port) as post:
        post.recipient_says["eva@weg.example"] = says
        deliver()
        assert row("eva").state == state
        assert row("eva").last_error == says
        assert row("eva").tries == 1
        assert row("other").state == "sent"
        found = session().scalars(
            select(outbox.OutboxMessage).where(outbox.OutboxMessage.way == "call")
        )
        assert [(one.address, one.body) for one in found] == [(number, "Dag.\n")] * calls


def test_a_firm_without_a_number_is_still_a_call_to_make(app, put, row, port):
    put("asked:1:firm-7")
    with app.app_context(), mail_server(port) as post:
        post.recipient_says["asked:1:firm-7@example.org"] = "553 no"
        post.content_says = "554 no"
        deliver()
        assert row("asked:1:firm-7:call").address == "asked:1:firm-7@example.org"


def test_only_what_was_refused_or_stopped_is_put_back(app, put, row):
    put("one")
    with app.app_context():
        for state in (MessageState.WAITING, MessageState.SENT, MessageState.USELESS):
            assert not outbox.LIFECYCLE.may(state, "again")
        with pytest.raises(Refused, match="message.wrong_state"):
            outbox.put_back(row("one"))


def test_ten_mails_outlive_a_server_that_is_away_for_42_minutes(app, put, row, port):
    keys = [f"m{number}" for number in range(10)]
    for key in keys:
        put(key)
    with app.app_context():
        for minute in range(42):
            with clock.frozen_at(NOW + minute * MINUTE):
                assert deliver() == 0
        assert [row(key).tries for key in keys] == [0] * 10
        assert away().failures == 3 + 5  # at 0:00, then 1, 3, 7, 15 and 30 minutes later
        sent = {}
        with mail_server(port) as post:
            for minute in range(42, 60):
                with clock.frozen_at(NOW + minute * MINUTE):
                    sent[minute] = deliver()
        assert sum(sent.values()) == 10
        assert len({one["Message-ID"] for one in post.mails}) == len(post.mails) == 10
        assert (away().failures, away().paused_until, away().away_since) == (0, None, None)


def test_a_half_open_server_costs_no_try_either(app, put, row, port, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_TIMEOUT", 0.1)
    put("one")
    with app.app_context():
        with silent_server(port):
            for minute in range(42):
                with clock.frozen_at(NOW + minute * MINUTE):
                    deliver()
        assert (row("one").tries, away().failures) == (0, 8)
        monkeypatch.setitem(app.config, "SMTP_TIMEOUT", 5)
        with mail_server(port) as post, clock.frozen_at(NOW + 60 * MINUTE):
            assert deliver() == 1
        assert len(post.mails) == 1


def test_a_server_that_drips_is_cut_off(app, put, row, port, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_TIMEOUT", 0.3)
    put("one")
    with app.app_context(), dripping_server(port):
        deliver()
        assert row("one").tries == 0
        assert away().failures == 3


def test_one_probe_at_a_time(app):
    with app.app_context():
        assert channel_state.may_go("mail")
        for _ in range(3):
            channel_state.went_down("mail", "ConnectionRefusedError")
        assert not channel_state.may_go("mail")
        assert channel_state.may_go("sms")
        with clock.frozen_at(NOW + MINUTE):
            assert channel_state.may_go("mail")
            assert not channel_state.may_go("mail")  # somebody else is the probe
        with clock.frozen_at(NOW + 2 * MINUTE):
            assert channel_state.may_go("mail")  # which never came back
            channel_state.came_up("mail")
            assert channel_state.may_go("mail")


SECURE = [
    # what we ask, certificate at STARTTLS, certificate at once, what is wrong
    ("starttls", "localhost", "", None),
    ("tls", "", "localhost", None),
    ("starttls", "elsewhere", "", "SSLCertVerificationError"),
    ("tls", "", "elsewhere", "SSLCertVerificationError"),
    ("starttls", "", "", "SMTPNotSupportedError"),  # never in the clear instead
]


@pytest.mark.parametrize(("security", "starttls", "tls", "wrong"), SECURE)
def test_a_mail_only_goes_to_the_server_that_it_is_meant_for(
    app, put, row, port, monkeypatch, security, starttls, tls, wrong
):
    monkeypatch.setitem(app.config, "SMTP_SECURITY", security)
    put("one")
    with app.app_context(), mail_server(port, starttls=starttls, tls=tls) as post:
        assert deliver() == (0 if wrong else 1)
        assert len(post.mails) == (0 if wrong else 1)
        assert row("one").tries == (0 if wrong else 1)
        assert (away() and away().last_error.split()[0]) == wrong


def test_a_certificate_of_somebody_whom_nobody_trusts_is_refused(app, put, row, port, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_SECURITY", "tls")
    monkeypatch.setitem(app.config, "SMTP_CA", "")
    put("one")
    with app.app_context(), mail_server(port, tls="localhost"):
        assert deliver() == 0
        assert away().last_error.startswith("SSLCertVerificationError")


@pytest.mark.parametrize(("user", "sent"), [("renogroep", 1), ("iemand", 0)])
def test_who_may_not_sign_in_spends_no_try(app, put, row, port, monkeypatch, user, sent):
    ours = {"SMTP_SECURITY": "starttls", "SMTP_USER": user, "SMTP_PASSWORD": "geheim"}
    for name, value in ours.items():
        monkeypatch.setitem(app.config, name, value)
    put("one")
    with app.app_context(), mail_server(port, starttls="localhost", user="renogroep"):
        assert deliver() == sent
        assert row("one").tries == sent
        assert (away() and away().last_error.split()[0]) == (None if sent else "535")


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"SMTP_HOST": "mail.example", "SMTP_SECURITY": "none"}, "in the clear"),
        ({"SMTP_HOST": "10.0.0.1", "SMTP_SECURITY": "none"}, "in the clear"),
        ({"SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none"}, None),
        ({"SMTP_HOST": "::1", "SMTP_SECURITY": ""}, None),
        ({"SMTP_HOST": "mail.example", "SMTP_SECURITY": "ssl"}, "one of"),
        ({"SMTP_HOST": "mail.example", "SMTP_SECURITY": "tls"}, None),
        ({"SMTP_TIMEOUT": 30.0}, None),
        ({"SMTP_TIMEOUT": 31.0}, "at most 30"),
    ],
)
def test_settings_with_which_mails_would_be_read_stop_the_start(app, changed, wrong):
    if wrong is None:
        mail.check_settings({**app.config, **changed})
        return
    with pytest.raises(ValueError, match=wrong):
        create_app({**app.config, **changed})


@pytest.mark.parametrize(
    ("host", "security"), [("localhost", "none"), ("127.0.0.9", "none"), ("mail", "starttls")]
)
def test_what_is_not_said_is_safe(host, security):
    assert mail.security_of({"SMTP_HOST": host}) == security


def test_two_workers_send_each_mail_once(app, put, row, port):
    keys = [f"m{number}" for number in range(10)]
    for key in keys:
        put(key)
    taken = []

    def work():
        with app.app_context():
            taken.append(deliver())

    workers = [Thread(target=work) for _ in range(2)]
    with mail_server(port) as post:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=60)
    assert sum(taken) == 10
    assert len({mail["Message-ID"] for mail in post.mails}) == len(post.mails) == 10
    with app.app_context():
        assert {row(key).tries for key in keys} == {1}
