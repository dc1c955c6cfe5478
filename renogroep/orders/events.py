"""What can happen to a wave or an order? Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    WAVE_OPENED = "wave.opened"
    WAVE_INVITED = "wave.invited"
    WAVE_FROZEN = "wave.frozen"
    WAVE_LAPSED = "wave.lapsed"
    WAVE_MOVED = "wave.moved"
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
    ORDER_WAITING = "order.waiting"
    ORDER_WITHDRAWN = "order.withdrawn"
    ORDER_LAPSED = "order.lapsed"
    ORDER_FROZEN = "order.frozen"
    ORDER_MOVED = "order.moved"
    CONDITION_DECIDED = "condition.decided"
    ORDER_PAPER_DOWNLOADED = "order_paper.downloaded"
    SURVEY_SEEN = "survey.seen"
    WORK_LIST_SEEN = "work_list.seen"
    WORK_LIST_DOWNLOADED = "work_list.downloaded"
