"""Where a message is on its way out follows from what was known of it before, and back."""

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from renogroep.web.commands import alembic_config
from tests.support import databases

BEFORE = {
    # key: way, done_at, tries -> state, channel, is it tried by itself
    "sent": ("mail", "2026-11-01", 1, "sent", "mail", False),
    "away": ("mail", None, 7, "waiting", "mail", True),
    "gone": ("mail", None, 8, "stopped", "mail", False),
    "letter": ("letter", None, 0, "waiting", None, False),
    "called": ("call", "2026-11-01", 0, "sent", None, False),
}
INSERT = text(
    "INSERT INTO outbox_message (municipality_id, key, way, address, language, subject, body,"
    " created_at, done_at, tries) VALUES (1, :key, :way, 'x', 'nl', 'x', 'x',"
    " '2026-11-01', :done_at, :tries)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'delivery.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"delivery_{worker_id}")


def rows(engine, columns):
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT key, {columns} FROM outbox_message"))  # noqa: S608
        return {key: tuple(rest) for key, *rest in found}


def test_each_message_gets_its_state_and_keeps_its_tries(url):
    config = alembic_config(url)
    command.upgrade(config, "0019")
    engine = create_engine(url)
    with engine.begin() as connection:
        for key, (way, done_at, tries, *_) in BEFORE.items():
            connection.execute(INSERT, {"key": key, "way": way, "done_at": done_at, "tries": tries})
    engine.dispose()
    command.upgrade(config, "0020")
    after = rows(engine, "state, channel, next_try_at IS NOT NULL, waits_since IS NOT NULL")
    assert after == {
        key: (state, channel, by_itself, True)
        for key, (*_, state, channel, by_itself) in BEFORE.items()
    }
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbox_message SET state = 'refused' WHERE key = 'away'"))
        connection.execute(text("UPDATE outbox_message SET way = 'sms' WHERE key = 'called'"))
    engine.dispose()
    command.downgrade(config, "0019")
    kept = {key: (way, tries) for key, (way, _, tries, *_) in BEFORE.items()}
    assert rows(engine, "way, tries") == {**kept, "away": ("mail", 8)}
    engine.dispose()
