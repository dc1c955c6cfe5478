"""What holds for every household in every lot: one row, and exactly the acts that are possible."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from renogroep.journeys.rules.acts import ACTS, is_possible
from renogroep.journeys.rules.standing import ROWS, other_standing_of, standing_of
from renogroep.journeys.rules.standing_facts import Assigned, LotFacts, YesNo
from renogroep.journeys.rules.standing_words import Code, always
from renogroep.orders.rules.conditions import Condition
from renogroep.orders.rules.guards import TAKES_ORDERS, OrderAct
from renogroep.orders.rules.lifecycle import LIVE, OrderState, WaveState
from renogroep.orders.rules.reasons import LapseReason
from renogroep.subscriptions.rules.lifecycle import SCREENED, SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState
from tests.unit.journeys.standing_table import TABLE

TODAY = date(2027, 1, 15)
S = OrderState
maybe = st.booleans()
near = st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
day = st.none() | near
# Weights, so that rows far down the table are reached too.
likely = st.sampled_from([True, True, True, True, False])
open_day = st.sampled_from([TODAY, TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
GROUP = (
    {LotState.CHOOSING} | TAKES_ORDERS | {LotState.COLLECTING, LotState.QUOTING, LotState.OPENED}
)
ENDS = {LotState.CLOSED, LotState.FAILED}
anything = st.builds(
    LotFacts,
    subscription=st.sampled_from(SubscriptionState),
    mode=st.sampled_from(Mode),
    lot=st.sampled_from(LotState),
    today=st.just(TODAY),
    package=st.sampled_from(sorted(set(PackageState) - {PackageState.DRAFT})),
    fits=maybe,
    running_elsewhere=maybe,
    interest_deadline=day,
    quote_deadline=day,
    call_by=day,
    has_phone=maybe,
    asked=maybe,
    quotes=st.integers(0, 1),
    preferred=maybe,
    assigned=st.none() | st.sampled_from(Assigned),
    yes_by=day,
    answer=st.none() | st.sampled_from(YesNo),
    order=st.none() | st.sampled_from(OrderState),
    wave=st.none() | st.sampled_from(WaveState),
    order_until=day,
    freeze_on=day,
    advisor_agreed=maybe,
    contractor_agreed=maybe,
    disputed=maybe,
    price_until=day,
    room=maybe,
    waiting=maybe,
    withdraw_until=day,
    open_conditions=st.sampled_from([(), tuple(Condition), (Condition.PERMIT,)]),
    unsigned=st.sampled_from([(), ("Jan",)]),
    planned_on=day,
    ended_reason=st.none() | st.sampled_from(["withdrawn", *LapseReason]),
    call_on=day,
)


@st.composite
def with_order(draw: st.DrawFn) -> LotFacts:
    """A live order as actions leave it: unsigned and signed ones only in an open round."""
    state = draw(st.sampled_from([*sorted(LIVE), S.SURVEYED, S.SURVEYED, S.SURVEYED, S.SURVEYED]))
    frozen = state not in {S.INDICATIVE, S.PROVISIONAL, S.SURVEYED, S.AWAITING_CO_OWNER, S.ORDERED}
    wave = WaveState.FROZEN if frozen else WaveState.ORDERING
    if state == S.ORDERED:
        wave = draw(st.sampled_from([WaveState.ORDERING, WaveState.FROZEN]))
    measured = state not in {S.INDICATIVE, S.PROVISIONAL}
    disputed = state == S.SURVEYED and not draw(likely)
    agreed = measured and not disputed and (state != S.SURVEYED or draw(maybe))
    fits = draw(likely)
    fitting = draw(st.sampled_from(sorted(SCREENED)))
    return LotFacts(
        subscription=fitting
        if fits
        else draw(st.sampled_from([fitting, SubscriptionState.NOT_FIT])),
        mode=draw(st.sampled_from(Mode)),
        lot=draw(st.sampled_from(sorted(TAKES_ORDERS))),
        today=TODAY,
        fits=fits,
        running_elsewhere=draw(maybe),
        order=state,
        wave=wave,
        order_until=draw(open_day),
        freeze_on=draw(near),
        advisor_agreed=agreed or (measured and draw(maybe)),
        contractor_agreed=agreed,
        disputed=disputed,
        price_until=draw(open_day),
        room=draw(maybe),
        waiting=state == S.SURVEYED and draw(maybe),
        withdraw_until=draw(near) if state == S.ORDERED else None,
        open_conditions=draw(st.sampled_from([(), (Condition.PERMIT,), (Condition.FUNDING,)])),
        unsigned=("Jan",) if state == S.AWAITING_CO_OWNER else (),
        planned_on=draw(near),
    )


@st.composite
def without_order(draw: st.DrawFn) -> LotFacts:
    """A lot as actions leave it: each mode has its own states, only a choice assigns."""
    mode = draw(st.sampled_from(Mode))
    group = mode == Mode.GROUP_QUOTES
    lots = GROUP if group else set(LotState) - {LotState.CHOOSING} - ENDS
    late = lots & ({LotState.CHOOSING} | TAKES_ORDERS)
    lot = draw(st.sampled_from(sorted(lots | ENDS) + sorted(late) * 3))
    asked = draw(likely)
    quotes = int(draw(likely)) if group else 1
    ran = group and asked and quotes > 0 and lot in {LotState.CHOOSING} | TAKES_ORDERS
    assigned = draw(st.none() | st.sampled_from(Assigned)) if ran else None
    other = assigned == Assigned.OTHER
    reasons = st.none() | st.sampled_from(["withdrawn", *LapseReason])
    subscription = draw(st.sampled_from([*SubscriptionState, *sorted(SCREENED) * 3]))
    return LotFacts(
        subscription=subscription,
        mode=mode,
        lot=lot,
        today=TODAY,
        package=PackageState.PUBLISHED if draw(likely) else PackageState.CLOSED,
        fits=subscription in SCREENED and draw(likely),
        running_elsewhere=draw(maybe),
        interest_deadline=draw(day),
        quote_deadline=draw(day),
        call_by=draw(near),
        has_phone=draw(maybe),
        asked=asked,
        quotes=quotes,
        preferred=draw(maybe),
        assigned=assigned,
        yes_by=draw(near) if other else None,
        answer=draw(st.none() | st.sampled_from(YesNo)) if other else None,
        ended_reason=draw(reasons) if lot in TAKES_ORDERS and not draw(likely) else None,
    )


def possible(facts: LotFacts) -> set[str]:
    """Every act that a guard allows this household; co-signing is the other owner's."""
    return {act for act in ACTS if act != OrderAct.CO_SIGN and is_possible(act, facts)}


def test_the_last_row_takes_whoever_is_left():
    assert ROWS[-1].code == Code.COLLECTING
    assert [row.code for row in ROWS if row.when is always] == [Code.COLLECTING]
    assert set(Code) == {row["code"] for row in TABLE.values()}


@settings(deadline=None)
@given(anything)
def test_every_combination_of_facts_gives_one_row(facts):
    first = [row.code for row in ROWS if row.when(facts)][0]
    standing = standing_of(facts)
    assert standing.code == first
    assert set(standing.acts) <= possible(facts)
    assert standing.urgent == (standing.silence is not None)
    assert other_standing_of(facts, asker="Fatma", signed=True).acts == ()


@settings(deadline=None)
@given(with_order() | without_order())
def test_what_is_offered_is_possible_and_what_is_not_offered_is_not(facts):
    assert set(standing_of(facts).acts) == possible(facts)


@settings(deadline=None)
@given(with_order(), maybe)
def test_another_owner_signs_exactly_when_the_guard_says_so(facts, signed):
    acts = other_standing_of(facts, asker="Fatma", signed=signed).acts
    may_sign = is_possible(OrderAct.CO_SIGN, facts, unsigned=not signed)
    assert acts == ((OrderAct.CO_SIGN,) if may_sign else ())
