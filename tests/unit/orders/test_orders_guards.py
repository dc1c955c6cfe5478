"""Each act on an order is possible exactly in the cases of the table, to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from renogroep.orders.rules.guards import SIGNED, OrderAct, OrderNow, why_not, why_unanswered
from renogroep.orders.rules.lifecycle import (
    AFTER_FREEZE,
    BEFORE_FREEZE,
    LIVE,
    RUNNING,
    OrderState,
    WaveState,
)
from renogroep.tenders.rules.lifecycle import LotState, PackageState

TODAY = date(2027, 1, 29)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
A, S = OrderAct, OrderState
NOW = OrderNow(
    order_state=S.SURVEYED,
    wave_state=WaveState.ORDERING,
    lot_state=LotState.ORDERING,
    package_state=PackageState.PUBLISHED,
    today=TODAY,
    order_until=AFTER,
    fits=True,
    advisor_agreed=True,
    contractor_agreed=True,
    unsigned=True,
    closed_on=AFTER,
    firm="B",
)
OWN_MONEY = (A.PAY_SELF, A.STOP_ORDER, A.CALL_FIRST)
ASKED = replace(NOW, order_state=S.ORDERED, own_money_until=TODAY)
POSSIBLE = {
    A.PROVISIONAL: replace(NOW, order_state=S.INDICATIVE),
    A.ORDER: NOW,
    A.WAIT: replace(NOW, room=False),
    A.CO_SIGN: replace(NOW, order_state=S.AWAITING_CO_OWNER),
    A.CHANGE_CO_OWNER: replace(NOW, order_state=S.AWAITING_CO_OWNER),
    A.WITHDRAW: NOW,
    **dict.fromkeys(OWN_MONEY, ASKED),
}
STATES = {
    A.PROVISIONAL: {S.INDICATIVE},
    A.ORDER: {S.SURVEYED},
    A.WAIT: {S.SURVEYED},
    A.CO_SIGN: {S.AWAITING_CO_OWNER},
    A.CHANGE_CO_OWNER: {S.AWAITING_CO_OWNER},
    A.WITHDRAW: BEFORE_FREEZE,
    **dict.fromkeys(OWN_MONEY, SIGNED),
}
ALL = frozenset(A)
ORDERS = frozenset({A.ORDER, A.WAIT})
BY_DAY = ALL - {A.WITHDRAW, *OWN_MONEY}


def code(act: OrderAct, facts: OrderNow) -> str | None:
    refused = why_not(act, facts)
    return refused.code if refused else None


@pytest.mark.parametrize("act", A)
def test_possible_and_only_in_its_own_states(act):
    facts = replace(POSSIBLE[act], withdraw_until=TODAY)
    possible = {state for state in S if why_not(act, replace(facts, order_state=state)) is None}
    assert possible == STATES[act]


@pytest.mark.parametrize(
    ("change", "refused", "acts"),
    [
        ({"package_state": PackageState.CLOSED}, "order.stopped", ALL),
        ({"package_state": PackageState.CANCELLED}, "order.stopped", ALL),
        ({"lot_state": LotState.FAILED}, "order.stopped", ALL),
        ({"lot_state": LotState.STANDSTILL}, "order.stopped", ALL),
        ({"lot_state": LotState.EXECUTING}, None, ALL),
        ({"wave_state": WaveState.FROZEN}, "order.wave_closed", ALL),
        ({"wave_state": WaveState.LAPSED}, "order.wave_closed", ALL),
        ({"order_until": BEFORE}, "order.too_late", BY_DAY),
        ({"order_until": TODAY}, None, BY_DAY),
        ({"order_until": None}, None, BY_DAY),
        ({"fits": False}, "order.not_fit", BY_DAY - {A.CHANGE_CO_OWNER}),
        ({"advisor_agreed": False}, "order.not_surveyed", ORDERS),
        ({"contractor_agreed": False}, "order.not_surveyed", ORDERS),
        ({"price_until": BEFORE}, "order.price_expired", ORDERS),
        ({"price_until": TODAY}, None, ORDERS),
        ({"price_until": AFTER}, None, ORDERS),
        ({"room": False}, "order.no_place", {A.ORDER}),
        ({"room": True}, "order.has_place", {A.WAIT}),
        ({"waiting": True}, "order.waiting", {A.WAIT}),
        ({"unsigned": False}, "order.co_owner_fixed", {A.CO_SIGN, A.CHANGE_CO_OWNER}),
    ],
)
def test_a_condition_refuses_the_acts_that_have_it_and_no_other(change, refused, acts):
    for act in A:
        assert code(act, replace(POSSIBLE[act], **change)) == (refused if act in acts else None)


@pytest.mark.parametrize(
    ("last", "refused"),
    [
        (BEFORE, "order.withdrawal_over"),
        (None, "order.withdrawal_over"),
        (TODAY, None),
        (AFTER, None),
    ],
)
def test_a_binding_order_is_withdrawn_up_to_and_including_its_last_day(last, refused):
    bound = replace(NOW, order_state=S.ORDERED, withdraw_until=last, order_until=BEFORE, fits=False)
    assert code(A.WITHDRAW, bound) == refused


@pytest.mark.parametrize(
    ("last", "refused"),
    [
        (None, "order.no_own_money"),
        (BEFORE, "order.no_own_money"),
        (TODAY, None),
        (AFTER, None),
    ],
)
def test_who_gets_no_loan_answers_up_to_and_including_its_last_day(last, refused):
    for act in OWN_MONEY:
        assert code(act, replace(ASKED, own_money_until=last, fits=False)) == refused


def test_meanwhile_a_signed_order_is_not_left_or_changed_in_another_way():
    for act in (A.WITHDRAW, A.CHANGE_CO_OWNER):
        asked = replace(POSSIBLE[act], order_state=S.AWAITING_CO_OWNER, own_money_until=BEFORE)
        assert code(act, asked) == "order.own_money"
    signing = replace(ASKED, order_state=S.AWAITING_CO_OWNER)
    assert code(A.CO_SIGN, signing) is None


def test_after_the_freeze_withdrawing_says_so():
    for state in AFTER_FREEZE:
        assert code(A.WITHDRAW, replace(NOW, order_state=state)) == "order.frozen"


def test_a_full_round_says_how_many_places_it_has():
    refused = why_not(A.ORDER, replace(NOW, room=False, places=5))
    assert refused is not None
    assert refused.text.params == {"most": 5}


def test_a_settled_order_is_not_running():
    assert {S.SETTLED} == LIVE - RUNNING


@pytest.mark.parametrize("act", A)
@pytest.mark.parametrize("told", [True, False])
def test_only_an_order_waits_for_what_the_home_is_used_for(act, told):
    facts = replace(POSSIBLE[act], use_told=told)
    asked = why_unanswered(act, facts)
    assert (asked.code if asked else None) == (
        "order.use_unknown" if act == A.ORDER and not told else None
    )
    assert why_not(act, facts) is None  # no state of the order: its button leads to the question
