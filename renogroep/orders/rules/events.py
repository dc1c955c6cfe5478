"""What can happen to a wave or an order? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    WAVE_OPENED = "wave.opened"
    WAVE_INVITED = "wave.invited"
    WAVE_FROZEN = "wave.frozen"
    WAVE_LAPSED = "wave.lapsed"
    WAVE_MOVED = "wave.moved"
    LOT_STOPPED = "lot.stopped_while_ordering"
    MINIMUM_WAIVED = "minimum.waived"
    MINIMUM_KEPT = "minimum.kept"
    ORDER_OFFERED = "order.offered"
    ORDER_PROVISIONAL = "order.provisional"
    ORDER_MEASURED = "order.measured"
    ORDER_MEASURES_AGREED = "order.measures_agreed"
    ORDER_MEASURES_DISPUTED = "order.measures_disputed"
    ORDER_NOT_FIT = "order.not_fit"
    ORDER_SIGNED = "order.signed"
    ORDER_CO_SIGNED = "order.co_signed"
    ORDER_PLACED = "order.placed"
    ORDER_REFUSED = "order.refused"
    ORDER_WAITING = "order.waiting"
    ORDER_PLACE_PASSED = "order.place_passed"
    CO_OWNER_CHANGED = "co_owner.changed"
    CO_OWNER_REMOVED = "co_owner.removed"
    ORDER_WITHDRAWN = "order.withdrawn"
    ORDER_LAPSED = "order.lapsed"
    ORDER_AFTERWARDS = "order.chose_afterwards"
    ORDER_FROZEN = "order.frozen"
    ORDER_MOVED = "order.moved"
    CONDITION_DECIDED = "condition.decided"
    FUNDING_AWAITED = "funding.awaited"
    OWN_MONEY_ASKED = "own_money.asked"
    OWN_MONEY_SAID = "own_money.said"
    ORDERS_SEEN = "orders.seen"
    ORDER_SEEN = "order.seen"
    ORDER_PAPER_SEEN = "order_paper.seen"
    ORDER_PAPER_DOWNLOADED = "order_paper.downloaded"
    SURVEY_SEEN = "survey.seen"
    WORK_LIST_SEEN = "work_list.seen"
    WORK_LIST_DOWNLOADED = "work_list.downloaded"


DID_LABELS: dict[Did, str] = {
    Did.WAVE_OPENED: N_("Round opened"),
    Did.WAVE_INVITED: N_("Households invited to a round"),
    Did.WAVE_FROZEN: N_("Round closed, prices are final"),
    Did.WAVE_LAPSED: N_("Round lapsed"),
    Did.WAVE_MOVED: N_("Dates of a round changed"),
    Did.LOT_STOPPED: N_("Lot stopped while homes ordered"),
    Did.MINIMUM_WAIVED: N_("Contractor comes below its minimum"),
    Did.MINIMUM_KEPT: N_("Contractor keeps its minimum"),
    Did.ORDER_OFFERED: N_("Price offered to a home"),
    Did.ORDER_PROVISIONAL: N_("Provisional yes given"),
    Did.ORDER_MEASURED: N_("Home measured"),
    Did.ORDER_MEASURES_AGREED: N_("Contractor agreed with the quantities"),
    Did.ORDER_MEASURES_DISPUTED: N_("Contractor did not agree with the quantities"),
    Did.ORDER_NOT_FIT: N_("Home turned out not to fit"),
    Did.ORDER_SIGNED: N_("Order signed"),
    Did.ORDER_CO_SIGNED: N_("Order signed by another owner"),
    Did.ORDER_PLACED: N_("Order is binding"),
    Did.ORDER_REFUSED: N_("Order refused"),
    Did.ORDER_WAITING: N_("Home put on the waiting list"),
    Did.ORDER_PLACE_PASSED: N_("Free place not taken in time"),
    Did.CO_OWNER_CHANGED: N_("Other owner changed"),
    Did.CO_OWNER_REMOVED: N_("Other owner removed"),
    Did.ORDER_WITHDRAWN: N_("Order withdrawn"),
    Did.ORDER_AFTERWARDS: N_("Household chose what comes after too few homes"),
    Did.ORDER_LAPSED: N_("Order lapsed"),
    Did.ORDER_FROZEN: N_("Final price fixed"),
    Did.ORDER_MOVED: N_("Works of an order went a step further"),
    Did.CONDITION_DECIDED: N_("Condition of an order decided"),
    Did.FUNDING_AWAITED: N_("Order waits for a payment"),
    Did.OWN_MONEY_ASKED: N_("Asked how a household pays"),
    Did.OWN_MONEY_SAID: N_("A household said how it pays"),
    Did.ORDERS_SEEN: N_("List of orders looked at"),
    Did.ORDER_SEEN: N_("Order looked at"),
    Did.ORDER_PAPER_SEEN: N_("Document of an order looked at"),
    Did.ORDER_PAPER_DOWNLOADED: N_("Document of an order taken"),
    Did.SURVEY_SEEN: N_("Survey looked at"),
    Did.WORK_LIST_SEEN: N_("Work list looked at"),
    Did.WORK_LIST_DOWNLOADED: N_("Work list taken"),
}
