"""A call has an outcome, stands on the case, and comes back on the day that was said."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.owners import queries
from renogroep.owners.actions.contact import Said, note_contact
from renogroep.owners.models import Task
from tests.support.make import TODAY


@pytest.fixture
def by(make):
    return By(make.member(Role.ADVISOR).id)


def open_days(session, case):
    rows = session.scalars(select(Task).where(Task.case_id == case.id, Task.state == "open"))
    return [task.due_on for task in rows]


def test_a_call_that_reached_nobody_comes_back_and_ends_when_somebody_is_reached(session, make, by):
    case = make.case()
    note_contact(session, case, Said("call", "voicemail", next_on=TODAY), by=by)
    assert open_days(session, case) == [TODAY]
    later = TODAY + timedelta(days=1)
    note_contact(session, case, Said("call", "not_reached", next_on=later), by=by)
    assert open_days(session, case) == [later]
    note_contact(session, case, Said("call", "reached", "Wants a visit"), by=by)
    assert open_days(session, case) == []
    newest = queries.contact_moments(session, case.id)[0]
    assert (newest.outcome, newest.words) == ("reached", "Wants a visit")


def test_what_was_told_on_the_phone_leaves_no_task(session, make, by):
    case = make.case()
    note_contact(session, case, Said("call", "reached", "Asked the price"), by=by)
    assert open_days(session, case) == []


def test_a_promised_day_is_a_working_day(session, make, by):
    said = Said("call", "reached", next_on=date(2027, 1, 1), promised=True)
    row = note_contact(session, make.case(), said, by=by)
    assert (row.next_on, row.promised) == (date(2027, 1, 4), True)


def test_the_same_form_twice_is_one_moment(session, make, by):
    case, said = make.case(), Said("call", "voicemail", next_on=TODAY, key="a")
    first = note_contact(session, case, said, by=by)
    assert note_contact(session, case, said, by=by) is first
    assert open_days(session, case) == [TODAY]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said("pigeon", "reached"), "contact.kind"),
        (Said("call", "none"), "contact.outcome"),
        (Said("call", ""), "contact.outcome"),
        (Said("call", "reached", next_on=TODAY - timedelta(days=1)), "contact.past_day"),
    ],
)
def test_what_cannot_be_is_refused(session, make, by, said, code):
    with pytest.raises(Refused) as refused:
        note_contact(session, make.case(), said, by=by)
    assert refused.value.code == code
