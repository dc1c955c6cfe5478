"""The demo municipality as rows for browser tests: made once, copied for every test."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from renogroep.base import clock
from renogroep.infra.db import db
from renogroep.web.demo import seed
from tests.support import databases
from tests.support.make import NOW


@pytest.fixture(scope="session")
def demo_file(apps, tmp_path_factory) -> Path:
    """A database file with the whole demo."""
    one = apps("sqlite")
    target = one.folder / "test.db"
    with one.app.app_context(), clock.frozen_at(NOW):
        databases.fresh_sqlite(db.engine, one.template, target)
        seed.make()
        db.engine.dispose()
    with sqlite3.connect(target) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(target, file)
    return file


@pytest.fixture
def demo(demo_file, app, apps) -> None:
    """The application with the demo in it, at NOW."""
    one = apps("sqlite")
    with app.app_context():
        databases.fresh_sqlite(db.engine, demo_file, one.folder / "test.db")
