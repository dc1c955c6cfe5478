"""A photo stays with its file or not at all, is seen by whom it is for, and goes without a trace."""

from datetime import date, timedelta
from functools import partial
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.queries import shipped_retention
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import afterwards, db, everywhere, transaction
from renogroep.infra.files import store
from renogroep.infra.files.pictures import cleaned
from renogroep.journeys.actions import people, retention
from renogroep.owners.actions import home_files
from renogroep.owners.actions.home_files import What
from renogroep.owners.actions.stored_files import check
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.rules.home_files import MOST_FILES, Audience, Purpose
from renogroep.web.jobs import tick
from tests.support import pictures
from tests.support.make import NOW, TODAY
from tests.support.races import SECONDS, WAIT, meet_after, together, unguarded

VISIT = What(Purpose.VISIT, Audience.INTERNAL)
BEFORE = What(Purpose.BEFORE, Audience.HOUSEHOLD, "De voorgevel")


def photo(seed=1):
    return cleaned(pictures.photo(width=480, height=360, seed=seed), name="a.jpg")


@pytest.fixture(autouse=True)
def _folder(folder):
    """An empty data folder."""


@pytest.fixture
def one(given):
    """{"case": ..., "by": ...} of a household and an advisor, kept."""
    with given() as make:
        case = make.case()
        return {"case": case.id, "home": case.dwelling_id, "by": By(make.member(Role.ADVISOR).id)}


def sent(one, *photos, what=BEFORE, case=None):
    """As somebody sends it; gives numbers of rows and why others did not stay."""
    with transaction() as session:
        found = session.get_one(Case, case or one["case"])
        stayed, bad = home_files.add_photos(session, found, photos, what, by=one["by"])
        return [row.id for row in stayed], [str(words) for words in bad]


def on_disk():
    return {name for name, _ in store.kept()}


def checked():
    with everywhere() as across:
        return check(across, clock.now(), whole=True)


def told(did):
    query = select(AuditEvent).where(AuditEvent.did == did)
    return [row.facts for row in db.session.scalars(query)]


def test_a_photo_is_kept_once_with_its_miniature(app, one):
    with app.test_request_context():
        first, bad = sent(one, ("a.jpg", photo()))
        assert sent(one, ("b.jpg", photo())) == (first, bad) == (first, [])
        row = db.session.scalars(select(HomeFile)).one()
        assert set(row.hashes) == on_disk()
        assert row.size == sum(store.path_of(name).stat().st_size for name in row.hashes)
        assert (row.caption, row.delete_on) == ("De voorgevel", TODAY + timedelta(days=730))
        assert told("case.files_added") == [
            {"files": first, "purpose": "before", "audience": "household"}
        ]
        assert checked().missing == checked().unused == checked().wrong == ()


def test_what_belongs_to_the_works_goes_with_the_person(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()), what=What(Purpose.AFTER, Audience.FIRM))
        assert db.session.scalars(select(HomeFile.delete_on)).one() is None


def test_a_camera_whose_clock_ran_ahead_says_no_day(app, one):
    ahead = pictures.of_a_phone(at="2031:01:01 00:00:00")
    fine = pictures.of_a_phone(at="2026:11:23 00:00:00", turned=1)
    with app.test_request_context():
        sent(one, ("a.jpg", cleaned(ahead, name="a")), ("b.jpg", cleaned(fine, name="b")))
        days = db.session.scalars(select(HomeFile.taken_on).order_by(HomeFile.id)).all()
        assert days == [None, date(2026, 11, 23)]


def test_the_thirty_first_is_named_and_the_others_stay(app, one):
    many = [(f"{n}.jpg", photo(n)) for n in range(MOST_FILES + 1)]
    with app.test_request_context():
        stayed, bad = sent(one, *many)
        assert len(stayed) == MOST_FILES
        assert len(bad) == 1
        assert "30.jpg" in bad[0]
        assert len(on_disk()) == 2 * MOST_FILES
        assert checked().unused == ()


def test_a_home_that_is_full_is_said(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        with transaction() as session:
            session.scalars(select(HomeFile)).one().size = 149_999_999
        assert "150 MB" in sent(one, ("b.jpg", photo(2)))[1][0]


def test_a_full_disk_keeps_what_stood_before_and_names_the_rest(app, one, monkeypatch):
    room = iter([True, True, False])

    def sync(handle, real=store.os.fsync):
        if not next(room, False):
            raise OSError(28, "No space left on device")
        real(handle)

    with app.test_request_context():
        monkeypatch.setattr(store, "_sync", lambda _place: None)
        monkeypatch.setattr(store.os, "fsync", sync)
        stayed, bad = sent(one, ("a.jpg", photo()), ("b.jpg", photo(2)))
        assert len(stayed) == len(bad) == 1
        assert "b.jpg" in bad[0]
        assert checked().missing == ()
        assert not list(store.folder().glob(f"*/*{store.PARTIAL}"))


def test_a_closed_case_takes_nothing(app, one):
    with app.test_request_context():
        with transaction() as session:
            session.get_one(Case, one["case"]).state = "closed"
        with pytest.raises(Refused, match=r"^case\.closed:"):
            sent(one, ("a.jpg", photo()))
        assert on_disk() == set()


def test_a_paper_is_kept_as_it_is(app, one):
    data = pictures.pdf()
    paper = partial(home_files.add_paper, what=What(Purpose.INVOICE, Audience.FIRM), name="f.pdf")
    with app.test_request_context():
        for _ in range(2):
            with transaction() as session:
                paper(session, session.get_one(Case, one["case"]), data, by=one["by"])
        assert store.path_of(store.hash_of(data)).read_bytes() == data
        assert len(told("case.files_added")) == 1
        with transaction() as session, pytest.raises(Refused, match=r"^file\.wrong_kind:"):
            paper(session, session.get_one(Case, one["case"]), b"geen pdf", by=one["by"])


@pytest.mark.parametrize("audience", list(Audience))
def test_who_sees_it_and_what_is_released(app, one, audience):
    by = one["by"]
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        with transaction() as session:
            row = session.scalars(select(HomeFile)).one()
            home_files.release(session, row, by=by)
            home_files.release(session, row, by=by)
        with transaction() as session:
            row = session.scalars(select(HomeFile)).one()
            home_files.show_to(session, row, audience, by=by)
            home_files.show_to(session, row, audience, by=by)
            assert row.audience == audience
            assert (row.released_at is None) == (audience == Audience.INTERNAL)
        with transaction() as session:
            row = session.scalars(select(HomeFile)).one()
            home_files.take_back(session, row, by=by)
            home_files.take_back(session, row, by=by)
            assert row.released_at is row.released_by is None
        shown = [{"file": 1, "audience": audience}] if audience != Audience.HOUSEHOLD else []
        assert told("case.file_shown") == shown
        assert told("case.file_released") == [{"file": 1}]
        assert told("case.file_taken_back") == [{"file": 1}] * (audience != Audience.INTERNAL)


def test_what_only_advisors_see_and_a_paper_are_not_released(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()), what=VISIT)
        with transaction() as session:
            case = session.get_one(Case, one["case"])
            what = What(Purpose.PRODUCT, Audience.FIRM)
            home_files.add_paper(session, case, pictures.pdf(), what, name="p", by=one["by"])
        for key, code in ((1, "file.release_internal"), (2, "file.release_paper")):
            with transaction() as session, pytest.raises(Refused, match=code):
                home_files.release(session, session.get_one(HomeFile, key), by=one["by"])


def test_removing_takes_the_file_along(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()), ("b.jpg", photo(2)))
        with transaction() as session:
            home_files.remove(session, session.get_one(HomeFile, 1), by=one["by"])
        left = db.session.scalars(select(HomeFile)).one()
        assert set(left.hashes) == on_disk()
        assert told("case.file_removed") == [{"file": 1}]


def test_what_is_not_kept_after_all_drops_no_file(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        with pytest.raises(LookupError), transaction() as session:  # noqa: PT012
            home_files.remove(session, session.get_one(HomeFile, 1), by=one["by"])
            raise LookupError
        assert len(on_disk()) == 2
        with transaction() as session:
            session.get_one(HomeFile, 1)
        assert len(on_disk()) == 2


def erased(person_case):
    with transaction() as session:
        people.erase_person(session, session.get_one(Case, person_case).person, by=TICK)


def test_erasing_leaves_a_file_that_somebody_else_has_too(app, one, other):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()), ("b.jpg", photo(2)))
        sent(one, ("a.jpg", photo()), case=other)
        erased(one["case"])
        left = db.session.scalars(select(HomeFile)).one()
        assert left.case_id == other
        assert on_disk() == set(left.hashes)
        erased(other)
        assert on_disk() == set()


def test_two_cases_of_one_home_bring_a_photo_once(app, one, given):
    with given() as make:
        home = make.session.get_one(Dwelling, one["home"])
        other = make.case(dwelling=home, person=make.person("Zelfde"))
        second, old_person = other.id, other.person_id
        person = make.session.get_one(Case, one["case"]).person_id
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        sent(one, ("a.jpg", photo()), ("b.jpg", photo(2)), case=second)
        with transaction() as session:
            for room in people.REPOINT:
                room(session, old_person, person)
        rows = db.session.scalars(select(HomeFile)).all()
        assert {row.case_id for row in rows} == {one["case"]}
        assert len(rows) == 2
        assert on_disk() == {name for row in rows for name in row.hashes}


def test_the_night_removes_what_was_kept_long_enough(app, one):
    table = shipped_retention()
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        sent(one, ("b.jpg", photo(2)), what=What(Purpose.AFTER, Audience.FIRM))
        for days, left in ((729, 4), (730, 2), (9_000, 2)):
            with clock.frozen_at(NOW + timedelta(days=days)), transaction() as session:
                municipality = session.get_one(Case, one["case"]).municipality_id
                retention.sweep(session, municipality, table, by=TICK)
            assert len(on_disk()) == left, days


def test_a_server_that_died_before_the_row_leaves_a_file_for_a_day(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
        lost = store.keep(b"van een server die stierf")
        for hours, gone in ((23, False), (24, True)):
            with clock.frozen_at(NOW + timedelta(hours=hours)):
                assert checked().unused == ((lost,) if gone else ())
                tick()
            assert (lost not in on_disk()) == gone
        assert len(on_disk()) == 2


def test_check_sees_a_file_that_is_gone_and_one_that_was_changed(app, one):
    with app.test_request_context():
        sent(one, ("a.jpg", photo()), ("b.jpg", photo(2)))
        first, second = db.session.scalars(select(HomeFile).order_by(HomeFile.id))
        store.drop(first.sha256)
        store.path_of(second.small_sha256).write_bytes(b"anders")
        found = checked()
        assert found.missing == ((first.id, first.sha256),)
        assert found.wrong == (second.small_sha256,)


def send_with(opening, one):
    with opening() as session:
        case = session.get_one(Case, one["case"])
        home_files.add_photos(session, case, [("a.jpg", photo())], BEFORE, by=one["by"])


def test_one_photo_sent_twice_at_the_same_moment_is_once(app, one):
    send = partial(send_with, transaction, one)
    assert together(app, send, send) == ["well", "well"]
    with app.test_request_context():
        row = db.session.scalars(select(HomeFile)).one()
        assert on_disk() == set(row.hashes)
        assert checked().missing == ()


def test_without_the_lock_they_would_meet(app, one, monkeypatch):
    """A control: both look, both see nothing, and the database has to refuse the second."""
    monkeypatch.setattr(home_files, "_hold", lambda *_: None)
    monkeypatch.setattr(home_files, "_known", meet_after(home_files._known))
    send = partial(send_with, unguarded, one)
    try:
        heard = together(app, send, send)
    except IntegrityError:
        return
    assert sorted(heard) == ["database error", "well"]


def upload_in_between(app, one, other, monkeypatch, erase):
    """The same photo comes in for somebody else when its last row is gone and its file not yet."""
    looked, came = Event(), Event()
    real = home_files.known_hashes

    def known(across, hashes):
        found = real(across, hashes)
        looked.set()
        came.wait(WAIT)
        return found

    def send():
        looked.wait(SECONDS)
        sent(one, ("a.jpg", photo()), case=other)
        came.set()

    with app.test_request_context():
        sent(one, ("a.jpg", photo()))
    monkeypatch.setattr(home_files, "known_hashes", known)
    assert together(app, erase, send) == ["well", "well"]
    with app.test_request_context():
        return checked().missing


@pytest.fixture
def other(given):
    """Another household."""
    with given() as make:
        return make.case().id


def test_erasing_leaves_the_file_of_an_upload_on_its_way(app, one, other, monkeypatch):
    erase = partial(erased, one["case"])
    assert upload_in_between(app, one, other, monkeypatch, erase) == ()


def test_a_file_that_nobody_holds_would_be_lost(app, one, other, monkeypatch):
    """A control: the row goes, and then the file without holding it."""
    monkeypatch.setattr(store, "hold", lambda *_: None)

    def erase():
        with transaction() as session:
            row = session.scalars(select(HomeFile)).one()
            hashes = row.hashes
            session.delete(row)
        with unguarded() as session:
            home_files.drop_unused(session, hashes)

    assert len(upload_in_between(app, one, other, monkeypatch, erase)) == 2


def test_what_follows_runs_after_the_change_is_kept(app, one):
    seen = []
    with app.test_request_context(), transaction() as session:
        afterwards(session, lambda later: seen.append(later.get_one(Case, one["case"]).id))
        assert seen == []
    assert seen == [one["case"]]
