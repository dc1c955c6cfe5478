"""When the disk is full, pages can still be read, and nobody believes that something was kept."""

import errno
import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from renogroep.infra.access import Role
from renogroep.infra.db import db, session, transaction
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.web import errors
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support.make import Make
from tests.support.signing_in import signed_in

DATABASES = ("sqlite",)
FORM = {
    "name": "Bloemenwijk",
    "phone": "09 123 45 67",
    "story": "Samen. " * 700,
    "brand_colour": "#1f5a50",
    "accent_colour": "#b24a26",
}


@pytest.fixture
def own(app, tmp_path):
    """An application with a database of its own: what another test left there takes no room."""
    url = f"sqlite:///{tmp_path / 'own.db'}"
    migrate_to_head(url)
    return create_app({**app.config, "DATABASE_URL": url, "SHOW_ERROR_PAGES": True})


@contextmanager
def full_disk(app):
    """The database gets no page more than it has, and none of those is empty."""
    with app.app_context():
        engine = db.engine
        engine.dispose()
        with closing(sqlite3.connect(engine.url.database)) as alone:
            alone.execute("VACUUM")
        most = session().scalar(text("PRAGMA page_count"))

    def _connect(connection, _record):
        connection.execute(f"PRAGMA max_page_count={most}")

    event.listen(engine, "connect", _connect)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", _connect)
        engine.dispose()


def test_pages_are_read_and_writing_says_that_nothing_was_kept(own):
    with own.app_context(), transaction() as current:
        person_id = Make(current).member(Role.LEAD).id
    lead = own.test_client()
    signed_in(own, lead, person_id)
    with full_disk(own):
        answer = lead.post("/wijken/nieuw", data=FORM)
        assert answer.status_code == 503
        assert "Samen. Samen." in answer.text
        assert "niet bewaard" in answer.text
        assert lead.get("/wijken").status_code == 200
        assert own.test_client().get("/").status_code == 200
        assert own.test_client().get("/gezond/klaar").status_code == 200
    with own.app_context():
        assert session().scalar(text("PRAGMA integrity_check")) == "ok"
        assert session().scalars(select(Neighbourhood)).all() == []
    assert lead.post("/wijken/nieuw", data=FORM).status_code == 303


class _Postgres(Exception):
    sqlstate = "53100"


class _Other(Exception):
    sqlstate = "40001"


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OperationalError("INSERT", {}, _Postgres()), True),
        (OperationalError("INSERT", {}, _Other()), False),
        (OSError(errno.ENOSPC, "no space"), True),
        (OSError(errno.EDQUOT, "quota"), True),
        (OSError(errno.EACCES, "not allowed"), False),
    ],
)
def test_each_way_to_say_that_there_is_no_room(error, full):
    assert errors.is_full(error) is full
