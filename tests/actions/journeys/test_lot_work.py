"""The facts of many lots are gathered at once, and are what the pages of one lot find."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.journeys.queries.lot_work import work_of_drafts, work_of_jobs, work_of_lots
from renogroep.journeys.rules.lot_work import FirmQuote, Opener
from renogroep.orders.actions import freezing
from renogroep.orders.models import WaveFirm
from renogroep.orders.queries.next_choice import homes_left
from renogroep.quotes.actions import asking, choosing, opening
from renogroep.quotes.queries import comparing
from renogroep.quotes.queries.waiting import to_settle
from renogroep.quotes.rules.regularity import TO_SETTLE
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.queries import checklist
from tests.support import make_orders
from tests.support.make import TODAY
from tests.support.make_quotes import DEADLINE, answered, preferences, worked_example

AFTER = DEADLINE + timedelta(seconds=1)


def counted(session, work):
    """How many SELECTs something takes, with nothing known before."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT"):
            asked.append(statement)

    session.flush()
    session.expunge_all()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def lots_of(session, keys):
    statement = select(Lot).where(Lot.id.in_(keys)).options(joinedload(Lot.package))
    return session.scalars(statement).all()


def requests_of(session, keys):
    whole = joinedload(Request.lot).joinedload(Lot.package)
    return session.scalars(select(Request).where(Request.id.in_(keys)).options(whole)).all()


def in_choice(make):
    """A group whose homes chose, and for which the choice was worked out."""
    example = worked_example(make)
    choosing.start_choosing(make.session, example.lot, by=By(make.member(Role.LEAD).id))
    preferences(make, example)
    choosing.run(make.session, example.lot, by=By(make.member(Role.LEAD).id))
    return example


def in_question(make):
    example = worked_example(make, mode="procurement")
    asking.ask_price(make.session, example.quotes["A"], "01.01", by=By(make.member(Role.LEAD).id))
    return example


def ordering(make):
    example = make_orders.ready_to_order(make)
    make_orders.ordered(make, example, ("H1",))
    return example


def collecting(make):
    package = make.package()
    make.subscription(package, state="subscribed", screened_at=None)
    return package


WORLDS = {
    "collecting": collecting,
    "quoting": lambda make: worked_example(make, stage="quoting"),
    "opened": in_question,
    "checked": in_question,
    "choosing": in_choice,
    "standstill": make_orders.ready_to_order,
    "ordering": ordering,
    "left": in_choice,
}
STATES = {"checked": "checked", "standstill": "standstill", "left": "ordering"}


def world(make, kind):
    """Lot and request of one world."""
    made = WORLDS[kind](make)
    lot = made.lot if hasattr(made, "lot") else made.lots[0]
    lot.state = STATES.get(kind, lot.state)
    for home in getattr(made, "homes", {}).values():
        home.reference += f"-{lot.id}"  # a next world may have an H1 too
    return lot.id, made.request.id if hasattr(made, "request") else 0, made


@pytest.mark.parametrize("kind", WORLDS)
def test_five_lots_take_as_many_selects_as_one(make, kind):
    lots = [world(make, kind)[0] for _ in range(5)]
    session = make.session

    def ask(keys):
        return counted(session, lambda: work_of_lots(session, lots_of(session, keys), person_id=1))

    assert ask(lots[:1]) == ask(lots)


@pytest.mark.parametrize("kind", ["quoting", "opened", "standstill", "ordering"])
def test_five_jobs_take_as_many_selects_as_one(make, kind):
    made = [world(make, kind) for _ in range(5)]
    session, keys = make.session, [request_id for _, request_id, _ in made]
    firm_id = made[0][2].firms["A"].id
    for _, _, example in made:
        example.quotes["A"].organisation_id = firm_id

    def ask(keys):
        jobs = lambda: requests_of(session, keys)  # noqa: E731
        return counted(session, lambda: work_of_jobs(session, jobs(), firm_id=firm_id))

    assert ask(keys[:1]) == ask(keys)


def test_five_drafts_take_as_many_selects_as_one_and_count_as_the_checklist_does(make):
    session = make.session
    drafts = [make.package(state="draft", title="") for _ in range(5)]
    open_points = {row.id: sum(not item.done for item in checklist(session, row)) for row in drafts}
    keys = [row.id for row in drafts]

    def rows(keys):
        return session.scalars(select(Package).where(Package.id.in_(keys))).all()

    found = work_of_drafts(session, rows(keys))
    assert {key: work.checklist_open for key, work in found.items()} == open_points
    assert min(open_points.values()) > 0

    def ask(keys):
        return counted(session, lambda: work_of_drafts(session, rows(keys)))

    assert ask(keys[:1]) == ask(keys)


def work_of(make, lot, person_id=0):
    make.session.flush()
    return work_of_lots(make.session, [lot], person_id=person_id)[lot.id]


def job_of(make, example, firm):
    make.session.flush()
    firm_id = example.firms[firm].id
    return work_of_jobs(make.session, [example.request], firm_id=firm_id)[example.request.id]


# --- interest and quotes ------------------------------------------------------------------------


def test_a_home_to_call_has_the_day_that_was_promised(make):
    lot = collecting(make).lots[0]
    make.subscription(lot.package, state="interested", screened_at=None)
    make.subscription(lot.package, state="screened_fit")
    make.subscription(lot.package, state="withdrawn")
    work = work_of(make, lot)
    assert work.to_call == 2
    assert work.call_by == TODAY + timedelta(days=7)  # five working days


def test_a_quote_that_was_sent_is_sent_and_a_draft_is_not(make):
    example = worked_example(make, stage="quoting")
    assert job_of(make, example, "A").quote == FirmQuote.SENT
    example.quotes["A"].slot, example.quotes["A"].state = "draft", "draft"
    assert job_of(make, example, "A").quote == FirmQuote.DRAFT
    example.quotes["A"].state = "withdrawn"
    assert job_of(make, example, "A").quote == FirmQuote.NOT_STARTED


def test_an_opening_counts_only_after_the_deadline_that_holds(make):
    example = worked_example(make, stage="quoting", firms="")
    one, two = (make.member(Role.OPENING_OFFICER).id for _ in range(2))
    with clock.frozen_at(DEADLINE):
        assert not work_of(make, example.lot).quotes_are_in
    with clock.frozen_at(AFTER):
        assert work_of(make, example.lot).quotes_are_in
        opening.open_lot(make.session, example.lot, by=By(one))
        assert work_of(make, example.lot, one).opener == Opener.ME
        assert work_of(make, example.lot, two).opener == Opener.OTHER
        opening.open_lot(make.session, example.lot, by=By(two))
        assert work_of(make, example.lot).opened_empty
        example.lot.quote_deadline = AFTER + timedelta(days=20)
        work = work_of(make, example.lot)
        assert (work.opened_empty, work.opener) == (False, Opener.NOBODY)


def test_invited_firms_are_counted_per_lot(make):
    example = worked_example(make, stage="quoting")
    other = make.package().lots[0]
    other.state = "quoting"
    assert work_of(make, example.lot).invited == 3
    assert work_of(make, other).invited == 0


# --- checks -------------------------------------------------------------------------------------


def gap(make, example):
    answered(make, example.quotes["A"], "01.02", "missing")


def zero(make, example):
    answered(make, example.quotes["B"], "01.02", "price", "0", "0")


def aside(make, example):
    gap(make, example)
    example.quotes["A"].state = "irregular"


@pytest.mark.parametrize("spoil", [None, gap, zero, aside])
def test_the_points_to_settle_are_those_of_the_page_of_the_checks(make, spoil):
    example = worked_example(make, mode="procurement")
    if spoil:
        spoil(make, example)
    make.session.flush()
    regular = {quote.id for quote in example.quotes.values() if quote.state != "irregular"}
    expected = sum(
        finding.code in TO_SETTLE
        for key, found in comparing.findings(make.session, example.lot).items()
        for finding in found
        if key in regular
    )
    assert to_settle(make.session, [example.lot]).get(example.lot.id, 0) == expected
    assert expected == (1 if spoil in (gap, zero) else 0)


def test_a_question_waits_then_its_answer_and_then_nothing(make):
    example = in_question(make)
    lead = By(make.member(Role.LEAD).id)
    (row,) = comparing.price_queries(make.session, example.lot.id)
    work = work_of(make, example.lot)
    assert (work.questions, work.answers, work.answer_by) == (1, 0, row.answer_by)
    assert job_of(make, example, "A").questions == 1
    assert job_of(make, example, "B").questions == 0
    asking.keep_answer(make.session, row, answer="Eigen stelling.", by=lead)
    work = work_of(make, example.lot)
    assert (work.questions, work.answers) == (0, 1)
    assert job_of(make, example, "A").questions == 0
    asking.judge_price(make.session, row, verdict="accepted", reason="Goed.", by=lead)
    assert work_of(make, example.lot).answers == 0


# --- choice, rounds, works ----------------------------------------------------------------------


def test_who_did_not_choose_is_silent_and_who_stopped_is_not(make):
    example = worked_example(make)
    choosing.start_choosing(make.session, example.lot, by=By(make.member(Role.LEAD).id))
    assert work_of(make, example.lot).silent == 10
    assert not work_of(make, example.lot).chosen
    preferences(make, example, {"H1": ("A",), "H2": ("B",)})
    example.homes["H3"].state = "withdrawn"
    assert work_of(make, example.lot).silent == 7


def test_a_worked_out_choice_is_known_and_a_new_yes_waits_until_its_day(make):
    example = in_choice(make)
    work = work_of(make, example.lot)
    assert work.chosen
    assert work.yes_waiting > 0
    with clock.frozen_at(make_orders.at(work.yes_by)):
        assert work_of(make, example.lot).yes_waiting == work.yes_waiting
    with clock.frozen_at(make_orders.at(work.yes_by + timedelta(days=1))):
        assert work_of(make, example.lot).yes_waiting == 0


def test_homes_of_a_round_wait_for_advisor_firm_and_day(make):
    example = make_orders.ready_to_order(make)
    wave, orders = make_orders.open_wave(make, example)
    for name in ("H1", "H2", "H3", "H4"):
        orders[name].state = "provisional"
    orders["H2"].survey_note = "Andere maten."
    orders["H3"].advisor_agreed_at = clock.now()
    orders["H4"].advisor_agreed_at = orders["H4"].contractor_agreed_at = clock.now()
    work = work_of(make, example.lot)
    assert (work.to_measure, work.disputed, work.to_agree) == (1, 1, 1)
    assert (work.ordering, work.order_until, work.freeze_on) == (
        True,
        wave.order_until,
        wave.freeze_on,
    )
    assert job_of(make, example, "B").to_agree == 1
    assert job_of(make, example, "A").to_agree == 0


def test_works_are_planned_started_and_handed_over(make):
    example = make_orders.ready_to_order(make)
    wave, orders = make_orders.open_wave(make, example)
    wave.state = "executing"
    for name, state in (("H1", "frozen"), ("H2", "planned"), ("H3", "planned"), ("H4", "in_works")):
        orders[name].state = state
    orders["H2"].planned_on, orders["H3"].planned_on = TODAY + timedelta(days=9), TODAY
    work = job_of(make, example, "B")
    assert (work.to_plan, work.to_start, work.to_start_on, work.to_hand_over) == (1, 2, TODAY, 1)
    assert not work_of(make, example.lot).rounds_done
    wave.state = "done"
    assert work_of(make, example.lot).rounds_done


def test_a_firm_below_its_minimum_is_asked_until_its_day_and_the_others_are_not(make):
    example = make_orders.ready_to_order(make)
    wave, _ = make_orders.ordered(make, example, ("H1", "H2"))
    with clock.frozen_at(make_orders.at(make_orders.FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        until = work_of(make, example.lot).waive_until
        assert until > make_orders.FREEZE_ON
        assert job_of(make, example, "B").waive_until == until
        assert job_of(make, example, "A").waive_until is None


def test_homes_left_without_a_firm_are_those_of_the_page_of_the_round(make):
    example = in_choice(make)
    example.lot.state = "ordering"
    wave, orders = make_orders.open_wave(make, example)
    assert homes_left(make.session, example.lot) == work_of(make, example.lot).homes_left == 0
    with clock.frozen_at(make_orders.at(make_orders.FREEZE_ON)):
        for order in orders.values():
            order.state, order.ended_at = "lapsed", clock.now()
        firm = next(iter(orders.values())).quote
        wave.state = "lapsed"
        make._add(
            WaveFirm(
                municipality_id=wave.municipality_id,
                wave_id=wave.id,
                quote_id=firm.id,
                outcome="below_minimum",
                n=1,
                minimum=6,
            )
        )
        make.session.expire(wave)
        left = homes_left(make.session, example.lot)
        assert left > 0
        assert work_of(make, example.lot).homes_left == left
