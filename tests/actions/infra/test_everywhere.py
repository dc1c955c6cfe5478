"""Across municipalities one only reads, in a session that nobody else has."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.db import everywhere, transaction


def test_rows_of_all_are_read_and_the_session_ends(app, given):
    with given() as make:
        make.municipality(slug="een")
        make.municipality(slug="twee")
    with app.app_context():
        with everywhere() as across:
            assert across is not db.session()
            assert set(across.scalars(select(Municipality.slug))) == {"een", "twee"}
        assert not across.in_transaction()
        assert db.session().scalars(select(Municipality.slug)).all() != []


def test_the_database_refuses_a_write(app, given):
    with given() as make:
        key = make.home.id
    with app.app_context():
        with everywhere() as across, pytest.raises(DBAPIError):
            across.execute(text("UPDATE municipality SET name = 'X'"))
        with everywhere() as across:
            across.get_one(Municipality, key).name = "X"
            with pytest.raises(DBAPIError):
                across.flush()
        with transaction() as current:
            current.get_one(Municipality, key).name = "Afterwards one writes again"


def test_one_at_a_time(app):
    with app.app_context(), everywhere(), pytest.raises(RuntimeError), everywhere():
        pass
