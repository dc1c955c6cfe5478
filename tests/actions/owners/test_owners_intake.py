"""Does a phone number alone bring somebody in, once and by when?"""

from datetime import date, timedelta

from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.owners import queries
from renogroep.owners.actions import intake
from renogroep.owners.models import CallRequest, Dwelling
from tests.support.make import NOW


def ask(session, place, phone="0470 12 34 56"):
    return intake.request_call(session, place=place, phone=phone, about="", language="nl", by=TICK)


def test_we_call_on_the_next_working_day(session, make):
    row = ask(session, make.neighbourhood())
    assert row.due_on == date(2026, 11, 24)
    assert session.scalars(select(AuditEvent.did)).all() == ["call_request.made"]
    friday = NOW + timedelta(days=4)
    with clock.frozen_at(friday):
        assert intake.next_call_day() == date(2026, 11, 30)


def test_the_same_number_twice_a_day_is_one_request(session, make):
    place = make.neighbourhood()
    first = ask(session, place)
    assert ask(session, place, "+32470123456") is first
    with clock.frozen_at(NOW + timedelta(days=1)):
        assert ask(session, place) is not first
    assert session.scalar(select(func.count()).select_from(CallRequest)) == 2


def test_a_call_of_the_whole_municipality_has_no_neighbourhood_and_everybody_sees_it(session, make):
    here = make.neighbourhood()
    call = ask(session, make.home)
    assert call.neighbourhood_id is None
    assert ask(session, make.home) is call
    assert ask(session, here) is not call
    seen = queries.waiting_calls(session, make.home.id, {here.id + 1})
    assert [row.id for row in seen] == [call.id]
    assert queries.call_request(session, call.id, make.home.id, {here.id + 1}) is call
    assert queries.call_request(session, call.id, make.municipality().id, None) is None


def test_after_the_call_a_new_request_counts(session, make):
    place = make.neighbourhood()
    first = ask(session, place)
    first.handled_at = NOW
    assert ask(session, place) is not first


def test_a_home_is_made_once(session, make):
    address = make.address()
    first = intake.dwelling_at(session, address, by=TICK)
    assert intake.dwelling_at(session, address, by=TICK) is first
    assert session.scalar(select(func.count()).select_from(Dwelling)) == 1


def test_an_open_case_is_taken_up_again(session, make):
    case = make.case()
    again = intake.open_case(
        session,
        dwelling=case.dwelling,
        person=case.person,
        owner_kind="landlord",
        by=TICK,
    )
    assert again is case
