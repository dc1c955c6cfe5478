"""Each check on both sides of its boundary, and the worst one first."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from renogroep.base.text import t
from renogroep.owners.actions.stored_files import Checked
from renogroep.web import doctor
from renogroep.web.doctor import State

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("config", "state"),
    [
        ({}, State.GOOD),
        ({"SERVER_NAME": "localhost"}, State.GOOD),
        ({"SERVER_NAME": "wijk.example"}, State.LOOK),
        ({"SERVER_NAME": "wijk.example", "HTTPS": True}, State.LOOK),
        ({"SERVER_NAME": "wijk.example", "HTTPS": True, "PROXIES": 1}, State.GOOD),
    ],
)
def test_settings(config, state):
    assert doctor.settings(config).state == state


@pytest.mark.parametrize(("other", "state"), [("b", State.GOOD), ("a", State.WRONG)])
def test_one_key_for_two_purposes(other, state):
    assert doctor.keys({"SECRET_KEY": "a", "SEALING_KEY": other}).state == state


@pytest.mark.parametrize(
    ("top", "file", "state"),
    [(0o700, 0o600, 0), (0o750, 0o600, 2), (0o700, 0o640, 2), (0o700, 0o604, 2)],
)
def test_folder(tmp_path, top, file, state):
    place = tmp_path / "place"
    place.mkdir()
    (place / "a.db").touch()
    (place / "a.db").chmod(file)
    place.chmod(top)
    assert doctor.folder(place).state == state
    place.chmod(0o700)
    shutil.rmtree(place)


@pytest.mark.parametrize(("here", "state"), [("2", 0), ("1", 2), (None, 2)])
def test_migrations(here, state):
    assert doctor.migrations(here, "2").state == state


@pytest.mark.parametrize(
    ("ticked", "oldest", "state"),
    [
        (None, None, 2),
        (NOW - 5 * timedelta(minutes=1), None, 0),
        (NOW - 5 * timedelta(minutes=1) - SECOND, None, 2),
        (NOW, NOW - HOUR, 0),
        (NOW, NOW - HOUR - SECOND, 2),
    ],
)
def test_worker_and_mails(ticked, oldest, state):
    assert doctor.queues(ticked, oldest, NOW).state == state


@pytest.mark.parametrize(
    ("free", "state"),
    [(1024, State.GOOD), (1023, State.LOOK), (200, State.LOOK), (199, State.WRONG)],
)
def test_disk(free, state):
    assert doctor.disk(free * doctor.MB).state == state


@pytest.mark.parametrize(
    ("made", "proved", "state"),
    [
        (None, None, State.LOOK),
        (NOW, None, State.LOOK),
        (NOW - 48 * HOUR, NOW, State.GOOD),
        (NOW - 48 * HOUR - SECOND, NOW, State.WRONG),
    ],
)
def test_backup(made, proved, state):
    assert doctor.backup(made, proved, NOW).state == state


@pytest.mark.parametrize(
    ("done", "state"), [(None, 0), (NOW - 36 * HOUR, 0), (NOW - 36 * HOUR - SECOND, 2)]
)
def test_night(done, state):
    assert doctor.night(done, NOW).state == state


@pytest.mark.parametrize(
    ("config", "state"),
    [
        ({"PROCESSES": 1}, State.GOOD),
        ({"PROCESSES": 2}, State.LOOK),
        ({"PROCESSES": 2, "LIMITER_STORAGE": "redis://r"}, State.GOOD),
    ],
)
def test_limiter(config, state):
    assert doctor.limiter(config).state == state


@pytest.mark.parametrize(
    ("to", "state"), [([], State.LOOK), (["a@example.org", "b@example.org"], State.GOOD)]
)
def test_who_outside_keeps_the_anchors(to, state):
    assert doctor.anchors({"ANCHOR_TO": to}).state == state


def test_a_mail_server_that_does_not_answer():
    closed = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": 9}
    assert doctor.mail({}, ask=True).state == State.LOOK
    assert doctor.mail(closed, ask=False).state == State.GOOD
    assert doctor.mail(closed, ask=True).state == State.WRONG


@pytest.mark.parametrize(
    ("missing", "unused", "wrong", "state"),
    [
        ((), (), 0, State.GOOD),
        ((), ("ab",), 0, State.LOOK),
        (((1, "ab"),), (), 0, State.WRONG),
        ((), (), 1, State.WRONG),
    ],
)
def test_photos_and_papers(missing, unused, wrong, state):
    assert doctor.files(Checked(missing, unused), wrong).state == state


def test_the_worst_is_read_first_and_nothing_when_all_is_well():
    fine = doctor.good("a", t("Fine."))
    look = doctor.Finding("b", State.LOOK, t("Look."), t("Do."))
    wrong = doctor.Finding("c", State.WRONG, t("Wrong."), t("Mend."))
    assert doctor.worst([fine]) is None
    assert doctor.worst([fine, look, wrong]) == wrong
    assert doctor.worst([look, fine]) == look
    assert [line[:5] for line in doctor.lines([fine, wrong])] == ["ok   ", "WRONG", "     "]


def test_every_check_and_state_has_a_name():
    assert set(doctor.STATES) == set(State)
    promised = "settings keys folder migrations rules mail queues disk backup limiter anchors files"
    assert set(promised.split()) <= set(doctor.NAMES)
