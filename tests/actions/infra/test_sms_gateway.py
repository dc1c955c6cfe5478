"""Who asked for a phone gets a text message when there is a gateway, and is called when not."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.text import t
from renogroep.identity.actions.notices import notify
from renogroep.infra import sms
from renogroep.infra.channel_state import ChannelState
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.web.app import create_app
from renogroep.web.jobs import deliver
from tests.support.make import NOW
from tests.support.processes import free_port
from tests.support.sms_gateway import sms_gateway

NUMBER = "+32470123456"


@pytest.fixture
def gateway_port(app, monkeypatch):
    """Our gateway is at this port, where nobody listens yet."""
    number = free_port()
    ours = {
        "SMS_URL": f"http://127.0.0.1:{number}/send?from=gem",
        "SMS_BODY": "",
        "SMS_AUTH": "Authorization: Bearer abc",
        "SMS_ACCEPTED": [],
    }
    for name, value in ours.items():
        monkeypatch.setitem(app.config, name, value)
    return number


@pytest.fixture
def tell(given):
    """``tell(name=..., text=...)`` queues a notice for somebody who wants a phone."""

    def one(name="Eva Maes", phone=NUMBER, language="nl", **more):
        with given() as make:
            subscription = make.subscription(
                make.package(),
                person=make.person(
                    name=name, contact_way="mobile", phone=phone, email=None, language=language
                ),
            )
            notify(
                make.session,
                subscription.person,
                "subscriptions_withdrawn",
                key="one",
                subscription=subscription,
                title="Gevels",
                **more,
            )

    return one


def calls():
    session().rollback()
    return session().scalars(select(OutboxMessage).where(OutboxMessage.way == "call")).all()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Er is nieuws over de werken aan uw woning."),
        ("fr", "Il y a du nouveau"),
        ("en", "There is news about the works on your home."),
    ],
)
def test_a_text_says_what_to_do_where_and_whom_to_call(
    app, tell, row, gateway_port, language, words
):
    tell(language=language)
    with app.app_context(), sms_gateway(gateway_port) as gateway:
        assert (row("one").way, row("one").channel, row("one").due_on) == ("sms", "sms", None)
        assert deliver() == 1
        ((path, headers, body),) = gateway.asked
        assert path == "/send?from=gem"
        assert headers["Authorization"] == "Bearer abc"
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        said = json.loads(body)
        assert said["to"] == NUMBER
        assert words in said["text"]
        assert "http://localhost/l/" in said["text"]
        assert "09 123 45 67" in said["text"]
        assert "Eva" not in said["text"]
        assert row("one").state == "sent"
        assert row("one").short.count("/l/…") == 1
        assert calls() == []


def test_without_a_gateway_somebody_calls(app, tell, row):
    tell()
    with app.app_context():
        assert (row("one").way, row("one").channel, row("one").short) == ("call", None, None)
        assert row("one").due_on is not None


@pytest.mark.parametrize(
    "more",
    [
        {"phone": "+3291234567"},  # no mobile phone
        {"text": t("Eva Maes, read this.")},
        {"text": t("You pay € 5.")},
        {"text": t("%(long)s", long="a" * 300)},
        {"told": True},
    ],
    ids=["landline", "name", "amount", "long", "told"],
)
def test_what_cannot_be_texted_is_said_on_the_phone(app, tell, row, gateway_port, more):
    tell(**more)
    with app.app_context():
        assert (row("one").way, row("one").short) == ("call", None)


def test_a_text_of_its_own_and_the_last_moment(app, tell, row, gateway_port):
    tell(text=t("Your code is %(code)s.", code="123456"), link=None)
    with app.app_context():
        assert row("one").short.startswith("Uw code is 123456.")
        assert "/l/" not in row("one").short


def test_an_answer_that_is_asked_before_a_moment_says_so_and_is_not_late(
    app, tell, row, gateway_port
):
    end = NOW + timedelta(days=2)
    tell(useless_after=end)
    with app.app_context(), sms_gateway(gateway_port) as gateway, clock.frozen_at(end):
        assert "We vragen uw antwoord voor" in row("one").short
        deliver()
        assert (gateway.asked, row("one").state) == ([], "useless")


ANSWERS = [
    # status, state, tries, calls, does the channel count a failure
    (200, "sent", 1, 0, False),
    (204, "sent", 1, 0, False),
    (400, "refused", 1, 1, False),
    (422, "refused", 1, 1, False),
    (429, "waiting", 1, 0, False),
    (500, "waiting", 1, 0, False),
    (401, "waiting", 0, 0, True),
    (302, "waiting", 0, 0, True),  # nothing follows a redirect
    (503, "waiting", 0, 0, True),
]


@pytest.mark.parametrize(("status", "state", "tries", "called", "down"), ANSWERS)
def test_what_the_gateway_answers(app, tell, row, gateway_port, status, state, tries, called, down):
    tell()
    with app.app_context(), sms_gateway(gateway_port) as gateway:
        gateway.status = status
        deliver()
        assert (row("one").state, row("one").tries, len(calls())) == (state, tries, called)
        failures = getattr(session().get(ChannelState, "sms"), "failures", 0)
        assert failures == (3 if down else 0)
        assert {path for path, *_ in gateway.asked} == {"/send?from=gem"}
        assert all(call.address == NUMBER for call in calls())


def test_other_codes_and_a_form(app, tell, row, gateway_port, monkeypatch):
    monkeypatch.setitem(app.config, "SMS_BODY", "tel={to}&msg={text}&x=1")
    monkeypatch.setitem(app.config, "SMS_ACCEPTED", [206])
    tell(text=t('{to} & "so" + é'))
    with app.app_context(), sms_gateway(gateway_port) as gateway:
        gateway.status = 206
        deliver()
        ((_, headers, body),) = gateway.asked
        assert headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        form = parse_qs(body)
        assert form["tel"] == [NUMBER]
        assert form["msg"][0].startswith('{to} & "so" + é ')
        assert row("one").state == "sent"


def test_quotes_break_no_json():
    text = '"}\n{to}\\'
    assert json.loads(sms.filled(sms.BODY, NUMBER, text)) == {"to": NUMBER, "text": text}


def test_a_gateway_that_is_away_delays_and_loses_nothing(app, put, row, gateway_port):
    texts = [f"t{number}" for number in range(3)]
    for key in texts:
        put(key, way="sms", address=NUMBER, short=f"Lees {key}")
    put("mail")
    with app.app_context():
        for minute in range(20):
            with clock.frozen_at(NOW + timedelta(minutes=minute)):
                deliver()
        assert [row(key).tries for key in texts] == [0, 0, 0]
        assert row("mail").state == "sent"
        with sms_gateway(gateway_port) as gateway:
            for minute in range(20, 40):
                with clock.frozen_at(NOW + timedelta(minutes=minute)):
                    deliver()
        assert sorted(json.loads(body)["text"] for *_, body in gateway.asked) == [
            "Lees t0",
            "Lees t1",
            "Lees t2",
        ]


def test_one_text_that_always_breaks_the_gateway_holds_up_no_other(app, put, row, gateway_port):
    put("odd", way="sms", address=NUMBER, short="Lees odd")
    put("good", way="sms", address=NUMBER, short="Lees good")
    with app.app_context(), sms_gateway(gateway_port) as gateway:
        gateway.statuses["odd"] = 503
        for minute in range(10):
            with clock.frozen_at(NOW + timedelta(minutes=minute)):
                deliver()
        assert (row("odd").state, row("good").state) == ("waiting", "sent")


def test_a_gateway_that_was_taken_away_leaves_calls(app, put, row, monkeypatch):
    put("one", way="sms", address=NUMBER, short="Lees")
    monkeypatch.setitem(app.config, "SMS_URL", "")
    with app.app_context():
        deliver()
        assert (row("one").state, len(calls())) == ("refused", 1)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"SMS_URL": "http://sms.example/send"}, "https"),
        ({"SMS_URL": "ftp://127.0.0.1/"}, "https"),
        ({"SMS_URL": "https://sms.example/send", "SMS_BODY": "{to}"}, "holds"),
        ({"SMS_URL": "https://sms.example/send", "SMS_AUTH": "abc"}, "header"),
        ({"SMS_URL": "https://sms.example/send", "SMS_BODY": "a={to}&b={text}"}, None),
        ({"SMS_URL": "", "SMS_BODY": "{to}"}, None),
    ],
)
def test_settings_of_a_gateway_are_checked_at_the_start(app, changed, wrong):
    if wrong is None:
        sms.check_settings({**app.config, **changed})
        return
    with pytest.raises(ValueError, match=wrong):
        create_app({**app.config, **changed})
