"""What tests of delivery ask for: a queued mail, its row, and which mail server is ours."""

import pytest
from sqlalchemy import select

from renogroep.infra import outbox
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from tests.support.mail_server import TLS
from tests.support.processes import free_port


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


@pytest.fixture
def row():
    """``row("a")``: the message with this key, as it is now."""

    def one(key):
        session().rollback()
        return session().scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()

    return one


@pytest.fixture
def port(app, monkeypatch):
    """Our mail server is at this port, where nobody listens yet."""
    number = free_port()
    ours = {
        "SMTP_HOST": "localhost",
        "SMTP_PORT": number,
        "SMTP_SECURITY": "none",
        "SMTP_CA": str(TLS / "ca.pem"),
        "SMTP_USER": "",
        "SMTP_PASSWORD": "",
        "SMTP_TIMEOUT": 5,
    }
    for name, value in ours.items():
        monkeypatch.setitem(app.config, name, value)
    return number
