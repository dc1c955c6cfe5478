"""What can happen to a case, a home, a route or a task? Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    CASE_OPENED = "case.opened"
    CASE_CHANGED = "case.changed"
    CASE_READ = "case.sensitive_read"
    CASE_SEEN = "case.read"  # by somebody who sees no can, will or income
    CASELOAD_SEEN = "caseload.read"
    CASE_TAKEN = "case.taken"
    CASE_HANDED_OVER = "case.handed_over"
    HAND_OVER_ASKED = "hand_over.asked"
    HAND_OVER_ENDED = "hand_over.ended"
    CASE_WAITING = "case.waiting"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    FACTS_RECORDED = "case.facts_recorded"
    ANSWERS_RECORDED = "case.answers_recorded"
    DWELLING_CREATED = "dwelling.created"
    DWELLING_CHANGED = "dwelling.changed"
    DWELLING_MEASURED = "dwelling.measured"
    ROUTE_DECIDED = "route.decided"
    ROUTE_OVERRIDDEN = "route.overridden"
    DANGER_NOTED = "case.danger_noted"
    DANGER_CONFIRMED = "case.danger_confirmed"
    DANGER_OVER = "case.danger_over"
    TASK_ADDED = "task.added"
    TASK_DONE = "task.done"
    CALL_REQUESTED = "call_request.made"
    CONTACT_NOTED = "case.contact_noted"
    CALL_HANDLED = "call_request.handled"
