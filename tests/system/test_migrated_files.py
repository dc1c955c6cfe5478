"""An installed version of the retention rules learns how long photos stay, and forgets it again."""

import json

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, create_engine, inspect, text

from renogroep.financing.queries import shipped_retention
from renogroep.financing.rules.retention import RetentionTable
from renogroep.web.commands import alembic_config
from tests.system.test_migrated_accounts import put as put_row

CODE = "home_file"
SAMPLES = {
    "kind": "retention",
    "valid_from": "2026-01-01",
    "state": "active",
    "confidence": "medium",
    "origin": "own",
}


def test_stored_retention_rules_say_how_long_photos_stay(tmp_path):
    url = f"sqlite:///{tmp_path / 'files.db'}"
    config = alembic_config(url)
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    [ours] = [one for one in revisions if one.path.endswith("_home_files.py")]
    old = [one for one in shipped_retention().to_json()["rules"] if one["code"] != CODE]
    command.upgrade(config, ours.down_revision)
    engine = create_engine(url)
    put(engine, {"rules": old})
    command.upgrade(config, ours.revision)
    assert RetentionTable.from_json(stored(engine)).days(CODE).days == 730
    command.downgrade(config, ours.down_revision)
    assert stored(engine) == {"rules": old}
    engine.dispose()


def put(engine, table):
    """A version with this table, and something in every other column that needs it."""
    values = {"table": json.dumps(table), **SAMPLES}
    with engine.begin() as connection:
        town = {"name": "A", "slug": "a", "phone": "", "email": "", "postal_address": ""}
        put_row(connection, "municipality", id=1, **town)
        for column in inspect(connection).get_columns("rule_version"):
            if column["nullable"] or column["name"] in values:
                continue
            empty = "[]" if isinstance(column["type"], JSON) else "1"
            values[column["name"]] = empty
        names = ", ".join(f'"{name}"' for name in values)
        places = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO rule_version ({names}) VALUES ({places})"), values)  # noqa: S608 - our own words


def stored(engine):
    with engine.connect() as connection:
        return json.loads(connection.scalar(text('SELECT "table" FROM rule_version')))
