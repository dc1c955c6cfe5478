"""A server that is killed between the file and its row leaves no broken page, and no file for long."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.files import store
from renogroep.owners.file_models import HomeFile
from renogroep.web import jobs
from tests.support.make import NOW
from tests.support.signing_in import signed_in

DATABASES = ("sqlite",)
TOP = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from renogroep.infra import tenant
from renogroep.infra.acts import By
from renogroep.infra.db import transaction
from renogroep.infra.files.pictures import cleaned
from renogroep.owners.actions import home_files
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import Audience, Purpose
from renogroep.web.app import create_app
from tests.conftest import test_settings
from tests.support import pictures

folder, url, case_id, advisor = sys.argv[1:]
app = create_app(test_settings(Path(folder), url))
home_files.HomeFile = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
home_files._known = lambda *_: None
with app.test_request_context(), tenant.acting_for(1), transaction() as session:
    what = home_files.What(Purpose.VISIT, Audience.HOUSEHOLD)
    photos = [("a.jpg", cleaned(pictures.photo(), name="a.jpg"))]
    case = session.get_one(Case, int(case_id))
    home_files.add_photos(session, case, photos, what, by=By(int(advisor)))
"""


@pytest.fixture
def case(given, folder):
    with given() as make:
        one = make.case()
        return one.id, make.member(Role.ADVISOR).id


def test_a_server_killed_between_file_and_row(app, case, folder):
    case_id, advisor = case
    given = [folder, app.config["DATABASE_URL"], case_id, advisor]
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", KILLED, *map(str, given)],
        cwd=TOP,
        env={"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    client = app.test_client()
    signed_in(app, client, advisor)
    page = client.page(f"/dossiers/{case_id}/fotos")
    assert page.select("img.photo__small") == []
    with app.test_request_context():
        assert session().scalars(select(HomeFile)).all() == []
        assert len(list(store.kept())) == 2
        for name, _ in list(store.kept()):  # at the time of the clock of the test
            os.utime(store.path_of(name), (NOW.timestamp(), NOW.timestamp()))
        with clock.frozen_at(NOW + timedelta(hours=25)):
            jobs.tick()
        assert list(store.kept()) == []
