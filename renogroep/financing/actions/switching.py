"""Who proposes a version, who looks at it, and when may it decide?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing import queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import cases
from renogroep.financing.rules.events import Did
from renogroep.financing.rules.filling import column_name
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, Origin, RuleState
from renogroep.financing.rules.versions import MONEY_KINDS
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def propose(session: Session, row: RuleVersion, *, by: By) -> None:
    """Its author is done: somebody else may look at it.

    Raises StaleDataError for an older version of the row, Refused for who did not write it, in
    another state, or when its amounts are not proven.
    """
    locked(session, RuleVersion, row.id)
    check_author(row, by)
    check_seen(row, by)
    RULE_VERSIONS.after(row.state, "propose")
    check_proven(session, row)
    RULE_VERSIONS.move(row, "propose")
    row.proposed_at, row.proposed_by = clock.now(), by.person_id
    record(session, Did.VERSION_PROPOSED, actor_id=by.actor_id, subject=row, kind=row.kind)


def send_back(session: Session, row: RuleVersion, *, reason: str, by: By) -> None:
    """Not right yet: its author reads why and goes on with it.

    Raises StaleDataError for an older version of the row, Refused without a reason, or when nobody
    proposed it.
    """
    locked(session, RuleVersion, row.id)
    check_seen(row, by)
    RULE_VERSIONS.after(row.state, "send_back")
    if not reason:
        raise Refused("rules.no_reason", "Say what is not right, so that it can be made right.")
    RULE_VERSIONS.move(row, "send_back")
    row.sent_back_reason = reason
    record(session, Did.VERSION_SENT_BACK, actor_id=by.actor_id, subject=row, kind=row.kind)


def activate(session: Session, row: RuleVersion, *, by: By) -> None:
    """Another holder of RULES_APPROVE switches it on; another one from the same day goes off.

    What comes with the product needs no second person here: it has one where it was made.

    Raises StaleDataError for an older version of the row, Refused when it is on already, was not
    proposed, is one's own, or when a worked case would get another amount.
    """
    same_day = [
        other
        for other in queries.active_versions(session, row.municipality_id, row.kind)
        if other.valid_from == row.valid_from  # only one of both can hold
    ]
    for key in sorted({row.id, *(other.id for other in same_day)}):
        locked(session, RuleVersion, key)
    check_seen(row, by)
    if row.state == RuleState.ACTIVE:
        raise Refused("rules.active", "“%(label)s” is already switched on.", label=row.label)
    check_second_person(row, by)
    shipped = row.origin == Origin.SHIPPED and row.state == RuleState.DRAFT
    move = "ship" if shipped else "activate"
    RULE_VERSIONS.after(row.state, move)
    check_proven(session, row)
    for other in same_day:
        retire(session, other, by=by.inside)
    switch_on(session, row, move, by=by)


def switch_on(session: Session, row: RuleVersion, move: str, *, by: By) -> None:
    """The move itself, for who checked everything."""
    RULE_VERSIONS.move(row, move)
    row.activated_at, row.activated_by = clock.now(), by.actor_id
    record(session, Did.VERSION_ACTIVATED, actor_id=by.actor_id, subject=row, kind=row.kind)


def retire(session: Session, row: RuleVersion, *, by: By) -> None:
    """Switch a version off; decisions that used it keep it.

    Raises StaleDataError for an older version of the row, Refused when it is not on.
    """
    locked(session, RuleVersion, row.id)
    check_seen(row, by)
    if not RULE_VERSIONS.may(row.state, "retire"):
        raise Refused("rules.not_active", "“%(label)s” is not switched on.", label=row.label)
    RULE_VERSIONS.move(row, "retire")
    record(session, Did.VERSION_RETIRED, actor_id=by.actor_id, subject=row, kind=row.kind)


def check_author(row: RuleVersion, by: By) -> None:
    """Only who wrote a version changes or proposes it: else nobody could look at it afterwards.

    raises   Refused; also for what comes with the product, which nobody here wrote
    """
    if row.origin == Origin.SHIPPED or row.author_id != by.actor_id:
        raise Refused(
            "rules.not_yours",
            "Only the person who made this version can change it. Make a new version from it.",
        )


def check_second_person(row: RuleVersion, by: By) -> None:
    """Nobody approves what they wrote or proposed themselves.

    raises   Refused
    """
    if row.origin != Origin.SHIPPED and by.actor_id in (None, row.author_id, row.proposed_by):
        raise Refused(
            "rules.own",
            "You made this version yourself. Somebody else who may approve rules looks at it and switches it on.",
        )


def check_proven(session: Session, row: RuleVersion) -> None:
    """The worked cases give the amounts that were worked out by hand, and prove every cell.

    What comes with the product was proved where it was made.

    raises   Refused, with the first difference or the first cell that nobody would notice
    """
    failing = (
        queries.failing(session, row.municipality_id, row, clock.today())
        if row.kind in MONEY_KINDS
        else []
    )
    if failing:
        raise Refused(
            "rules.personas",
            "“%(label)s” was not switched on: %(count)s worked cases give another amount. The first: %(first)s",
            label=row.label,
            count=len(failing),
            first=failing[0],
        )
    if row.origin != Origin.SHIPPED:
        _check_cells(session, row)


def _check_cells(session: Session, row: RuleVersion) -> None:
    differing = cases.differing_cases(session, row)
    if differing:
        raise Refused(
            "rules.cases_differ",
            "%(count)s worked cases get another answer under “%(label)s”. They stand on this page.",
            label=row.label,
            count=len(differing),
        )
    open_cells = cases.unproven_cells(session, row)
    if open_cells:
        first = open_cells[0]
        raise Refused(
            "rules.unproven",
            "%(count)s cells of “%(label)s” are not proved by a worked case. The first: row %(row)s, %(measure)s, %(column)s.",
            label=row.label,
            count=len(open_cells),
            row=first.row,
            measure=first.measure,
            column=column_name(row.kind, first.column),
        )
