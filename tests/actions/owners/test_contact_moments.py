"""A call has an outcome, stands on the case, and comes back on the day that was said."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity.actions.notices import notify
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.i18n import stored_text
from renogroep.owners import queries
from renogroep.owners.actions.contact import note_contact
from renogroep.owners.models import Task
from renogroep.owners.rules.contact import Said
from tests.support.make import NOW, TODAY


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


def test_what_was_told_leaves_the_list_of_calls(session, make, by):
    case = make.case(person=make.person("Cis", contact_way="mobile", phone="+32470123456"))
    other = make.person("Dora", contact_way="mobile", phone="+32470123457")
    mine, later, theirs = (
        notify(session, person, "resident_new_link", key=key)
        for person, key in ((case.person, "a"), (case.person, "b"), (other, "c"))
    )
    said = Said("call", "reached", told=(mine.id, theirs.id, 0))
    with pytest.raises(Refused, match=r"^contact\.told:"):
        note_contact(session, case, replace(said, outcome="voicemail"), by=by)
    for _ in range(2):  # a colleague did it meanwhile
        note_contact(session, case, said, by=by)
    assert (mine.done_at, mine.done_by) == (NOW, by.actor_id)
    assert (later.done_at, theirs.done_at) == (None, None)
    assert open_days(session, case) == []


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        (False, "Call again at %(time)s"),
        (True, "Call again at %(time)s: the owner was promised this hour"),
    ],
)
def test_an_hour_stands_in_the_task_and_ends_with_the_call(session, make, by, promised, words):
    case = make.case()
    said = Said("call", "voicemail", next_on=TODAY, next_time=time(14), promised=promised)
    row = note_contact(session, case, said, by=by)
    assert (row.next_time, row.direction) == ("14:00", "out")
    task = session.scalars(select(Task).where(Task.case_id == case.id)).one()
    assert task.what == stored_text(Text(words, {"time": "14:00"}))
    note_contact(session, case, Said("call", "reached", direction="in"), by=by)
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
        (Said("call", "reached", direction="up"), "contact.kind"),
        (Said("call", "voicemail", next_time=time(14)), "contact.no_day"),
        (Said("call", "voicemail", promised=True), "contact.no_day"),
        (Said("call", "reached", next_on=TODAY - timedelta(days=1)), "contact.past_day"),
    ],
)
def test_what_cannot_be_is_refused(session, make, by, said, code):
    with pytest.raises(Refused) as refused:
        note_contact(session, make.case(), said, by=by)
    assert refused.value.code == code
