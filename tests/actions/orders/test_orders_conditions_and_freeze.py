"""What an order hangs on, who falls at the freeze, and what a contractor below its minimum can do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, ordering, reminders, surveying, waves, withdrawing
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from tests.support.make import NOW, TODAY
from tests.support.make_orders import (
    FREEZE_ON,
    ORDER_UNTIL,
    at,
    firm_of,
    open_wave,
    ordered,
    place,
    ready_to_order,
    survey,
    surveyed,
)

OF_ONE = True

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))


def kinds(order):
    return {row.kind: row.state for row in order.conditions}


def told(make, notice):
    """How many people heard this."""
    like = OutboxMessage.key.like(f"{notice}:%")
    return make.session.scalar(select(func.count()).where(like))


def test_a_round_asks_two_dates_that_leave_time_to_withdraw(make):
    example = ready_to_order(make)
    with pytest.raises(Refused, match="freeze.too_early"):
        open_wave(make, example, freeze_on=ORDER_UNTIL + timedelta(days=14))
    with pytest.raises(Refused, match="freeze.holiday"):
        open_wave(make, example, freeze_on=date(2027, 3, 29))  # Easter Monday
    with pytest.raises(Refused, match="wave.past"):
        open_wave(make, example, order_until=TODAY - timedelta(days=1))
    open_wave(make, example)
    with pytest.raises(Refused, match="wave.open"):
        open_wave(make, example)


def test_a_lot_without_a_contractor_takes_no_orders(make):
    example = ready_to_order(make)
    example.lot.state = "standstill"
    with pytest.raises(Refused, match="wave.lot_not_ordering"):
        open_wave(make, example)


def test_interest_is_never_an_order(make):
    example = ready_to_order(make)
    open_wave(make, example)
    assert finding.confirmed(make.session, [example.lot]) == {}
    indicative = select(func.count()).where(Order.state == OrderState.INDICATIVE)
    assert make.session.scalar(indicative) == 10


def test_before_the_survey_a_home_counts_as_presumed_or_measured_and_alone(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    # 60 x 126 + 6 x 58 + the whole scaffold 720 + 3,000 / 6
    assert orders["H1"].ceiling.cents == (7908 + 720 + 500) * 100


def test_the_waves_orders_keep_the_order_of_their_references(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    names = sorted(orders, key=lambda name: orders[name].reference)
    assert names == [f"H{n}" for n in range(1, 11)]


def test_nobody_measures_before_a_provisional_yes(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    with pytest.raises(Refused, match="survey.no_yes"):
        surveying.measure(
            make.session, orders["H1"], quantities={}, run_code="", run_size=1, by=By(1)
        )


def test_new_quantities_void_the_contractors_yes_and_the_signatures(make):
    example, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    assert order.state == OrderState.AWAITING_CO_OWNER
    survey_again(make, order)
    assert order.state == OrderState.SURVEYED
    assert order.contractor_agreed_at is None
    assert order.signed_at is None
    with pytest.raises(Refused, match="order.not_surveyed"):
        place(make, order)
    surveying.agree(make.session, order, by=By(example.contractors["B"].id))
    place(make, order)
    assert order.state == OrderState.AWAITING_CO_OWNER  # Mia owns the home still
    assert told(make, "orders_co_sign") == 2


def survey_again(make, order):
    from renogroep.orders.queries.offers import agreed_quantities

    surveying.measure(
        make.session,
        order,
        quantities=dict(agreed_quantities(order)),
        run_code=order.run_code,
        run_size=order.run_size,
        by=By(make.member(Role.ADVISOR).id),
    )


def test_after_the_order_quantities_stand(make):
    _, _, orders = surveyed(make)
    place(make, orders["H1"])
    with pytest.raises(Refused, match="order.wrong_state"):
        survey_again(make, orders["H1"])


def test_the_contractor_cannot_agree_before_the_advisor_and_twice_is_once(make):
    example, _, orders = surveyed(make)
    firm = example.contractors["B"].id
    before = orders["H1"].contractor_agreed_at
    surveying.agree(make.session, orders["H1"], by=By(firm, seen=1))
    assert orders["H1"].contractor_agreed_at == before
    ordering.say_provisional_yes(make.session, orders["H2"], by=TICK)
    with pytest.raises(Refused, match="survey.not_measured"):
        surveying.agree(make.session, orders["H2"], by=By(firm))


def test_what_the_contractor_disputes_the_advisor_measures_again(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    make.member(Role.ADVISOR)
    surveying.dispute(make.session, order, words="62 m² gemeten", by=By(1))
    assert order.advisor_agreed_at is None
    assert order.survey_note == "62 m² gemeten"
    with pytest.raises(Refused, match="order.not_surveyed"):
        place(make, order)
    assert told(make, "orders_survey_differs") >= 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"threshold"}),
        ({"needs_loan": True}, {"threshold", "funding"}),
        ({"co_owner": MIA}, {"threshold", "co_owner"}),
    ],
)
def test_the_conditions_that_an_order_carries(make, given, expected):
    _, _, orders = surveyed(make)
    place(make, orders["H1"], **given)
    assert kinds(orders["H1"]).keys() == expected


def test_the_last_signature_binds_and_starts_the_fourteen_days(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    assert order.ordered_at is None
    assert told(make, "orders_signed") == 1
    person = order.co_owners[0].person_id
    with clock.frozen_at(NOW + timedelta(days=3)):
        ordering.co_sign(make.session, order, person_id=person, by=By(person))
        ordering.co_sign(make.session, order, person_id=person, by=By(person))
    assert order.state == OrderState.ORDERED
    assert order.withdraw_until == TODAY + timedelta(days=3 + 14)
    assert kinds(order)["co_owner"] == "met"
    assert told(make, "orders_ordered") == 2


def test_a_co_owner_is_reminded_once_after_a_week(make):
    _, _, orders = surveyed(make)
    place(make, orders["H1"], co_owner=MIA)
    assert reminders.remind_co_owners(make.session, TODAY + timedelta(days=6)) == 0
    for _ in range(2):
        reminders.remind_co_owners(make.session, TODAY + timedelta(days=7))
    assert told(make, "orders_co_sign_reminder") == 1


def test_a_refused_loan_ends_the_order_and_frees_the_place(make):
    example, wave, orders = surveyed(make, ["H1", "H2"])
    example.lot.min_to_execute = example.lot.max_homes = 1
    place(make, orders["H1"], needs_loan=True)
    with pytest.raises(Refused, match="order.no_place"):
        place(make, orders["H2"])
    ordering.wait_for_place(make.session, orders["H2"], by=TICK)
    withdrawing.decide_condition(make.session, orders["H1"], "funding", met=False, by=By(1))
    assert (orders["H1"].state, orders["H1"].loss_reason) == (OrderState.LAPSED, "funding")
    assert told(make, "orders_place_free") == 1
    place(make, orders["H2"])
    assert orders["H2"].state == OrderState.ORDERED


def test_who_waits_longer_comes_first(make):
    example, _, orders = surveyed(make, ["H1", "H2", "H3"])
    example.lot.min_to_execute = example.lot.max_homes = 1
    place(make, orders["H1"])
    ordering.wait_for_place(make.session, orders["H3"], by=TICK)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    with pytest.raises(Refused, match="order.no_place"):
        place(make, orders["H2"])
    place(make, orders["H3"])


def test_the_threshold_is_decided_at_the_freeze_and_a_signature_by_its_owner(make):
    _, _, orders = surveyed(make)
    place(make, orders["H1"], co_owner=MIA)
    for kind in ("threshold", "co_owner", "permit"):
        with pytest.raises(Refused, match="condition"):
            withdrawing.decide_condition(make.session, orders["H1"], kind, met=True, by=By(1))


def test_too_late_to_order(make):
    _, _, orders = surveyed(make)
    with (
        clock.frozen_at(at(ORDER_UNTIL + timedelta(days=1))),
        pytest.raises(Refused, match="order.too_late"),
    ):
        place(make, orders["H1"])


def test_no_vat_rule_for_today_no_order(make):
    from renogroep.financing.models import RuleVersion

    _, _, orders = surveyed(make)
    for row in make.session.scalars(select(RuleVersion).where(RuleVersion.kind == "vat")):
        row.state = "retired"
    make.session.flush()
    with pytest.raises(Refused, match="order.no_vat"):
        place(make, orders["H1"])


def test_prices_of_a_quote_that_ran_out_cannot_be_ordered(make):
    example, _, orders = surveyed(make)
    example.quotes["B"].valid_until = TODAY - timedelta(days=1)
    with pytest.raises(Refused, match="order.price_expired"):
        place(make, orders["H1"])


def test_who_is_not_ready_at_the_freeze_falls_without_cost(make):
    example, wave, orders = surveyed(make, ["H1", "H2", "H3", "H4"])
    example.lot.min_to_execute = 1
    place(make, orders["H1"])
    place(make, orders["H2"], needs_loan=True)
    place(make, orders["H3"], co_owner=MIA)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
    assert {name: (orders[name].state, orders[name].loss_reason) for name in orders} == {
        "H1": (OrderState.FROZEN, None),
        "H2": (OrderState.LAPSED, "funding_open"),
        "H3": (OrderState.LAPSED, "co_owner"),
        **{f"H{n}": (OrderState.LAPSED, "not_ordered") for n in range(4, 11)},
    }
    assert told(make, "orders_lapsed") == 2
    assert told(make, "orders_round_over") == 7  # they had no order that could fall
    assert told(make, "orders_frozen") == 1


def nine_of_ten(make):
    """Nine homes ordered; the contractor comes from ten."""
    example = ready_to_order(make)
    example.lot.min_to_execute = 10
    wave, orders = ordered(make, example, [f"H{n}" for n in range(1, 10)])
    return example, wave, orders


def test_nine_of_ten_nobody_is_bound_and_everybody_hears_it(make):
    example, wave, orders = nine_of_ten(make)
    quote = example.quotes["B"]
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        firm = firm_of(wave, quote)
        assert firm.waive_until == date(2027, 2, 2)  # five working days later
        assert told(make, "orders_below_minimum") == 9
        assert freezing.settle_waivers(make.session, FREEZE_ON + timedelta(days=7)) == 0
    after = FREEZE_ON + timedelta(days=8)
    with clock.frozen_at(at(after)):
        with pytest.raises(Refused, match="waiver.too_late"):
            freezing.waive_minimum(make.session, firm, by=TICK)
        assert freezing.settle_waivers(make.session, after) == 1
        assert freezing.settle_waivers(make.session, after) == 0
    assert {o.state for o in orders.values()} == {OrderState.LAPSED}
    assert [o.loss_reason for n, o in orders.items() if n != "H10"] == ["threshold"] * 9
    assert wave.state == WaveState.LAPSED
    assert finding.confirmed(make.session, [example.lot]) == {}


def test_a_contractor_that_waives_its_minimum_stays_under_every_ceiling(make):
    example, wave, orders = nine_of_ten(make)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        firm = firm_of(wave, example.quotes["B"])
        freezing.waive_minimum(make.session, firm, by=TICK)
        freezing.waive_minimum(make.session, firm, by=TICK)
        assert told(make, "orders_frozen") == 9
        with pytest.raises(Refused, match="waiver.not_asked"):
            freezing.keep_minimum(make.session, firm, by=TICK)
    frozen = [o for o in orders.values() if o.state == OrderState.FROZEN]
    assert len(frozen) == 9
    assert all(o.final <= o.ceiling for o in frozen)
    assert wave.state == WaveState.FROZEN


def test_a_next_round_takes_who_was_left_and_not_who_takes_part(make):
    example, wave, orders = surveyed(make, ["H1"])
    example.lot.min_to_execute = 1
    place(make, orders["H1"])
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        second = waves.open_wave(
            make.session,
            example.lot,
            order_until=FREEZE_ON + timedelta(days=30),
            freeze_on=FREEZE_ON + timedelta(days=60),
            by=TICK,
        )
    rows = make.session.scalars(select(Order).where(Order.wave_id == second.id)).all()
    assert second.number == 2
    assert len(rows) == 9


def test_survey_of_one_home_leaves_the_others_as_they_were(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    others = [o for name, o in orders.items() if name != "H1"]
    before = {o.id: (o.version, o.ceiling) for o in others}
    survey(make, orders["H1"], "H1", example)
    make.session.flush()
    assert {o.id: (o.version, o.ceiling) for o in others} == before
