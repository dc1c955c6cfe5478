"""A file stands on the disk whole, for nobody else to read, or not at all."""

import errno
import os
import stat
from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.files import store

DATABASES = ("sqlite",)  # no database is asked
DATA = b"iets van iemand"


@pytest.fixture(autouse=True)
def place(app, folder):
    """As a page or job has it."""
    with app.app_context():
        yield folder


def paths(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_known_by_what_is_in_it_and_only_ours(place):
    name = store.keep(DATA)
    assert paths(place) == [place / "files" / name[:2] / name]
    assert store.path_of(name).read_bytes() == DATA
    assert store.is_whole(name)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (place / "files").rglob("*")}
    assert modes == {0o700, 0o600}
    assert stat.S_IMODE((place / "files").stat().st_mode) == 0o700


def test_the_same_bytes_are_one_file_which_is_new_again(place):
    name = store.keep(DATA)
    later = clock.now() + timedelta(days=9)
    with clock.frozen_at(later):
        assert store.keep(DATA) == name
    assert list(store.kept()) == [(name, later)]


def test_a_file_that_was_changed_is_not_whole():
    name = store.keep(DATA)
    store.path_of(name).write_bytes(DATA[:-1])
    assert not store.is_whole(name)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_nothing(place, monkeypatch, number):
    def full(_handle):
        raise OSError(number, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"^file\.no_room:"):
        store.keep(DATA)
    assert paths(place) == []


def test_another_fault_of_the_disk_is_not_called_full(place, monkeypatch):
    def broken(_handle):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        store.keep(DATA)
    assert paths(place) == []


def test_what_was_left_half_written_goes_when_it_is_old(place):
    (place / "files" / "ab").mkdir(parents=True)
    half = place / "files" / "ab" / f"tmp1{store.PARTIAL}"
    half.write_bytes(b"half")
    os.utime(half, (clock.now().timestamp(),) * 2)
    assert list(store.kept()) == []
    store.drop_unfinished(clock.now() - timedelta(hours=1))
    assert half.exists()
    store.drop_unfinished(clock.now() + timedelta(hours=1))
    assert not half.exists()


def test_dropping_twice_is_once():
    name = store.keep(DATA)
    store.drop(name)
    store.drop(name)
    assert list(store.kept()) == []
