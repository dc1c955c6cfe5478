"""Opening: after the deadline, by two different people, everything at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.stop_lot import stop_lot
from renogroep.quotes.actions import deadlines, opening
from renogroep.quotes.models import Opening, QuoteLine
from renogroep.quotes.queries import opened
from tests.support.make import NOW
from tests.support.make_jobs import invited
from tests.support.make_quotes import sheet_for, worked_example


@pytest.fixture
def two(make):
    return make.member(Role.LEAD).id, make.member(Role.OPENING_OFFICER).id


def test_nothing_opens_before_the_deadline(session, make, two):
    example = worked_example(make, stage="quoting", deadline=NOW + timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        opening.open_lot(session, example.lot, by=By(two[0]))
    assert refused.value.code == "opening.too_early"
    assert refused.value.text.params["deadline"] == NOW + timedelta(seconds=1)
    assert session.scalars(select(Opening)).all() == []


def test_the_second_of_the_deadline_is_for_firms_and_the_next_one_for_the_opening(
    session, make, two
):
    example = worked_example(make, stage="quoting", deadline=NOW)
    with pytest.raises(Refused):
        opening.open_lot(session, example.lot, by=By(two[0]))
    with clock.frozen_at(NOW + timedelta(seconds=1)):
        opening.open_lot(session, example.lot, by=By(two[0]))
    assert example.lot.state == "quoting"


def test_the_first_confirmation_opens_nothing(session, make, two):
    example = worked_example(make, stage="quoting")
    row = opening.open_lot(session, example.lot, by=By(two[0]))
    assert row.second_at is None
    assert row.minutes == []
    assert session.scalars(select(QuoteLine)).all() == []
    assert {quote.state for quote in example.quotes.values()} == {"submitted"}


def test_the_same_person_cannot_confirm_twice(session, make, two):
    example = worked_example(make, stage="quoting")
    opening.open_lot(session, example.lot, by=By(two[0]))
    with pytest.raises(Refused) as refused:
        opening.open_lot(session, example.lot, by=By(two[0]))
    assert refused.value.code == "opening.same_person"
    assert example.lot.state == "quoting"


def test_two_people_open_everything_at_once(session, make, two):
    example = worked_example(make, stage="quoting")
    opening.open_lot(session, example.lot, by=By(two[0]))
    row = opening.open_lot(session, example.lot, by=By(two[1]))
    assert (row.first_id, row.second_id) == two
    assert example.lot.state == "opened"
    assert example.request.opened_at == NOW
    assert {quote.state for quote in example.quotes.values()} == {"opened"}
    b = example.quotes["B"]
    assert (b.own_minimum, b.warranty_years, b.disruption_days) == (4, 10, 8)
    deadline = clock.local(example.request.deadline).date()
    assert b.valid_until == deadline + timedelta(days=180)
    sheet = opened.sheet_of(session, b)
    assert sheet.sheet.answers == sheet_for("B").answers
    # By hand: 642 x (110 + 12) + 64 x 58 + 4 x 720 + 3,000 in the second band.
    assert sheet.total(1) == Money.euros(87_916)


def test_the_minutes_name_firm_receipt_hash_time_and_totals(session, make):
    example = worked_example(make)
    row = opened.latest_opening(session, example.lot.id)
    assert [line["firm"] for line in row.minutes] == ["A", "B", "C"]
    first = row.minutes[0]
    assert first["receipt"] == example.quotes["A"].receipt
    assert first["hash"] == example.quotes["A"].receipt_hash
    assert first["intact"] is True
    assert first["submitted_at"] == example.quotes["A"].submitted_at.isoformat()
    assert [total["cents"] for total in first["totals"]] == [95_502_00, 86_514_00]


def test_a_payload_that_is_not_what_was_receipted_shows_in_the_minutes(session, make, two):
    example = worked_example(make, stage="quoting")
    example.quotes["A"].receipt_hash = "f" * 64
    opening.open_lot(session, example.lot, by=By(two[0]))
    row = opening.open_lot(session, example.lot, by=By(two[1]))
    assert [line["intact"] for line in row.minutes] == [False, True, True]


def test_a_draft_that_was_never_handed_in_is_left_out(session, make, two):
    example = worked_example(make, stage="quoting")
    draft = example.quotes["C"]
    draft.state, draft.slot = "draft", "draft"
    opening.open_lot(session, example.lot, by=By(two[0]))
    opening.open_lot(session, example.lot, by=By(two[1]))
    assert draft.state == "not_submitted"
    assert draft.lines == []


def test_every_firm_hears_it_and_no_price_leaves_with_it(session, make):
    example = worked_example(make)
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("quotes_opened:%")))
    bodies = {row.person_id: row.body for row in sent}
    assert set(bodies) == {person.id for person in example.contractors.values()}
    assert not any("86.514" in body or "95.502" in body for body in bodies.values())


def test_an_opened_lot_is_not_opened_again(session, make, two):
    example = worked_example(make)
    with pytest.raises(Refused) as refused:
        opening.open_lot(session, example.lot, by=By(two[0]))
    assert refused.value.code == "opening.not_now"


def test_a_lot_that_is_opened_elsewhere_is_not_opened_here(session, make, two):
    example = worked_example(make, mode="procurement", stage="quoting", own_submission=False)
    with pytest.raises(Refused) as refused:
        opening.open_lot(session, example.lot, by=By(two[0]))
    assert refused.value.code == "opening.elsewhere"


def test_who_looked_at_an_older_page_is_told_that_a_colleague_was_first(session, make, two):
    example = worked_example(make, stage="quoting")
    opening.open_lot(session, example.lot, by=By(two[0]), expects=0)
    with pytest.raises(Refused) as refused:
        opening.open_lot(session, example.lot, by=By(two[1]), expects=0)
    assert refused.value.code == "opening.somebody_was_first"
    assert example.lot.state == "quoting"


class TestNoQuotes:
    @pytest.fixture
    def empty(self, session, make, two):
        example = worked_example(make, stage="quoting", firms="")
        opening.open_lot(session, example.lot, by=By(two[0]))
        opening.open_lot(session, example.lot, by=By(two[1]))
        return example

    def test_the_minutes_say_so_and_the_lot_waits(self, session, empty):
        row = opened.latest_opening(session, empty.lot.id)
        assert row.second_at == NOW
        assert row.minutes == []
        assert empty.lot.state == "quoting"

    def test_it_is_not_opened_again_by_accident(self, session, empty, two):
        with pytest.raises(Refused) as refused:
            opening.open_lot(session, empty.lot, by=By(two[0]))
        assert refused.value.code == "opening.no_quotes"

    def test_a_new_deadline_makes_a_second_opening_possible(self, session, empty, two):
        later = NOW + timedelta(days=20)
        deadlines.give_more_time(
            session, empty.lot, deadline=later, reason="Bouwverlof", by=By(two[0])
        )
        assert empty.request.deadline == later
        with clock.frozen_at(later + timedelta(seconds=1)):
            opening.open_lot(session, empty.lot, by=By(two[0]))
        attempts = session.scalars(select(Opening).order_by(Opening.attempt)).all()
        assert [(row.attempt, row.note) for row in attempts] == [(1, "Bouwverlof"), (2, "")]

    def test_a_deadline_in_the_past_is_refused(self, session, empty, two):
        with pytest.raises(Refused):
            deadlines.give_more_time(session, empty.lot, deadline=NOW, reason="x", by=By(two[0]))
        assert empty.request.deadline < NOW

    def test_the_lot_stops_with_a_reason_and_households_hear_it(self, session, empty, two):
        stop_lot(session, empty.lot, reason="Geen enkele firma.", by=By(two[0]))
        assert empty.lot.state == "failed"
        sent = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.like("quotes_failed:%"))
        ).all()
        assert {row.person_id for row in sent} == {h.person_id for h in empty.homes.values()}
        assert all("Geen enkele firma." in row.body for row in sent)

    def test_firms_that_were_asked_hear_it_too(self, session, make, empty, two):
        _, person = invited(make, empty.lot)
        stop_lot(session, empty.lot, reason="Geen enkele firma.", by=By(two[0]))
        assert person.id in told(session, "quotes_failed")

    def test_households_that_wanted_nothing_else_are_free_again(self, session, empty, two):
        stop_lot(session, empty.lot, reason="Geen enkele firma.", by=By(two[0]))
        assert {home.state for home in empty.homes.values()} == {"expired"}

    def test_the_minutes_keep_why_there_was_a_new_deadline(self, session, empty, two):
        later = NOW + timedelta(days=20)
        deadlines.give_more_time(
            session, empty.lot, deadline=later, reason="Bouwverlof", by=By(two[0])
        )
        stop_lot(session, empty.lot, reason="Geen enkele firma.", by=By(two[0]))
        assert session.scalars(select(Opening)).one().note == "Bouwverlof\n\nGeen enkele firma."


def test_a_new_deadline_after_an_opening_with_quotes_is_refused(session, make, two):
    example = worked_example(make)
    with pytest.raises(Refused) as refused:
        deadlines.give_more_time(
            session, example.lot, deadline=NOW + timedelta(days=9), reason="x", by=By(two[0])
        )
    assert refused.value.code == "deadline.not_now"


def told(session, event):
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like(f"{event}:%")))
    return [row.person_id for row in rows]


class TestMoreTime:
    """Before the deadline, over sealed quotes."""

    @pytest.fixture
    def asked(self, make):
        return worked_example(make, stage="quoting", deadline=NOW + timedelta(days=1))

    def give(self, session, asked, two, days, reason="De tekening kwam later."):
        deadline = NOW + timedelta(days=days)
        deadlines.give_more_time(
            session, asked.lot, deadline=deadline, reason=reason, by=By(two[0])
        )

    def test_every_firm_and_household_hears_each_new_deadline(self, session, asked, two):
        self.give(session, asked, two, 5)
        self.give(session, asked, two, 9)
        assert asked.request.deadline == NOW + timedelta(days=9)
        firms = {person.id for person in asked.contractors.values()}
        homes = {home.person_id for home in asked.homes.values()}
        for event, people in (("quotes_new_deadline", firms), ("quotes_later", homes)):
            assert set(told(session, event)) == people
            assert len(told(session, event)) == 2 * len(people)

    def test_sealed_quotes_stay_and_open_after_the_new_deadline(self, session, asked, two):
        self.give(session, asked, two, 5)
        assert {quote.state for quote in asked.quotes.values()} == {"submitted"}
        with clock.frozen_at(NOW + timedelta(days=1, seconds=1)), pytest.raises(Refused):
            opening.open_lot(session, asked.lot, by=By(two[0]))
        with clock.frozen_at(NOW + timedelta(days=5, seconds=1)):
            for person in two:
                opening.open_lot(session, asked.lot, by=By(person))
        assert {quote.state for quote in asked.quotes.values()} == {"opened"}

    def test_it_lies_before_the_last_day_to_order(self, session, asked, two):
        asked.package.order_deadline = (NOW + timedelta(days=10)).date()
        session.flush()
        with pytest.raises(Refused, match="request.after_orders"):
            deadlines.give_more_time(
                session,
                asked.lot,
                deadline=NOW + timedelta(days=11),
                reason="Bouwverlof",
                by=By(two[0]),
            )

    @pytest.mark.parametrize("days", [-1, 0, 0.5, 1])
    def test_it_is_never_earlier_and_nobody_hears_of_it(self, session, asked, two, days):
        with pytest.raises(Refused):
            self.give(session, asked, two, days)
        assert asked.request.deadline == NOW + timedelta(days=1)
        assert told(session, "quotes_new_deadline") == []

    def test_it_needs_a_reason(self, session, asked, two):
        with pytest.raises(Refused) as refused:
            self.give(session, asked, two, 5, reason="")
        assert refused.value.code == "deadline.no_reason"

    def test_not_once_the_deadline_passed_over_sealed_quotes(self, session, asked, two):
        """Who was in time is not overtaken by who was late."""
        with clock.frozen_at(NOW + timedelta(days=2)), pytest.raises(Refused) as refused:
            self.give(session, asked, two, 5)
        assert refused.value.code == "deadline.not_now"


def test_a_lot_does_not_stop_without_a_reason(session, make, two):
    example = worked_example(make)
    with pytest.raises(Refused):
        stop_lot(session, example.lot, reason="", by=By(two[0]))
    assert example.lot.state == "opened"


def test_a_lot_has_one_opening_per_attempt(session, make, two):
    example = worked_example(make)
    again = Opening(
        municipality_id=example.lot.municipality_id,
        lot_id=example.lot.id,
        attempt=1,
        first_id=two[0],
        first_at=NOW,
        minutes=[],
    )
    session.add(again)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
