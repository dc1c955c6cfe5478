"""The migrations make the tables that the models describe, and can be undone."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from renogroep.infra.db import prepare_engine
from renogroep.web.commands import alembic_config
from renogroep.web.tables import METADATA
from tests.support import databases


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    """An empty database of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrations.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"migrations_{worker_id}")


def engine_for(url):
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def differences(url):
    engine = engine_for(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, METADATA)
    engine.dispose()
    return found


def test_migrations_match_the_models(url):
    command.upgrade(alembic_config(url), "head")
    assert differences(url) == [], "write a migration: the models have moved on"


def test_down_and_up_again(url):
    config = alembic_config(url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    engine = engine_for(url)
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    assert left == set()
    command.upgrade(config, "head")
    assert differences(url) == []


def test_history_is_one_line_and_numbered():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    ids = [revision.revision for revision in script.walk_revisions()][::-1]
    assert ids == [f"{n:04d}" for n in range(1, len(ids) + 1)]
