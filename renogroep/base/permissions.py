"""Who may do what? One table of roles and permissions; whose rows is ``identity/rules/scopes.py``."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is, within an organisation and a scope."""

    RESIDENT = "resident"
    HELPER = "helper"
    DESK = "desk"
    ADVISOR = "advisor"
    TEAM_LEAD = "team_lead"
    PARTNER = "partner"
    CONTRACTOR = "contractor"
    CONTRACTOR_OWNER = "contractor_owner"
    LEAD = "lead"
    ASSESSOR = "assessor"
    OPENING_OFFICER = "opening_officer"
    SYNDIC = "syndic"
    ALDERMAN = "alderman"
    STEERING = "steering"
    ADMIN = "admin"


class May(StrEnum):
    """``subject:action``. A view names what one may do, never who."""

    ADMIN_SEE = "admin:see"
    AUDIT_SEE = "audit:see"
    CASE_SEE = "case:see"
    CASE_WORK = "case:work"
    CASE_SENSITIVE = "case:sensitive"
    CHOICE_RUN = "choice:run"
    DANGER_NOTE = "danger:note"
    DECISION_SEE = "decision:see"
    DELIVERY_MANAGE = "delivery:manage"
    FILE_OPEN = "file:open"
    FIRM_MANAGE = "firm:manage"
    FUNNEL_SEE = "funnel:see"
    GROUP_MANAGE = "group:manage"
    HOMES_COUNT = "homes:count"
    JOB_QUOTE = "job:quote"
    JOB_SEE = "job:see"
    LETTERS_SEND = "letters:send"
    LOAN_PROPOSE = "loan:propose"
    LOT_ASSESS = "lot:assess"
    LOT_WATCH = "lot:watch"
    MY_HOME = "my_home:use"
    NEIGHBOURHOOD_MANAGE = "neighbourhood:manage"
    ORDER_FREEZE = "order:freeze"
    ORDER_SEE = "order:see"
    ORDER_SURVEY = "order:survey"
    ORGANISATION_MANAGE = "organisation:manage"
    PACKAGE_MANAGE = "package:manage"
    PACKAGE_SEE = "package:see"
    PAUSE_SET = "pause:set"
    PEOPLE_ERASE = "people:erase"
    PEOPLE_MANAGE = "people:manage"
    QUOTES_AWARD = "quotes:award"
    QUOTES_COMPARE = "quotes:compare"
    QUOTES_OPEN = "quotes:open"
    RETENTION_RUN = "retention:run"
    RULES_APPROVE = "rules:approve"
    RULES_MANAGE = "rules:manage"
    SECOND_CONFIRM = "second:confirm"
    STAFF_HOME = "staff:home"
    WORKLIST_SEE = "worklist:see"


_ADVISING = frozenset({Role.ADVISOR, Role.TEAM_LEAD})
_LEADING = frozenset({Role.LEAD})
_FIRMS = frozenset({Role.CONTRACTOR, Role.CONTRACTOR_OWNER})
_WATCHING = frozenset({Role.ALDERMAN, Role.STEERING})

GRANTS: dict[May, frozenset[Role]] = {
    May.ADMIN_SEE: frozenset({Role.ADMIN}),
    May.AUDIT_SEE: frozenset({Role.ADMIN}),
    May.CASE_SEE: _ADVISING | {Role.DESK},
    May.CASE_WORK: _ADVISING | {Role.DESK},
    May.CASE_SENSITIVE: _ADVISING,
    May.CHOICE_RUN: _LEADING,
    May.DANGER_NOTE: _ADVISING | {Role.DESK},
    May.DECISION_SEE: _LEADING | {Role.ALDERMAN},
    # Who writes and prints also sees that a mail did not leave, and sends it again.
    May.DELIVERY_MANAGE: _ADVISING | _LEADING | {Role.ADMIN, Role.DESK},
    # Which ones: by the permission through which somebody reaches the home.
    May.FILE_OPEN: _ADVISING | _FIRMS | {Role.RESIDENT},
    May.FIRM_MANAGE: frozenset({Role.CONTRACTOR_OWNER}),
    May.FUNNEL_SEE: _LEADING | _WATCHING | {Role.TEAM_LEAD},
    May.GROUP_MANAGE: _LEADING,
    # However few they are; who only watches sees no count of fewer than five.
    May.HOMES_COUNT: _LEADING | _ADVISING | {Role.OPENING_OFFICER, Role.ASSESSOR},
    May.JOB_QUOTE: _FIRMS,
    May.JOB_SEE: _FIRMS,
    May.LETTERS_SEND: _ADVISING | _LEADING | {Role.DESK},
    May.LOAN_PROPOSE: _ADVISING,
    May.LOT_ASSESS: frozenset({Role.ASSESSOR}),
    May.LOT_WATCH: frozenset({Role.ALDERMAN}),
    May.MY_HOME: frozenset({Role.RESIDENT}),
    May.NEIGHBOURHOOD_MANAGE: _LEADING,
    May.ORDER_FREEZE: _LEADING,
    May.ORDER_SEE: _ADVISING | _LEADING,
    May.ORDER_SURVEY: _ADVISING,
    May.ORGANISATION_MANAGE: _LEADING | {Role.ADMIN},
    May.PACKAGE_MANAGE: _LEADING,
    May.PACKAGE_SEE: _LEADING | _ADVISING | _WATCHING | {Role.OPENING_OFFICER, Role.ASSESSOR},
    May.PAUSE_SET: _LEADING | {Role.ADMIN},
    May.PEOPLE_ERASE: frozenset({Role.TEAM_LEAD}),
    May.PEOPLE_MANAGE: frozenset({Role.ADMIN}),
    May.QUOTES_AWARD: _LEADING,
    May.QUOTES_COMPARE: _LEADING | {Role.ASSESSOR},
    May.QUOTES_OPEN: _LEADING | {Role.OPENING_OFFICER},
    May.RETENTION_RUN: frozenset({Role.ADMIN}),
    May.RULES_APPROVE: _LEADING | {Role.TEAM_LEAD},
    May.RULES_MANAGE: _LEADING | {Role.TEAM_LEAD},
    May.SECOND_CONFIRM: frozenset({Role.ADMIN, Role.TEAM_LEAD}),
    May.STAFF_HOME: frozenset(Role) - {Role.RESIDENT},
    May.WORKLIST_SEE: _FIRMS,
}
