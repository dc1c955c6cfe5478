"""Whoever watches the server sees what is wrong, and nobody else sees anything."""

import json
import logging
import sys
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from renogroep.base import clock
from renogroep.financing.actions import activate, add_version
from renogroep.financing.queries import ending_rules
from renogroep.identity.rules.events import Did
from renogroep.infra import upkeep
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import record
from renogroep.infra.db import session, transaction
from renogroep.web import doctor as checks
from renogroep.web import jobs, logs
from renogroep.web.app import create_app
from renogroep.web.commands import main
from tests.support.make import NOW, TODAY


@pytest.fixture
def healthy(app, given):
    """A folder that is shut, a worker that ran, a backup that came back."""
    for one in (app.config["FOLDER"], *app.config["FOLDER"].rglob("*")):
        one.chmod(0o700 if one.is_dir() else 0o600)
    with given() as make:
        record(make.session, Did.MUNICIPALITY_CREATED, actor_id=None, subject=make.home)
    with app.test_request_context():
        jobs.tick()
        jobs.night()
    with app.app_context(), transaction() as current:
        for name in (upkeep.BACKUP, upkeep.RESTORE_PROVED):
            upkeep.done(current, name, "37 rows")
    return app


def doctor(app):
    with app.app_context():
        return CliRunner().invoke(main, ["doctor"])


def test_a_healthy_installation_is_green(healthy):
    said = doctor(healthy)
    assert said.exit_code == 0, said.output
    assert "WRONG" not in said.output
    checked = [line.split()[1] for line in said.output.splitlines() if line[:1] != " "]
    assert sorted(checked) == sorted(checks.NAMES)
    assert "look  mail" in said.output  # mails become files here


def test_what_is_wrong_is_said_with_what_to_do(healthy):
    open_file = healthy.config["FOLDER"] / "seen.txt"
    open_file.touch()
    open_file.chmod(0o644)
    with clock.frozen_at(NOW + timedelta(days=3)):
        said = doctor(healthy)
    open_file.unlink()
    assert said.exit_code == 1
    for words in ("WRONG folder", "chmod -R go=", "WRONG queues", "renogroep work", "WRONG backup"):
        assert words in said.output


def test_the_administrator_reads_the_same(healthy, client_as, monkeypatch):
    admin = client_as(Role.ADMIN)
    page = admin.page("/beheer")
    assert page.says("Er is geen mailserver")
    assert page.says("Terugzetten bewezen op")
    monkeypatch.setitem(healthy.config, "SMTP_HOST", "mail.example")
    assert admin.page("/beheer").says("Niemand buiten deze server bewaart de ankers")
    monkeypatch.setitem(healthy.config, "ANCHOR_TO", ["a@example.org", "b@example.org"])
    assert admin.page("/beheer").says("Alles loopt.")
    with clock.frozen_at(NOW + timedelta(minutes=6)):
        assert admin.page("/beheer").says("De werker was hier het laatst op")
    assert client_as(Role.LEAD).get("/beheer").status_code == 403


def test_a_rule_that_ends_and_has_no_next_one(app, given):
    def version(make, label, start, end):
        row = add_version(
            make.session,
            municipality_id=make.home.id,
            kind="screening",
            label=label,
            valid_from=start,
            valid_until=end,
            source="x",
            confidence="high",
            review_on=None,
            table={},
            by=TICK,
        )
        activate(make.session, row, by=TICK)

    end = TODAY + timedelta(days=60)
    with given() as make:
        version(make, "first", date(2026, 1, 1), end)
    with app.app_context():
        assert ending_rules(session(), TODAY, end) == [("first", end)]
        assert ending_rules(session(), TODAY, end - timedelta(days=1)) == []
    with given() as make:
        version(make, "second", end, None)
    with app.app_context():
        assert ending_rules(session(), TODAY, end) == []


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, 404),
        ("10.0.0.9", {"Authorization": "Bearer right"}, 200),
        ("10.0.0.9", {"Authorization": "Bearer wrong"}, 404),
        ("10.0.0.9", {"Authorization": "Bearer "}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(healthy, monkeypatch, address, headers, status):
    monkeypatch.setitem(healthy.config, "METRICS_TOKEN", "right")
    answer = healthy.test_client().get(
        "/metrics", headers=headers, environ_base={"REMOTE_ADDR": address}
    )
    assert answer.status_code == status
    if status == 200:
        assert "renogroep_mails_waiting 0.0" in answer.text
        assert 'renogroep_chore_age_seconds{chore="backup"} 0.0' in answer.text
    else:
        assert "renogroep_mails" not in answer.text


def test_without_a_token_an_empty_one_opens_nothing(healthy):
    answer = healthy.test_client().get(
        "/metrics",
        headers={"Authorization": "Bearer "},
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/", "/bestaat-niet", "/gezond/leeft", "/vandaag"])
def test_every_answer_carries_its_number(healthy, client, path):
    first, second = (client.get(path).headers[logs.HEADER] for _ in range(2))
    assert first != second
    assert len(first) == 16
    page = client.get("/bestaat-niet")
    assert page.headers[logs.HEADER] in page.text


@pytest.mark.parametrize(
    ("proxies", "number", "kept"),
    [
        (1, "abcdef-123456", True),
        (0, "abcdef-123456", False),
        (1, "kort", False),
        (1, "met een spatie", False),
        (1, "a" * 65, False),
    ],
)
def test_the_number_of_a_known_proxy_is_kept(app, proxies, number, kept):
    behind = create_app({**app.config, "PROXIES": proxies})
    answer = behind.test_client().get("/gezond/leeft", headers={logs.HEADER: number})
    assert (answer.headers[logs.HEADER] == number) is kept


def test_a_line_is_json_with_the_number_and_without_secrets(healthy):
    record_ = logging.LogRecord("renogroep", logging.ERROR, "x", 1, "on %s", ("/l/abc?q=An",), None)
    with healthy.test_request_context("/?naam=An"):
        number = logs.request_number()
        line = json.loads(logs.AsJson().format(record_))
    assert line["request"] == number
    assert line["says"] == "on /l/…"
    assert line["level"] == "error"
    assert "An" not in json.dumps(line)


def test_a_traceback_stays_in_its_line(healthy):
    try:
        raise ValueError("/l/geheim?naam=An")
    except ValueError:
        failed = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), sys.exc_info())
    line = logs.AsJson().format(failed)
    assert "\n" not in line
    assert "geheim" not in line
    assert "naam=An" not in line
    assert "ValueError" in json.loads(line)["trace"]
