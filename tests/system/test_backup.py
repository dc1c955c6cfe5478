"""A backup that was never put back is a hope: here it is put back, on both databases."""

import zipfile

import pytest
from sqlalchemy import select, text

from renogroep.base.units import Quantity
from renogroep.identity.models import Person
from renogroep.infra.acts import TICK
from renogroep.infra.audit import broken_links
from renogroep.infra.db import db, session, transaction
from renogroep.owners.models import DwellingMeasure
from renogroep.web import backups
from renogroep.web.demo import seed
from renogroep.web.tables import METADATA
from tests.support import databases

# Nothing in the demo calls for these; every other table travels with rows in it.
EMPTY_IN_THE_DEMO = {
    "account_identity",
    "claim_role",
    "web_session",
    "upkeep",
    "pause",
    "sign_in_attempt",
    "channel_state",
    "sign_in_subject",
    "recovery_code",
    "correction",
    "price_query",
    "scenario_bill",
    "contact_moment",
    "hand_over",
    "hand_over_case",
    "order_ticket",
    "merge_record",
    "official_list",
    "network_key",  # nobody of the demo comes from a network
    "unreadable_quote",
}


def contents() -> dict[str, list]:
    """Every row of every table, as the database has it."""
    with db.engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }


@pytest.fixture
def filled(app, given):
    """A small municipality with a subscription, measures and an audit trail."""
    from renogroep.identity.actions import people

    with given() as make:
        package = make.package(mode="procurement", lots=2)
        make.subscription(package)
        people.create_organisation(
            make.session,
            municipality_id=make.home.id,
            kind="contractor",
            name="Gevelbouw & Zoon – “Élan”",
            company_number="0566.988.259",
            by=TICK,
        )
    with app.app_context():
        yield app


def test_everything_comes_back_as_it_was(filled, tmp_path):
    before = contents()
    rows = backups.write(db.engine, tmp_path / "backup.zip")
    assert rows == sum(map(len, before.values())) > 20
    with transaction() as current:
        current.execute(text("DELETE FROM subscription_lot"))
        current.execute(text("UPDATE person SET name = 'someone else'"))
    assert contents() != before
    assert backups.read(db.engine, tmp_path / "backup.zip", replace=True) == rows
    assert contents() == before
    assert list(broken_links(session())) == []
    assert session().scalars(select(DwellingMeasure)).first().quantity == Quantity.of(60)


def test_numbering_goes_on_after_a_restore(filled, tmp_path, given):
    backups.write(db.engine, tmp_path / "backup.zip")
    backups.read(db.engine, tmp_path / "backup.zip", replace=True)
    last = max(session().scalars(select(Person.id)))
    session().rollback()
    with given() as make:
        assert make.person("Nieuw").id > last


def test_a_filled_database_is_not_overwritten_unasked(filled, tmp_path):
    backups.write(db.engine, tmp_path / "backup.zip")
    before = contents()
    with pytest.raises(backups.NotRestored, match="not empty"):
        backups.read(db.engine, tmp_path / "backup.zip", replace=False)
    assert contents() == before


def rewritten(file, name, change):
    """The same backup with one of its parts changed."""
    with zipfile.ZipFile(file) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    assert change(parts[name]) != parts[name]
    parts[name] = change(parts[name])
    with zipfile.ZipFile(file, "w") as new:
        for one, content in parts.items():
            new.writestr(one, content)


@pytest.mark.parametrize("damage", ["half", "text", "newer", "changed"])
def test_a_damaged_backup_changes_nothing(filled, tmp_path, damage):
    file = tmp_path / "backup.zip"
    backups.write(db.engine, file)
    whole = file.read_bytes()
    if damage == "half":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "text":
        file.write_text("not a backup")
    elif damage == "newer":
        rewritten(
            file, "about.json", lambda about: about.replace(b'"revision": "', b'"revision": "9')
        )
    else:
        rewritten(file, "person.jsonl", lambda lines: lines.replace(b'"nl"', b'"fr"'))
    before = contents()
    with pytest.raises(backups.NotRestored):
        backups.read(db.engine, file, replace=True)
    assert contents() == before


@pytest.mark.parametrize("kinds", [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_the_whole_demo_moves_to_another_kind_of_database(apps, tmp_path, kinds):
    old, new = (apps(kind) for kind in kinds)
    for one in (old, new):
        with one.app.app_context():
            databases.fresh(one)
    with old.app.app_context():
        seed.make()
        before = contents()
        assert {name for name, rows in before.items() if not rows} <= EMPTY_IN_THE_DEMO
        backups.write(db.engine, tmp_path / "backup.zip")
    with new.app.app_context():
        backups.read(db.engine, tmp_path / "backup.zip", replace=False)
        assert contents() == before
        assert list(broken_links(session())) == []
