"""Who said yes to a second choice, or may still answer, is not asked again; who is late moves on."""

from datetime import date, timedelta

import pytest

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.quotes.actions import choosing
from renogroep.quotes.queries import choosing as choosing_queries
from renogroep.quotes.queries import opened
from tests.support.make import NOW
from tests.support.make_quotes import preferences, worked_example

YES_BY = date(2026, 11, 30)  # five working days after Monday 23 November
ON_THE_DAY = clock.at_local(YES_BY)
THE_DAY_AFTER = clock.at_local(YES_BY + timedelta(days=1))


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD).id


@pytest.fixture
def example(session, make, lead):
    """H9 and H10 were asked for a yes to their second choice."""
    made = worked_example(make)
    choosing.start_choosing(session, made.lot, by=By(lead))
    preferences(make, made)
    choosing.run(session, made.lot, by=By(lead))
    return made


def h9(session, example):
    return opened.assignment_of(session, example.homes["H9"], example.lot)


def say(session, how, example, lead):
    row = h9(session, example)
    how(session, row, by=By(lead, Channel.PHONE, row.mark))


def test_a_question_that_is_still_open_keeps_its_day(session, example, lead):
    with clock.frozen_at(ON_THE_DAY):
        choosing.run(session, example.lot, by=By(lead))
    row = h9(session, example)
    assert (row.quote, row.yes_by, row.yes_at) == (example.quotes["A"], YES_BY, None)


def test_on_the_last_day_the_answer_still_counts(session, example, lead):
    with clock.frozen_at(ON_THE_DAY):
        assert choosing_queries.waits_for_yes(h9(session, example))
        choosing.run(session, example.lot, by=By(lead))
        say(session, choosing.accept, example, lead)
    assert opened.assigned_quote(session, example.homes["H9"], example.lot) == example.quotes["A"]


def test_the_day_after_the_contractor_is_gone(session, example, lead):
    with clock.frozen_at(THE_DAY_AFTER):
        assert not choosing_queries.waits_for_yes(h9(session, example))
        choosing.run(session, example.lot, by=By(lead))
    assert h9(session, example).quote is None


def test_a_yes_stays_a_yes_after_its_last_day(session, example, lead):
    say(session, choosing.accept, example, lead)
    with clock.frozen_at(THE_DAY_AFTER):
        choosing.run(session, example.lot, by=By(lead))
    row = h9(session, example)
    assert (row.quote, row.yes_by, row.yes_at) == (example.quotes["A"], YES_BY, NOW)


def test_a_no_that_is_taken_back_asks_for_a_new_yes(session, example, lead):
    say(session, choosing.decline, example, lead)
    later = NOW + timedelta(days=1)
    with clock.frozen_at(later):
        answer = choosing_queries.preference(session, example.request.id, example.homes["H9"].id)
        answer.at = later
        session.flush()
        choosing.run(session, example.lot, by=By(lead))
    row = h9(session, example)
    assert (row.quote, row.yes_at) == (example.quotes["A"], None)
    assert row.yes_by == YES_BY + timedelta(days=1)


def test_a_yes_to_one_contractor_is_no_yes_to_another(session, example, lead):
    say(session, choosing.accept, example, lead)
    answer = choosing_queries.preference(session, example.request.id, example.homes["H9"].id)
    answer.quote_ids = [example.quotes["C"].id, example.quotes["B"].id]
    session.flush()
    choosing.run(session, example.lot, by=By(lead))
    row = h9(session, example)
    assert (row.quote, row.yes_at) == (example.quotes["B"], None)
