"""Two job workers, each a process of its own: mails that cannot leave keep no date waiting."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.infra import outbox
from renogroep.infra.access import Role
from renogroep.infra.db import db, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.models import Invitation
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.conftest import test_settings as settings_for
from tests.support import processes
from tests.support.mail_server import mail_server, silent_server
from tests.support.make import Make

WITHIN = 90  # seconds; on a busy machine a worker needs many to start


@pytest.fixture
def server(tmp_path):
    """An application in a folder that processes of its own may share."""
    url = f"sqlite:///{tmp_path / 'renogroep.db'}"
    migrate_to_head(url)
    app = create_app({**settings_for(tmp_path, url), "TESTING": False})
    yield app
    with app.app_context():
        db.engine.dispose()


def queue_mails(app, count):
    with app.test_request_context(), transaction() as current:
        for number in range(count):
            outbox.put(
                current,
                OutboxMessage(
                    municipality_id=Make(current).home.id,
                    key=f"m{number}",
                    way="mail",
                    address=f"m{number}@example.org",
                    language="nl",
                    subject="Nieuws",
                    body="Dag.\n",
                ),
            )


def invite_early(app):
    """A firm that was invited before its bill was there: it hears of it at the next tick."""
    now = clock.now()
    with app.test_request_context(), transaction() as current:
        make = Make(current)
        lot = make.package().lots[0]
        lot.state, lot.quote_deadline = "quoting", now + timedelta(days=10)
        firm, lead = make.firm(), make.member(Role.LEAD)
        make.member(Role.CONTRACTOR_OWNER, firm)
        invitation = Invitation(
            municipality_id=lot.municipality_id,
            lot_id=lot.id,
            organisation_id=firm.id,
            invited_at=now - timedelta(days=2),
            invited_by=lead.id,
        )
        request = Request(
            municipality_id=lot.municipality_id,
            reference="RQ-1",
            lot_id=lot.id,
            checksum="0" * 64,
            homes=4,
            runs=1,
            opened_for_quotes_at=now - timedelta(hours=1),
        )
        make._add(invitation)
        make._add(request)


def asked(folder, query):
    with closing(sqlite3.connect(folder / "renogroep.db")) as alone:
        return alone.execute(query).fetchone()[0]


ANNOUNCED = "SELECT count(*) FROM outbox_message WHERE key LIKE 'request.announced:%'"
SENT = "SELECT count(*) FROM outbox_message WHERE state = 'sent'"


def soon(folder, query, wanted):
    """What the query gives, once it is what we wait for, or when it takes too long."""
    until = time.monotonic() + WITHIN
    while asked(folder, query) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    return asked(folder, query)


def environment(folder, port):
    return processes.environment(
        folder,
        SECRET_KEY="only for tests, 32 bytes at least",
        SEALING_KEY="11" * 32,
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(port),
        SMTP_TIMEOUT="30",
    )


def test_a_server_that_never_greets_keeps_no_date_waiting(server, tmp_path):
    port = processes.free_port()
    queue_mails(server, 10)
    invite_early(server)
    work = [*processes.RENOGROEP, "work"]
    with silent_server(port), processes.running(work, env=environment(tmp_path, port)) as started:
        server.extensions["deliver_now"]()
        time.sleep(1)
        server.extensions["look_now"]()
        assert soon(tmp_path, ANNOUNCED, 1) == 1
        assert asked(tmp_path, SENT) == 0
        assert asked(tmp_path, "SELECT sum(tries) FROM outbox_message") == 0
        assert started[0].poll() is None


@pytest.mark.parametrize(("option", "sent", "announced"), [("--mail", 10, 0), ("--time", 0, 1)])
def test_each_worker_does_its_own_work(server, tmp_path, option, sent, announced):
    port = processes.free_port()
    queue_mails(server, 10)
    if option == "--time":
        invite_early(server)
    work = [*processes.RENOGROEP, "work", option]
    with mail_server(port) as post, processes.running(work, env=environment(tmp_path, port)):
        server.extensions["look_now"]()
        server.extensions["deliver_now"]()
        assert soon(tmp_path, SENT, sent) == sent
        assert soon(tmp_path, ANNOUNCED, announced) == announced
        assert len(post.mails) == sent
        assert len({mail["Message-ID"] for mail in post.mails}) == sent
