"""What can happen to a case, a home, a route or a task? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


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
    HOME_USE_TOLD = "dwelling.use_told"
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
    FILES_ADDED = "case.files_added"
    FILE_SHOWN = "case.file_shown"
    FILE_RELEASED = "case.file_released"
    FILE_TAKEN_BACK = "case.file_taken_back"
    FILE_REMOVED = "case.file_removed"
    FILE_SEEN = "case.file_seen"
    LOAN_PROPOSED = "loan_proposal.proposed"
    LOAN_CHOSEN = "loan_proposal.chosen"
    LOAN_DECLINED = "loan_proposal.declined"
    LOAN_APPLIED = "loan_proposal.applied"
    LOAN_GRANTED = "loan_proposal.granted"
    LOAN_REFUSED = "loan_proposal.refused"
    LOAN_LAPSED = "loan_proposal.lapsed"


DID_LABELS: dict[Did, str] = {
    Did.CASE_OPENED: N_("Case opened"),
    Did.CASE_CHANGED: N_("Case changed"),
    Did.CASE_READ: N_("Case with sensitive answers looked at"),
    Did.CASE_SEEN: N_("Case looked at"),
    Did.CASELOAD_SEEN: N_("List of cases looked at"),
    Did.CASE_TAKEN: N_("Case taken"),
    Did.CASE_HANDED_OVER: N_("Case handed over"),
    Did.HAND_OVER_ASKED: N_("Hand-over asked"),
    Did.HAND_OVER_ENDED: N_("Hand-over ended"),
    Did.CASE_WAITING: N_("Case put on hold"),
    Did.CASE_CLOSED: N_("Case closed"),
    Did.CASE_REOPENED: N_("Case opened again"),
    Did.FACTS_RECORDED: N_("Facts of a home noted"),
    Did.ANSWERS_RECORDED: N_("Answers of an owner noted"),
    Did.DWELLING_CREATED: N_("Home added"),
    Did.DWELLING_CHANGED: N_("Home changed"),
    Did.DWELLING_MEASURED: N_("Quantities of a home noted"),
    Did.HOME_USE_TOLD: N_("Use of a home noted"),
    Did.ROUTE_DECIDED: N_("Route chosen"),
    Did.ROUTE_OVERRIDDEN: N_("Other route chosen than proposed"),
    Did.DANGER_NOTED: N_("Danger noted"),
    Did.DANGER_CONFIRMED: N_("Danger confirmed"),
    Did.DANGER_OVER: N_("Danger is over"),
    Did.TASK_ADDED: N_("Task added"),
    Did.TASK_DONE: N_("Task done"),
    Did.CALL_REQUESTED: N_("Call-back asked"),
    Did.CONTACT_NOTED: N_("Contact with an owner noted"),
    Did.CALL_HANDLED: N_("Call-back done"),
    Did.FILES_ADDED: N_("Photos or papers of a home added"),
    Did.FILE_SHOWN: N_("Other people see a photo or paper"),
    Did.FILE_RELEASED: N_("Photo released for firms without an order"),
    Did.FILE_TAKEN_BACK: N_("Release of a photo taken back"),
    Did.FILE_REMOVED: N_("Photo or paper of a home removed"),
    Did.FILE_SEEN: N_("Photo or paper of a home opened"),
    Did.LOAN_PROPOSED: N_("Possible loan told"),
    Did.LOAN_CHOSEN: N_("Possible loan chosen"),
    Did.LOAN_DECLINED: N_("Possible loan not wanted"),
    Did.LOAN_APPLIED: N_("Loan asked"),
    Did.LOAN_GRANTED: N_("Loan granted"),
    Did.LOAN_REFUSED: N_("Loan not granted"),
    Did.LOAN_LAPSED: N_("Possible loan stopped"),
}
