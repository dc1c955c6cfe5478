"""Photos travel with every backup, come back on the other database, and somebody sees what is lost."""

from datetime import timedelta

import pyrage
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db, everywhere, session
from renogroep.infra.files import store
from renogroep.infra.files.pictures import cleaned
from renogroep.owners.actions.home_files import What, add_photos
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import Audience, Purpose
from renogroep.web import doctor, jobs, nightly
from renogroep.web.commands import main
from tests.support import databases, pictures
from tests.support.make import NOW

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
DAY = timedelta(days=1)


@pytest.fixture
def photos(app, folder, given):
    """{hash: bytes} of two photos of a household, with their miniatures."""
    with given() as make:
        one, by = make.case(), By(make.member(Role.ADVISOR).id)
        made = [
            (f"{n}.jpg", cleaned(pictures.photo(seed=n, width=900), name="a")) for n in range(2)
        ]
        what = What(Purpose.VISIT, Audience.HOUSEHOLD)
        add_photos(make.session, make.session.get_one(Case, one.id), made, what, by=by)
    with app.app_context():
        return {name: store.path_of(name).read_bytes() for name, _ in store.kept()}


def run(app, *arguments, code=0):
    with app.app_context():
        answer = CliRunner().invoke(main, [str(one) for one in arguments])
    assert answer.exit_code == code, answer.output + repr(answer.exception)
    return answer.output


@pytest.fixture
def elsewhere(apps, database, tmp_path):
    """A server with the other kind of database, and an empty folder."""
    one = apps(OTHER[database])
    with one.app.app_context():
        databases.fresh(one)
    before = one.app.config["FOLDER"]
    one.app.config["FOLDER"] = tmp_path / "elsewhere"
    one.app.config["FOLDER"].mkdir(mode=0o700)
    yield one.app
    one.app.config["FOLDER"] = before


@pytest.mark.parametrize("kind", ["plain", "night"])
def test_the_same_photos_stand_on_the_other_server(app, photos, elsewhere, tmp_path, kind):
    pair = pyrage.x25519.Identity.generate()
    (tmp_path / "age.txt").write_text(str(pair))
    to = tmp_path / "backups"
    if kind == "plain":
        file = tmp_path / "all.zip"
        run(app, "backup", file)
    else:
        run(app, "backup", "--to", to, "--for", pair.to_public())
        [file] = to.glob(nightly.PATTERN)
    run(elsewhere, "restore", file, "--key", tmp_path / "age.txt", "--yes")
    with elsewhere.app_context():
        there = {name: store.path_of(name).read_bytes() for name, _ in store.kept()}
        rows = session().scalars(select(HomeFile)).all()
        assert {name for row in rows for name in row.hashes} == set(there)
    assert there == photos
    assert len(there) == 4
    assert "Every row has its file" in run(elsewhere, "check-files")


def found_by_doctor(app, *, ask=False):
    with app.app_context(), everywhere() as across:
        found = doctor.examine(app.config, db.engine, across, ask=ask)
    return next(one for one in found if one.name == "files").state


def test_somebody_sees_what_is_lost_changed_or_left(app, photos, folder):
    first, second, *_ = sorted(photos)
    assert found_by_doctor(app) == found_by_doctor(app, ask=True) == doctor.State.GOOD
    with app.app_context():
        left = store.keep(b"nobody's")
        assert "Every row" in run(app, "check-files")
        with clock.frozen_at(NOW + DAY):
            assert f"file {left}: no row knows it" in run(app, "check-files", code=1)
            assert found_by_doctor(app) == doctor.State.LOOK
            jobs.tick()
            assert found_by_doctor(app) == doctor.State.GOOD
        store.path_of(second).write_bytes(b"something else")
        assert f"file {second}: it holds something else" in run(app, "check-files", code=1)
        assert found_by_doctor(app) == doctor.State.GOOD  # nobody read it yet
        with app.test_request_context():
            jobs.night()
        assert found_by_doctor(app) == doctor.State.WRONG
        store.drop(first)
        said = run(app, "check-files", code=1)
        assert f"its file {first} is gone" in said
        assert found_by_doctor(app, ask=True) == doctor.State.WRONG
