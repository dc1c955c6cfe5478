"""Where does a household with a live order stand?"""

from renogroep.base.text import N_
from renogroep.journeys.rules.standing_facts import LotFacts
from renogroep.journeys.rules.standing_words import Code, Maximum, Row, Step, Who
from renogroep.orders.rules.conditions import Condition
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import OrderState, WaveState

O = OrderState  # noqa: E741 - one letter, for the table

_SIGNED = (O.ORDERED, O.AWAITING_CO_OWNER)
_MEASURED = (O.PROVISIONAL, O.SURVEYED)
_UNSIGNED = (O.INDICATIVE, *_MEASURED)


def _agreed(facts: LotFacts) -> bool:
    return facts.order == O.SURVEYED and facts.agreed


def _may_withdraw(facts: LotFacts) -> bool:
    return facts.withdraw_until is not None and not facts.past(facts.withdraw_until)


# The first true row counts. Source: the table of standings of the design, 2026-11-29.
ORDER_ROWS: tuple[Row, ...] = (
    Row(
        code=Code.OWN_MONEY,
        when=lambda f: f.order in _SIGNED and f.own_money_until is not None,
        say=N_("There is no loan. Pay yourself, or stop? Stopping is free."),
        step=Step.ORDER,
        on="own_money_until",
        who=Who.HOUSEHOLD,
        acts=(
            OrderAct.PAY_SELF,
            OrderAct.STOP_ORDER,
            OrderAct.CALL_FIRST,
        ),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, your order stops. You pay nothing."),
        others=N_("The payment is not settled yet."),
    ),
    Row(
        code=Code.SETTLED,
        when=lambda f: f.order == O.SETTLED,
        say=N_("Everything is done and paid."),
        step=Step.PREMIUM,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.INVOICED,
        when=lambda f: f.order == O.INVOICED,
        say=N_("Pay the final invoice, then ask for your premium."),
        step=Step.PREMIUM,
        who=Who.HOUSEHOLD,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.HANDED_OVER,
        when=lambda f: f.order == O.HANDED_OVER,
        say=N_("The works are done. Keep the final invoice for the premium."),
        step=Step.PREMIUM,
        on="handed_over_on",
        who=Who.CONTRACTOR,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.IN_WORKS,
        when=lambda f: f.order == O.IN_WORKS,
        say=N_("The works at your home are going on."),
        step=Step.WORKS,
        who=Who.CONTRACTOR,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.PLANNED_LATE,
        when=lambda f: f.order == O.PLANNED and f.past(f.planned_on),
        say=N_("The works did not begin on %(on)s. We ask why and call you by %(call_on)s."),
        uncalled=N_("The works did not begin on %(on)s. We ask why and call you."),
        step=Step.WORKS,
        on="planned_on",
        who=Who.ADVISOR,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.PLANNED,
        when=lambda f: f.order == O.PLANNED,
        say=N_("The works begin on %(on)s."),
        step=Step.WORKS,
        on="planned_on",
        who=Who.CONTRACTOR,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.FROZEN,
        when=lambda f: f.order == O.FROZEN,
        say=N_("Your price is final. %(firm)s plans the day."),
        step=Step.WORKS,
        who=Who.CONTRACTOR,
        maximum=Maximum.FINAL,
    ),
    Row(
        code=Code.BELOW_MINIMUM,
        when=lambda f: f.order == O.ORDERED and f.wave == WaveState.FROZEN,
        say=N_(
            "Too few homes take part. %(firm)s says by %(on)s whether the works go ahead anyway."
        ),
        step=Step.ORDER,
        on="waive_until",
        who=Who.CONTRACTOR,
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.SIGNED_NOT_FIT,
        when=lambda f: f.order in _SIGNED and not f.fits,
        say=N_(
            "We checked your home again and something changed. An advisor calls you by %(call_on)s."
        ),
        uncalled=N_("We checked your home again and something changed. An advisor calls you."),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.ADVISOR,
        acts=(
            OrderAct.WITHDRAW,
            OrderAct.CHANGE_CO_OWNER,
        ),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.FREEZE_LATE,
        when=lambda f: f.order == O.ORDERED and f.past(f.freeze_on),
        say=N_(
            "Your final price is late. That is our fault. You certainly pay no more than %(maximum)s."
        ),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.MUNICIPALITY,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.ORDERED_NEEDS,
        when=lambda f: f.order == O.ORDERED and f.needs == (Condition.PERMIT,),
        say=N_("You ordered. We still need something, by %(on)s: %(conditions)s."),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.ADVISOR,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.ORDERED_NEEDS,
        when=lambda f: f.order == O.ORDERED and Condition.FUNDING in f.needs,
        say=N_("You ordered. We still need something, by %(on)s: %(conditions)s."),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.HOUSEHOLD,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, your order stops. You pay nothing."),
        others=N_("The payment is not settled yet."),
    ),
    Row(
        code=Code.ORDERED_NEEDS,
        when=lambda f: f.order == O.ORDERED and bool(f.needs),
        say=N_("You ordered. We still need something, by %(on)s: %(conditions)s."),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.HOUSEHOLD,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, your order stops. You pay nothing."),
    ),
    Row(
        code=Code.ORDERED_FREE,
        when=lambda f: f.order == O.ORDERED and _may_withdraw(f),
        say=N_(
            "You ordered. Up to and including %(on)s you can still stop (withdraw). That is free."
        ),
        step=Step.ORDER,
        on="withdraw_until",
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.ORDERED,
        when=lambda f: f.order == O.ORDERED,
        say=N_("You ordered. On %(on)s you know your final price. It is never higher."),
        step=Step.ORDER,
        on="freeze_on",
        who=Who.MUNICIPALITY,
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.CO_OWNER_LATE,
        when=lambda f: f.order == O.AWAITING_CO_OWNER and not f.in_time,
        say=N_("A signature was missing. Your order stops and you pay nothing."),
        step=Step.ORDER,
        on="freeze_on",
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.AWAITING,
        when=lambda f: f.order == O.AWAITING_CO_OWNER,
        say=N_("You signed. %(names)s signs by %(on)s."),
        step=Step.ORDER,
        on="order_until",
        who=Who.OTHER_OWNER,
        acts=(
            OrderAct.WITHDRAW,
            OrderAct.CHANGE_CO_OWNER,
        ),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.NOT_FIT_NOW,
        when=lambda f: f.order in _UNSIGNED and not f.fits,
        say=N_(
            "These works cannot be done at your home. Perhaps something else can. An advisor calls you by %(call_on)s."
        ),
        uncalled=N_(
            "These works cannot be done at your home. Perhaps something else can. An advisor calls you."
        ),
        step=Step.MEASURE,
        who=Who.ADVISOR,
        acts=(OrderAct.WITHDRAW,),
    ),
    Row(
        code=Code.TOO_LATE,
        when=lambda f: f.order in _UNSIGNED and not f.in_time,
        say=N_(
            "You could order until %(on)s. An advisor calls you about a next round, by %(call_on)s."
        ),
        uncalled=N_("You could order until %(on)s. An advisor calls you about a next round."),
        step=Step.ORDER,
        on="order_until",
        who=Who.ADVISOR,
        acts=(OrderAct.WITHDRAW,),
    ),
    Row(
        code=Code.PRICE_EXPIRED,
        when=lambda f: _agreed(f) and f.past(f.price_until),
        say=N_("%(firm)s's prices ended on %(on)s. We ask new ones."),
        step=Step.ORDER,
        on="price_until",
        who=Who.MUNICIPALITY,
        acts=(OrderAct.WITHDRAW,),
    ),
    Row(
        code=Code.PLACE_FREE,
        when=lambda f: _agreed(f) and f.waiting and f.room,
        say=N_("There is a place for you until %(on)s."),
        step=Step.ORDER,
        on="place_until",
        who=Who.HOUSEHOLD,
        acts=(
            OrderAct.ORDER,
            OrderAct.WITHDRAW,
        ),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, the place goes to somebody else."),
    ),
    Row(
        code=Code.WAITING,
        when=lambda f: _agreed(f) and f.waiting,
        say=N_("You are on the waiting list."),
        step=Step.ORDER,
        on="order_until",
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.CEILING,
    ),
    Row(
        code=Code.FULL,
        when=lambda f: _agreed(f) and not f.room,
        say=N_("All places are taken. Do you want to wait?"),
        step=Step.ORDER,
        on="order_until",
        who=Who.HOUSEHOLD,
        acts=(
            OrderAct.WAIT,
            OrderAct.WITHDRAW,
        ),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, you are not on the waiting list. You pay nothing."),
    ),
    Row(
        code=Code.TO_ORDER,
        when=_agreed,
        say=N_("Your price is known. Decide by %(on)s."),
        step=Step.ORDER,
        on="order_until",
        who=Who.HOUSEHOLD,
        acts=(
            OrderAct.ORDER,
            OrderAct.WITHDRAW,
        ),
        maximum=Maximum.CEILING,
        silence=N_("If you do nothing, you order nothing. You pay nothing."),
    ),
    Row(
        code=Code.REMEASURE,
        when=lambda f: f.order in _MEASURED and f.disputed,
        say=N_("%(firm)s found other sizes. The advisor looks again."),
        step=Step.MEASURE,
        on="order_until",
        who=Who.ADVISOR,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.INDICATIVE,
    ),
    Row(
        code=Code.FIRM_AGREES,
        when=lambda f: f.order in _MEASURED and f.advisor_agreed,
        say=N_("Your home is measured. %(firm)s checks it."),
        step=Step.MEASURE,
        on="order_until",
        who=Who.CONTRACTOR,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.INDICATIVE,
    ),
    Row(
        code=Code.TO_MEASURE,
        when=lambda f: f.order in _MEASURED,
        say=N_("The advisor calls you to come and measure."),
        step=Step.MEASURE,
        on="order_until",
        who=Who.ADVISOR,
        acts=(OrderAct.WITHDRAW,),
        maximum=Maximum.INDICATIVE,
    ),
    Row(
        code=Code.INDICATIVE,
        when=lambda f: f.order == O.INDICATIVE,
        say=N_("This is your price for now. May we come and measure, free? You decide afterwards."),
        step=Step.MEASURE,
        on="order_until",
        who=Who.HOUSEHOLD,
        acts=(
            OrderAct.PROVISIONAL,
            OrderAct.WITHDRAW,
        ),
        maximum=Maximum.INDICATIVE,
        silence=N_("If you do nothing, we do not come and measure. You pay nothing."),
    ),
)
