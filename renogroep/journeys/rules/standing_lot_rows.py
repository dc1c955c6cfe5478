"""Where does a household without a live order stand?"""

from renogroep.base.text import N_
from renogroep.journeys.rules.acts import is_possible
from renogroep.journeys.rules.standing_facts import WITHDRAWN, Assigned, LotFacts, YesNo
from renogroep.journeys.rules.standing_words import Code, Maximum, Row, Step, Who
from renogroep.orders.rules.guards import TAKES_ORDERS
from renogroep.orders.rules.reasons import LapseReason
from renogroep.quotes.rules.guards import QuoteAct
from renogroep.subscriptions.rules.guards import SubscriptionAct
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as Interest
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

_CHOOSING_OR_LATER = frozenset({LotState.CHOOSING}) | TAKES_ORDERS
_CHECKED = (LotState.OPENED, LotState.CHECKED, LotState.DECIDED)


def _screened(facts: LotFacts) -> bool:
    return facts.subscription in SCREENED


def _group(facts: LotFacts) -> bool:
    return facts.mode == Mode.GROUP_QUOTES


def _has_no_firm(facts: LotFacts) -> bool:
    """No contractor of its list is left, or it did not say yes to the one that is."""
    if facts.assigned != Assigned.OTHER:
        return facts.assigned == Assigned.NOBODY
    lapsed = facts.answer is None and facts.past(facts.yes_by)
    return facts.answer == YesNo.NO or lapsed


# The first true row counts. Source: the table of standings of the design, 2026-11-29.
ENDED_ROWS: tuple[Row, ...] = (
    Row(
        code=Code.STOPPED,
        when=lambda f: f.subscription == Interest.WITHDRAWN,
        say=N_("You stopped. You pay nothing."),
        step=Step.INTEREST,
    ),
    Row(
        code=Code.ROUND_ENDED,
        when=lambda f: f.subscription == Interest.EXPIRED,
        say=N_("This round ended without works for you."),
        step=Step.INTEREST,
    ),
)

LOT_ROWS: tuple[Row, ...] = (
    Row(
        code=Code.LOT_STOPPED,
        when=lambda f: f.lot == LotState.FAILED or f.package == PackageState.CANCELLED,
        say=N_("These works do not go ahead."),
        step=Step.INTEREST,
    ),
    Row(
        code=Code.LOT_CLOSED,
        when=lambda f: f.lot == LotState.CLOSED or f.package == PackageState.CLOSED,
        say=N_("This round is done. Your home was not in it."),
        step=Step.INTEREST,
    ),
    Row(
        code=Code.NOT_FIT,
        when=lambda f: f.subscription == Interest.NOT_FIT or (_screened(f) and not f.fits),
        say=N_(
            "These works cannot be done at your home. Perhaps something else can. An advisor calls you by %(call_on)s."
        ),
        uncalled=N_(
            "These works cannot be done at your home. Perhaps something else can. An advisor calls you."
        ),
        step=Step.CHECK,
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.UNCONFIRMED,
        when=lambda f: f.unconfirmed,
        say=N_("Confirm your interest by %(on)s."),
        step=Step.INTEREST,
        on="confirm_by",
        who=Who.HOUSEHOLD,
        acts=(SubscriptionAct.CONFIRM,),
        silence=N_("If you do nothing, your interest ends. You pay nothing."),
    ),
    Row(
        code=Code.CALL_LATE,
        when=lambda f: not _screened(f) and f.past(f.call_by),
        say=N_("We were to call you by %(on)s. We did not. We call you first now."),
        step=Step.CHECK,
        on="call_by",
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.NO_PHONE,
        when=lambda f: not _screened(f) and not f.has_phone,
        say=N_("We have no phone number. An advisor writes by %(on)s."),
        step=Step.CHECK,
        on="call_by",
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.TO_CHECK,
        when=lambda f: not _screened(f),
        say=N_("An advisor calls you by %(on)s."),
        step=Step.CHECK,
        on="call_by",
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.NEW_YES,
        when=lambda f: is_possible(QuoteAct.SAY_YES, f),
        say=N_("The firm that you chose cannot come. Do you want %(firm)s?"),
        step=Step.PRICES,
        on="yes_by",
        who=Who.HOUSEHOLD,
        acts=(
            QuoteAct.SAY_YES,
            QuoteAct.SAY_NO,
            QuoteAct.CHOOSE,
        ),
        maximum=Maximum.ALONE,
        silence=N_("If you do nothing, it is a no. You pay nothing."),
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason == WITHDRAWN,
        say=N_("You left these works. You pay nothing."),
        step=Step.ORDER,
        on="ended_on",
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason == LapseReason.THRESHOLD,
        say=N_("Too few homes took part. You pay nothing."),
        step=Step.ORDER,
        on="ended_on",
        who=Who.MUNICIPALITY,
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason == LapseReason.FUNDING,
        say=N_(
            "The loan did not come. You pay nothing. An advisor looks for another way with you."
        ),
        step=Step.ORDER,
        on="ended_on",
        who=Who.ADVISOR,
        others=N_("The order stopped. You pay nothing."),
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason == LapseReason.FUNDING_OPEN,
        say=N_(
            "Your loan was not ready in time. You pay nothing. In a next round we do not measure again."
        ),
        step=Step.ORDER,
        on="ended_on",
        who=Who.MUNICIPALITY,
        others=N_("The order stopped. You pay nothing."),
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason == LapseReason.NOT_ORDERED,
        say=N_("You did not order in this round. That is fine. You pay nothing."),
        step=Step.ORDER,
        on="ended_on",
        who=Who.MUNICIPALITY,
    ),
    Row(
        code=Code.ENDED,
        when=lambda f: f.ended_reason is not None,
        say=N_("The order fell: %(reason)s. You pay nothing."),
        step=Step.ORDER,
        on="ended_on",
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.LEFT_OUT,
        when=lambda f: _group(f) and f.lot != LotState.COLLECTING and not f.asked,
        say=N_(
            "We asked for prices. Your home was not among them. An advisor calls you by %(call_on)s."
        ),
        uncalled=N_("We asked for prices. Your home was not among them. An advisor calls you."),
        step=Step.PRICES,
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.NO_QUOTES,
        when=lambda f: f.asked and f.quotes == 0 and f.lot in _CHOOSING_OR_LATER,
        say=N_("No firm made a quote for your group. An advisor calls you by %(call_on)s."),
        uncalled=N_("No firm made a quote for your group. An advisor calls you."),
        step=Step.PRICES,
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.NO_FIRM,
        when=_has_no_firm,
        say=N_("You have no contractor now. We look with you."),
        step=Step.PRICES,
        who=Who.MUNICIPALITY,
        acts=(QuoteAct.CHOOSE,),
    ),
    Row(
        code=Code.CHOSEN,
        when=lambda f: f.assigned is not None,
        say=N_("You go on with %(firm)s. We tell you when you can order."),
        step=Step.PRICES,
        who=Who.MUNICIPALITY,
        acts=(QuoteAct.CHOOSE,),
        maximum=Maximum.ALONE,
    ),
    Row(
        code=Code.TO_CHOOSE,
        when=lambda f: f.lot == LotState.CHOOSING and not f.preferred,
        say=N_("The quotes are here. Choose by %(on)s."),
        step=Step.PRICES,
        on="choose_until",
        who=Who.HOUSEHOLD,
        acts=(QuoteAct.CHOOSE,),
        maximum=Maximum.ALONE,
        silence=N_("If you do nothing, the others choose without you."),
    ),
    Row(
        code=Code.CHOSE,
        when=lambda f: f.lot == LotState.CHOOSING,
        say=N_("You chose. We wait for the others until %(on)s."),
        step=Step.PRICES,
        on="choose_until",
        who=Who.MUNICIPALITY,
        acts=(QuoteAct.CHOOSE,),
        maximum=Maximum.ALONE,
    ),
    Row(
        code=Code.WITHOUT_YOU,
        when=lambda f: _group(f) and f.lot in TAKES_ORDERS,
        say=N_(
            "Your neighbours already chose a firm. Perhaps you can still join: an advisor calls you by %(call_on)s."
        ),
        uncalled=N_(
            "Your neighbours already chose a firm. Perhaps you can still join: an advisor calls you."
        ),
        step=Step.PRICES,
        who=Who.ADVISOR,
    ),
    Row(
        code=Code.ROUND_SOON,
        when=lambda f: f.lot in TAKES_ORDERS,
        say=N_("%(firm)s does the works. Your own price follows."),
        step=Step.PRICES,
        who=Who.MUNICIPALITY,
        maximum=Maximum.ALONE,
    ),
    Row(
        code=Code.STANDSTILL,
        when=lambda f: f.lot == LotState.STANDSTILL and f.past(f.standstill_until),
        say=N_("%(firm)s does the works. You can order after %(on)s."),
        step=Step.PRICES,
        on="standstill_until",
        who=Who.MUNICIPALITY,
        maximum=Maximum.ALONE,
    ),
    Row(
        code=Code.STANDSTILL,
        when=lambda f: f.lot == LotState.STANDSTILL,
        say=N_("%(firm)s does the works. You can order after %(on)s."),
        step=Step.PRICES,
        on="standstill_until",
        maximum=Maximum.ALONE,
    ),
    Row(
        code=Code.CHECKING,
        when=lambda f: f.lot in _CHECKED,
        say=N_("We check the prices."),
        step=Step.PRICES,
        who=Who.MUNICIPALITY,
    ),
    Row(
        code=Code.OPENING,
        when=lambda f: f.lot == LotState.QUOTING and f.past(f.quote_deadline),
        say=N_("Two people open the prices."),
        step=Step.PRICES,
        on="quote_deadline",
        who=Who.MUNICIPALITY,
    ),
    Row(
        code=Code.QUOTING,
        when=lambda f: f.lot == LotState.QUOTING,
        say=N_("Contractors make prices until %(on)s."),
        step=Step.PRICES,
        on="quote_deadline",
        who=Who.CONTRACTOR,
    ),
    Row(
        code=Code.ASKING,
        when=lambda f: f.interest_deadline is None or f.past(f.interest_deadline),
        say=N_("We ask contractors for prices."),
        step=Step.PRICES,
        who=Who.MUNICIPALITY,
    ),
    Row(
        code=Code.COLLECTING,
        say=N_("Your home can take part. We look for more neighbours until %(on)s."),
        step=Step.PRICES,
        on="interest_deadline",
        who=Who.MUNICIPALITY,
    ),
)
