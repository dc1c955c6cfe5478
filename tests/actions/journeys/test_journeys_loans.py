"""A loan from the advisor's proposal to the lender's answer, and what becomes of the signed order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.models import RuleVersion
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions import loans
from renogroep.journeys.actions.close_case import close_case
from renogroep.journeys.queries.loans import ended_loans, invoices_of, reminders
from renogroep.orders.actions.funding import silent_own_money
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.actions.loans import LoanAsked
from renogroep.owners.actions.people import erase_person, export_person, repoint_person
from renogroep.owners.loan_queries import open_loan
from renogroep.owners.models import LoanProposal, Task
from renogroep.owners.rules.loans import LoanState
from tests.support.make_orders import FREEZE_ON, at, place, surveyed

DAY = timedelta(days=1)
OPENS = date(2027, 1, 4)  # the first working day on which somebody may ask
ASKED = LoanAsked(
    instrument="noodkoopfonds",
    amount=Money.euros("10691.16"),
    reason="Geen bank leent dit gezin.",
    checks={"only_home": True, "main_residence": True},
    spread_years=20,
)


@pytest.fixture
def order(make):
    """H1, measured: it may order."""
    return surveyed(make)[2]["H1"]


@pytest.fixture
def case(order):
    return order.subscription.case


@pytest.fixture
def advisor(make):
    return By(make.member(Role.ADVISOR).id)


def do(make, action, *given, day=OPENS, **more):
    with clock.frozen_at(at(day)):
        found = action(make.session, *given, **more)
    make.session.flush()
    return found


def proposed(make, case, advisor, on=OPENS, **changes):
    return do(make, loans.propose_loan, case, replace(ASKED, **changes), day=on, by=advisor)


def went(make, loan, advisor, *moves, on=OPENS):
    """Each step twice, as a button that was pressed twice."""
    for move in moves:
        given = {"on": on} if move == "apply" else {}
        for _ in range(2):
            do(make, loans.MOVES[move], loan, day=on, by=advisor, **given)


def kinds(order):
    return {row.kind: row.state for row in order.conditions}


def told(make, notice):
    like = OutboxMessage.key.like(f"{notice}:%")
    return make.session.scalars(select(OutboxMessage).where(like)).all()


def test_a_proposal_is_told_once_and_kept_with_its_rule(make, case, advisor):
    loan = proposed(make, case, advisor)
    assert proposed(make, case, advisor) is loan
    assert (loan.state, loan.amount, loan.spread_years) == ("proposed", ASKED.amount, 20)
    assert make.session.get(RuleVersion, loan.rule_version_id).kind == "loan"
    assert loan.checks == {"only_home": "yes", "main_residence": "yes"}
    assert len(told(make, "loan_proposed")) == 1


@pytest.mark.parametrize(
    ("on", "changes", "why"),
    [
        (date(2026, 12, 31), {}, "in these weeks"),
        (OPENS, {"checks": {"only_home": False, "main_residence": True}}, "must be yes"),
        (OPENS, {"checks": {"main_residence": True}}, "Not known yet"),
        (OPENS, {"instrument": "mijn_verbouwlening"}, "not sure"),  # low confidence
        (OPENS, {"instrument": "verzonnen"}, "not for this owner"),
        (OPENS, {"amount": Money(0)}, "this amount"),
        (OPENS, {"amount": Money.euros("50000.01")}, "this amount"),
    ],
)
def test_what_is_not_proposable_says_why_and_changes_nothing(make, case, advisor, on, changes, why):
    with pytest.raises(Refused, match=r"loan\.not_proposable") as refused:
        proposed(make, case, advisor, on=on, **changes)
    assert why in str(refused.value.text)
    assert open_loan(make.session, case.id) is None


def test_who_told_of_another_home_gets_no_proposal_whatever_is_ticked(make, case, advisor):
    case.other_dwelling = True
    with pytest.raises(Refused, match=r"loan\.not_proposable"):
        proposed(make, case, advisor)


def test_one_loan_at_a_time(make, case, advisor):
    loan = proposed(make, case, advisor)
    with pytest.raises(Refused, match=r"loan\.open_already"):
        proposed(make, case, advisor, amount=Money.euros(5000))
    went(make, loan, advisor, "decline")
    assert proposed(make, case, advisor, amount=Money.euros(5000)).id != loan.id


def test_an_old_page_and_a_closed_case_propose_nothing(make, case, advisor):
    with pytest.raises(StaleDataError):
        do(make, loans.propose_loan, case, ASKED, by=replace(advisor, seen=case.version + 1))
    case.state = "closed"
    make.session.flush()
    with pytest.raises(Refused, match=r"case\.closed"):
        proposed(make, case, advisor)


def test_the_loan_goes_its_way_and_the_order_hangs_on_it_until_it_comes(make, case, advisor, order):
    place(make, order)
    loan = proposed(make, case, advisor)
    assert kinds(order) == {"threshold": "open"}
    went(make, loan, advisor, "choose")
    assert kinds(order)["funding"] == "open"
    went(make, loan, advisor, "apply", "grant")
    assert (loan.state, kinds(order)["funding"]) == (LoanState.GRANTED, "met")
    assert loan.checks["no_market_loan"] == "yes"  # the lender decided it
    with pytest.raises(Refused, match=r"loan\.wrong_state"):
        do(make, loans.refuse_loan, loan, by=advisor)


def test_who_orders_after_it_chose_a_loan_hangs_on_it_too(make, case, advisor, order):
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose")
    assert kinds(order) == {}
    with clock.frozen_at(at(OPENS)):
        place(make, order)
    assert kinds(order)["funding"] == "open"


def test_who_orders_after_the_refusal_hangs_on_nothing(make, case, advisor, order):
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose", "apply", "refuse")
    with clock.frozen_at(at(OPENS)):
        place(make, order)
    assert kinds(order) == {"threshold": "open"}


def refused(make, case, advisor, order, *moves, on=OPENS):
    place(make, order)
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose", "apply")
    went(make, loan, advisor, *moves, on=on)
    return loan


@pytest.mark.parametrize("last", ["refuse", "lapse"])
def test_without_the_loan_the_household_pays_or_stops_within_five_working_days(
    make, case, advisor, order, last
):
    refused(make, case, advisor, order, last)
    assert order.own_money_until == date(2027, 1, 11)
    assert len(told(make, "loan_refused")) == 1
    assert silent_own_money(make.session, date(2027, 1, 11)) == []
    assert silent_own_money(make.session, date(2027, 1, 12)) == [order.id]


def test_a_refusal_on_the_day_of_the_freeze_stops_the_order_at_once(make, case, advisor, order):
    refused(make, case, advisor, order, "refuse", on=FREEZE_ON)
    assert (order.state, order.loss_reason) == (OrderState.LAPSED, "funding")
    assert len(told(make, "orders_lapsed")) == 1


def test_a_loan_that_nobody_chose_ends_without_a_question(make, case, advisor, order):
    place(make, order)
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "lapse")
    assert (order.own_money_until, told(make, "loan_refused")) == (None, [])


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (OPENS, None),
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), "loan.closed_weeks"),
        (date(2026, 12, 31), "loan.closed_weeks"),
        (date(2027, 1, 1), None),
        (OPENS + DAY, "loan.future_day"),
    ],
)
def test_the_lender_was_asked_on_a_day_on_which_it_can_be(make, case, advisor, on, code):
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose")
    if code is None:
        went_on(make, loan, advisor, on)
        assert (loan.state, loan.moved_on) == (LoanState.APPLIED, on)
        return
    with pytest.raises(Refused, match=code):
        went_on(make, loan, advisor, on)


def went_on(make, loan, advisor, day):
    with clock.frozen_at(at(OPENS)):
        loans.apply_loan(make.session, loan, on=day, by=advisor)


@pytest.mark.parametrize(("later", "refuses"), [(0, False), (1, False), (2, True)])
def test_a_rule_that_ends_tomorrow_may_still_be_chosen_tomorrow(
    make, case, advisor, later, refuses
):
    ends_on(make, OPENS + DAY)
    loan = proposed(make, case, advisor)
    on = OPENS + later * DAY
    assert ended_loans(make.session, on) == ([loan.id] if refuses else [])
    if not refuses:
        went(make, loan, advisor, "choose", on=on)
        return
    with pytest.raises(Refused, match=r"loan\.ended"):
        do(make, loans.choose_loan, loan, day=on, by=advisor)
    for _ in range(2):
        do(make, loans.lapse_ended, loan.id, day=on)
    assert loan.state == LoanState.LAPSED


def ends_on(make, day):
    """The row of this loan ends on a day, in every version."""
    for version in make.session.scalars(select(RuleVersion).where(RuleVersion.kind == "loan")):
        for row in version.table["rules"]:
            if row["instrument"] == ASKED.instrument:
                row["valid_until"] = day.isoformat()
        flag_modified(version, "table")
    make.session.flush()


def test_the_household_is_reminded_twice_and_the_advisor_calls(make, case, advisor, order):
    place(make, order)
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose")
    days = []
    for left in range(23, -1, -1):
        on = FREEZE_ON - left * DAY
        for one in reminders(make.session, on):
            days.append((left, one.days))
            do(make, loans.remind, one, day=on)
    assert days == [(21, 21), (7, 7)]
    assert len(told(make, "loan_reminder")) == 2
    due = [row.due_on for row in make.session.scalars(select(Task)) if row.due_on >= OPENS]
    assert due == [date(2027, 1, 7), date(2027, 1, 21)]


def test_nobody_is_reminded_of_a_loan_that_was_decided(make, case, advisor, order):
    refused(make, case, advisor, order, "grant")
    assert [reminders(make.session, FREEZE_ON - n * DAY) for n in (21, 7)] == [[], []]


def test_a_case_that_ends_ends_its_loan(make, case, advisor):
    free = make.case()
    loan = proposed(make, case, advisor)
    loan.case_id = free.id
    make.session.flush()
    close_case(make.session, free, reason="cost", by=advisor)
    assert loan.state == LoanState.LAPSED


def test_every_step_is_recorded_with_who_said_it_and_how(make, case, advisor, order):
    refused(make, case, advisor, order, "refuse")
    did = make.session.scalars(
        select(AuditEvent.did)
        .where(AuditEvent.subject_kind == "loan_proposal")
        .order_by(AuditEvent.id)
    ).all()
    assert [one.partition(".")[2] for one in did] == ["proposed", "chosen", "applied", "refused"]


def test_the_bank_amount_is_that_of_the_orders_of_the_home(make, case, order):
    place(make, order)
    assert invoices_of(make.session, case.id, clock.today()) == Money.euros("9294.08")
    assert invoices_of(make.session, make.case().id, clock.today()) is None


def test_the_whole_person_goes_with_the_loan(make, case, advisor):
    proposed(make, case, advisor)
    kept = export_person(make.session, case.person_id)["cases"][0]["loans"]
    assert kept[0]["loan_state"] == "proposed"
    new = make.person()
    repoint_person(make.session, advisor.actor_id, new.id)
    loan = make.session.scalars(select(LoanProposal)).one()
    make.session.refresh(loan)
    assert loan.proposed_by == new.id
    erase_person(make.session, case.person_id)
    assert make.session.scalars(select(LoanProposal)).all() == []


def test_of_two_open_loans_of_cases_that_become_one_the_older_case_keeps_its_own(
    make, case, advisor
):
    other = make.case(dwelling=case.dwelling, person=make.person())
    kept, gone = proposed(make, case, advisor), proposed(make, other, advisor)
    repoint_person(make.session, other.person_id, case.person_id)
    make.session.expire_all()
    assert (kept.state, gone.state) == (LoanState.PROPOSED, LoanState.LAPSED)
    assert {kept.case_id, gone.case_id} == {case.id}


def test_the_system_itself_may_end_nothing_that_goes_on(make, case, advisor):
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose")
    do(make, loans.lapse_ended, loan.id)
    assert (loan.state, TICK.actor_id) == (LoanState.CHOSEN, None)


def test_who_has_the_loan_already_waits_for_nobody(make, order, case, advisor):
    loan = proposed(make, case, advisor)
    went(make, loan, advisor, "choose", "apply", "grant")
    do(make, lambda session: place(make, order, needs_loan=True))
    assert "funding" not in {row.kind for row in order.conditions}
