"""Two leads bring in the bill of one firm at the same moment: one gets in, the other reads why not."""

import threading
from contextlib import suppress

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.models import Organisation
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db, transaction
from renogroep.neighbourhoods import actions as addresses
from renogroep.neighbourhoods.models import Address, Neighbourhood
from renogroep.neighbourhoods.rules.addresses import AddressRow, Built, read_house_number
from renogroep.quotes.actions import drafting, importing
from renogroep.quotes.models import Quote
from tests.support.make_jobs import typed
from tests.support.make_quotes import worked_example
from tests.support.races import Runner

WAIT = 20  # seconds


@pytest.fixture
def one(given):
    """A lot whose quotes come from elsewhere, a firm that is not in it yet, and a lead."""
    with given() as make:
        example = worked_example(
            make, mode="procurement", stage="quoting", firms="", own_submission=False
        )
        return example.request.id, make.firm().id, make.member(Role.LEAD).id


def bring_in(app, one):
    """What the page does with one click."""
    request_id, firm_id, lead_id = one
    with app.test_request_context(), transaction() as session:
        _import(session, request_id, firm_id, lead_id)


def bring_in_without_a_lock(app, one):
    """The same click, but the transaction begins as a reader: on SQLite writing is the lock."""
    with app.test_request_context():
        db.session.expire_on_commit = False
        _import(db.session, *one)
        db.session.commit()


def _import(session, request_id, firm_id, lead_id):
    request, firm = session.get_one(Request, request_id), session.get_one(Organisation, firm_id)
    sheet, problems = drafting.checked(request, typed())
    assert problems == []
    importing.import_bill(session, request, firm, sheet, by=By(lead_id))


def together(work):
    """Two at once; the kinds of error that each ended with."""
    ended = [None, None]

    def run(place):
        try:
            work()
        except Exception as error:
            ended[place] = type(error)

    threads = [Runner(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert not any(thread.is_alive() for thread in threads)
    return sorted(ended, key=str)


def meet_after_checking(monkeypatch, then=lambda: None):
    """Both pass every check before either writes, when nothing keeps them apart."""
    barrier = threading.Barrier(2, timeout=2)
    check = importing._check_firm

    def wait(*given):
        check(*given)
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        then()

    monkeypatch.setattr(importing, "_check_firm", wait)


def quotes(app, one):
    with app.app_context():
        return db.session.scalar(
            select(func.count()).select_from(Quote).where(Quote.request_id == one[0])
        )


def test_two_imports_at_once_bring_in_one_bill(app, one, monkeypatch):
    meet_after_checking(monkeypatch)
    assert together(lambda: bring_in(app, one)) == [Refused, None]
    assert quotes(app, one) == 1


def test_control_without_the_lock_the_second_gets_an_error_page(app, one, monkeypatch):
    def checks_end_here():
        db.session.commit()
        db.session.connection(execution_options={"writing": True})

    monkeypatch.setattr(importing, "locked", lambda session, kind, key: None)
    meet_after_checking(monkeypatch, then=checks_end_here)
    assert together(lambda: bring_in_without_a_lock(app, one)) == [IntegrityError, None]
    assert quotes(app, one) == 1


@pytest.fixture
def place(given):
    """A neighbourhood without homes, and its lead."""
    with given() as make:
        return make.neighbourhood().id, make.member(Role.LEAD).id


def add_homes(session, place):
    key, lead_id = place
    rows = [AddressRow(1, "Rozenstraat", read_house_number("1"), "9999", "Testgem", Built.ROW)]
    return addresses.import_addresses(
        session, session.get_one(Neighbourhood, key), rows, by=By(lead_id)
    )


def meet_at_the_first_street(monkeypatch, then=lambda: None):
    barrier = threading.Barrier(2, timeout=2)
    new = addresses._new_street

    def wait(*given):
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        then()
        return new(*given)

    monkeypatch.setattr(addresses, "_new_street", wait)


def homes(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Address))


def test_one_address_list_twice_at_once_makes_every_home_once(app, place, monkeypatch):
    def click():
        with app.test_request_context(), transaction() as session:
            add_homes(session, place)

    meet_at_the_first_street(monkeypatch)
    assert together(click) == [None, None]
    assert homes(app) == 1


def test_control_without_the_lock_the_second_list_gets_an_error_page(app, place, monkeypatch):
    def checks_end_here():
        db.session.commit()
        db.session.connection(execution_options={"writing": True})

    def click():
        with app.test_request_context():
            db.session.expire_on_commit = False
            add_homes(db.session, place)
            db.session.commit()

    monkeypatch.setattr(addresses, "locked", lambda *given: None)
    meet_at_the_first_street(monkeypatch, then=checks_end_here)
    assert together(click) == [IntegrityError, None]
