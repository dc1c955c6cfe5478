"""Accounts of before keep their person, municipality, codes and official sign-in, down and up."""

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, select, text

from renogroep.infra.db import prepare_engine
from renogroep.web.commands import alembic_config
from renogroep.web.rekey import is_rekeyed, rekey
from tests.support import databases

TABLES = ("account", "account_identity", "recovery_code", "web_session")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    """An empty database of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'accounts.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"accounts_{worker_id}")


def engine_for(url):
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def put(connection, table, **values):
    known = MetaData()
    known.reflect(connection, only=[table])
    connection.execute(known.tables[table].insert().values(**values))


def two_accounts(connection):
    """Of two municipalities, with all that hangs on an account."""
    for key in (1, 2):
        town = {"name": "A", "slug": f"a{key}", "phone": "", "email": "", "postal_address": ""}
        put(connection, "municipality", id=key, **town)
        home = {"municipality_id": key}
        person = {"name": "P", "sort_key": "p", "language": "nl", "version": 1}
        put(connection, "person", id=10 + key, **home, **person)
        own = {**home, "person_id": 10 + key}
        account = {"email": f"{key}@b.be", "active": True, "generation": 3, "version": 1}
        put(connection, "account", id=20 + key, **own, **account)
        known = {"issuer": "acm", "subject": f"s{key}", "account_id": 20 + key}
        put(connection, "account_identity", id=30 + key, **own, **known)
        code = {"code_hash": "c" * 64, "account_id": 20 + key}
        put(connection, "recovery_code", id=40 + key, **home, **code)
        here = {"token_hash": f"t{key}", "generation": 3, "device": "", "account_id": 20 + key}
        at = {"created_at": text("CURRENT_TIMESTAMP"), "seen_at": text("CURRENT_TIMESTAMP")}
        put(connection, "web_session", id=50 + key, **own, **here, **at)


def rows(engine):
    known = MetaData()
    known.reflect(engine, only=TABLES)
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(known.tables[name])).mappings()]
            for name in TABLES
        }


def whose(engine):
    with engine.connect() as connection:
        asked = "SELECT municipality_id, account_id, person_id FROM account_person ORDER BY id"
        return [tuple(row) for row in connection.execute(text(asked))]


def test_accounts_keep_who_they_are_up_and_down(url):
    config = alembic_config(url)
    command.upgrade(config, "0030")
    engine = engine_for(url)
    with engine.begin() as connection:
        two_accounts(connection)
    before = rows(engine)
    engine.dispose()
    command.upgrade(config, "0031")
    assert whose(engine) == [(1, 21, 11), (2, 22, 12)]
    now = rows(engine)
    assert [row["id"] for row in now["recovery_code"]] == [41, 42]
    assert "municipality_id" not in {key for row in now["account"] for key in row}
    assert now["web_session"] == before["web_session"]
    engine.dispose()
    command.downgrade(config, "0030")
    assert rows(engine) == before
    engine.dispose()


def test_an_account_of_several_municipalities_has_no_way_back(url):
    config = alembic_config(url)
    command.upgrade(config, "0030")
    engine = engine_for(url)
    with engine.begin() as connection:
        two_accounts(connection)
    engine.dispose()
    command.upgrade(config, "0031")
    with engine.begin() as connection:
        connection.execute(text("UPDATE account_person SET account_id = 21"))
    engine.dispose()
    with pytest.raises(RuntimeError, match=r"accounts \[21\] work for several municipalities"):
        command.downgrade(config, "0030")
    assert whose(engine) == [(1, 21, 11), (2, 21, 12)]
    engine.dispose()


def test_a_re_keyed_database_takes_the_same_road(postgres, worker_id):
    url = databases.new_postgres_database(postgres, f"accounts_rekeyed_{worker_id}")
    config = alembic_config(url)
    command.upgrade(config, "head")
    engine = engine_for(url)
    with engine.begin() as connection:
        rekey(connection, 2)
    engine.dispose()
    command.downgrade(config, "0030")
    with engine.begin() as connection:
        two_accounts(connection)
    before = rows(engine)
    engine.dispose()
    command.upgrade(config, "0031")
    assert whose(engine) == [(1, 21, 11), (2, 22, 12)]
    engine.dispose()
    command.downgrade(config, "0030")
    assert rows(engine) == before
    with engine.connect() as connection:
        assert is_rekeyed(connection)
    engine.dispose()
