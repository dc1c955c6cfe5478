"""A PostgreSQL database with the municipality in front of every key behaves as it did before."""

import re

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    String,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from renogroep.infra.audit import broken_links
from renogroep.infra.db import session
from renogroep.infra.keyed import INSTALLATION, TENANT
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from renogroep.web.demo import seed
from renogroep.web.rekey import CannotRekey, is_rekeyed, partitions_of, rekey
from renogroep.web.tables import METADATA
from tests.support import databases
from tests.support.signing_in import person_of, signed_in

CSRF = re.compile(r'name="csrf_token" value="[^"]*"')
PAGES = ("/vandaag", "/pakketten", "/wijken", "/bestellingen", "/cijfers")


@pytest.fixture
def plain(app, postgres):
    """The whole demo in a plain PostgreSQL database of its own."""
    url = databases.new_postgres_database(postgres, "rekeyed_demo")
    migrate_to_head(url)
    own = create_app({**app.config, "DATABASE_URL": url})
    with own.app_context():
        seed.make()
    return own


DATABASES = ("postgresql",)


def engine_of(own):
    return create_engine(own.config["DATABASE_URL"])


def counted(own):
    with engine_of(own).connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in METADATA.tables.items()
        }


def pages_of_a_lead(own):
    """What a lead sees, without what is new on each page."""
    with own.app_context():
        lead = person_of(dict(seed.ACCOUNTS)["Project lead"]).id
    client = own.test_client()
    signed_in(own, client, lead)
    return [CSRF.sub("", client.get(path).text) for path in PAGES]


def test_the_whole_demo_moves_and_reads_the_same(plain):
    pages = pages_of_a_lead(plain)
    rows = counted(plain)
    with engine_of(plain).begin() as connection:
        assert rekey(connection, 2) == sum(rows.values())
    assert counted(plain) == rows
    assert rows["company"] == 4
    for path, before, after in zip(PAGES, pages, pages_of_a_lead(plain), strict=True):
        assert before.splitlines() == after.splitlines(), path
    with plain.app_context():
        assert list(broken_links(session())) == []
    with engine_of(plain).begin() as connection:
        check_the_keys(connection)
        check_numbers_go_on(connection)
        check_a_later_migration(connection)
        with pytest.raises(CannotRekey, match="already"):
            rekey(connection)


def check_the_keys(connection):
    """Every table of a municipality: its key, its uniques, what it points at, and its pieces."""
    found = inspect(connection)
    assert partitions_of(connection) == 2
    for table in METADATA.sorted_tables:
        if TENANT not in table.columns or table.name in INSTALLATION:
            continue
        assert TENANT in found.get_pk_constraint(table.name)["constrained_columns"]
        for unique in found.get_unique_constraints(table.name):
            assert TENANT in unique["column_names"], unique
        for index in found.get_indexes(table.name):
            assert not index["unique"] or TENANT in index["column_names"], index
        named = {str(one.name) for one in table.constraints if one.name}
        there = {
            found.get_pk_constraint(table.name)["name"],
            *(one["name"] for one in found.get_unique_constraints(table.name)),
            *(one["name"] for one in found.get_foreign_keys(table.name)),
            *(one["name"] for one in found.get_check_constraints(table.name)),
        }
        assert named <= there


def check_numbers_go_on(connection):
    """A new row gets a number that nobody has, and cannot point at another municipality."""
    last = connection.scalar(text("SELECT max(id) FROM person"))
    home = connection.scalar(text("SELECT min(municipality_id) FROM person"))
    put = text(
        "INSERT INTO person (municipality_id, name, sort_key, language, version) "
        "VALUES (:home, 'An', 'an', 'nl', 1) RETURNING id"
    )
    assert connection.scalar(put, {"home": home}) == last + 1
    other = connection.scalar(
        text(
            "INSERT INTO municipality (name, slug, phone, email, postal_address, privacy_contact) "
            "VALUES ('Elders', 'elders', '', '', '', '') RETURNING id"
        )
    )
    point = text(
        "INSERT INTO contact_point (municipality_id, person_id, kind, value, value_key, note, preferred) "
        "VALUES (:home, :person, 'email', 'a', 'a', '', false)"
    )
    with connection.begin_nested():
        connection.execute(point, {"home": home, "person": last})
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(point, {"home": other, "person": last})


def check_a_later_migration(connection):
    """A step that was written for a plain database."""
    steps = Operations(MigrationContext.configure(connection, opts={"target_metadata": METADATA}))
    steps.create_table(
        "later",
        Column("id", Integer, primary_key=True),
        Column(TENANT, Integer, ForeignKey("municipality.id"), nullable=False, index=True),
        Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
        Column("word", String(40), nullable=False, unique=True),
    )
    steps.add_column("person", Column("later_id", Integer, nullable=True))
    steps.create_foreign_key("fk_person_later", "person", "later", ["later_id"], ["id"])
    steps.create_unique_constraint("uq_person_later", "person", ["later_id"])
    steps.create_index("uq_later_two", "later", ["person_id", "word"], unique=True)
    steps.create_table(
        "shared",  # across municipalities
        Column("id", Integer, primary_key=True),
        Column("word", String(40), nullable=False, unique=True),
    )
    steps.add_column("person", Column("shared_id", Integer, nullable=True))
    steps.create_foreign_key("fk_person_shared", "person", "shared", ["shared_id"], ["id"])
    found = inspect(connection)
    assert found.get_pk_constraint("later")["constrained_columns"] == [TENANT, "id"]
    assert [one["column_names"] for one in found.get_unique_constraints("later")] == [
        [TENANT, "word"]
    ]
    (two,) = [one for one in found.get_indexes("later") if one["name"] == "uq_later_two"]
    assert two["column_names"] == [TENANT, "person_id", "word"]
    targets = {  # PostgreSQL names each piece besides
        (*one["constrained_columns"], one["referred_table"])
        for name in ("later", "person")
        for one in found.get_foreign_keys(name)
    }
    assert {(TENANT, "person_id", "person"), (TENANT, "later_id", "later")} <= targets
    assert ("shared_id", "shared") in targets
    assert [one["column_names"] for one in found.get_unique_constraints("shared")] == [["word"]]
    cut = connection.scalar(
        text("SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass('later')")
    )
    assert cut == 2
    steps.drop_constraint("fk_person_later", "person", type_="foreignkey")
    steps.drop_table("later")
    steps.drop_constraint("fk_person_shared", "person", type_="foreignkey")
    steps.drop_table("shared")


def test_whatever_goes_wrong_leaves_the_database_as_it_was(app, postgres):
    url = databases.new_postgres_database(postgres, "rekeyed_not")
    migrate_to_head(url)
    with create_engine(url).connect() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN language"))
        connection.commit()
        with pytest.raises(Exception, match="language"), connection.begin():
            rekey(connection)
        assert partitions_of(connection) == 0
        assert not is_rekeyed(connection)
        assert "municipality" in inspect(connection).get_table_names()
        assert "before_rekey" not in inspect(connection).get_schema_names()


def test_sqlite_is_not_re_keyed(tmp_path):
    with (
        create_engine(f"sqlite:///{tmp_path / 'x.db'}").begin() as connection,
        pytest.raises(CannotRekey, match="PostgreSQL"),
    ):
        rekey(connection)
