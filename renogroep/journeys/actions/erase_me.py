"""Somebody asks on the own page that their data go."""

from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.financing.queries import retention_on
from renogroep.identity.models import Person
from renogroep.identity.queries import own_account
from renogroep.infra.acts import By
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.journeys.actions.holding import hold_people
from renogroep.journeys.actions.mailbox_code import ERASE, came_back, send_code
from renogroep.journeys.actions.people import erase_person, forget_told
from renogroep.journeys.queries.own_rows import open_task
from renogroep.journeys.queries.signed_orders import signed_orders
from renogroep.journeys.rules.erasing import Goes, what_goes
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case
from renogroep.owners.queries import homes_of
from renogroep.owners.rules.cases import CaseState, first_call_due

WANTED = N_(
    "Somebody asks that their data are deleted: %(name)s. Call to be sure who it is; a team lead then deletes them under “Name and contact”."
)


def what_goes_of(session: Session, person: Person) -> Goes:
    """As the rule says it today."""
    today = clock.today()
    table = retention_on(session, person.municipality_id, today)
    return what_goes(signed_orders(session, person.id), table.days("person_with_order"), today)


def ask_code(session: Session, person: Person, *, by: By) -> None:
    """The digits that prove who asks it go to the mailbox that we know.

    Raises Refused as ``erase_me`` and ``send_code``, and ``erase.no_mailbox``.
    """
    locked(session, Person, person.id)
    _check(session, person)
    if person.email is None:
        raise Refused(
            "erase.no_mailbox",
            "We have no e-mail address of you to send a code to. Ask us below: an advisor calls you.",
        )
    send_code(session, person, person.email, what=ERASE, by=by)


def erase_me(session: Session, person: Person, digits: str, *, by: By) -> bool:
    """Everything goes now, but for a contract that must be kept. Twice is once.

    returns  False for digits that are not right, which is counted: keep the transaction
    Raises Refused ``erase.order_runs`` while something signed runs, ``erase.account`` for who works
    here or for a firm.
    """
    hold_people(session, [person.id])
    if person.erased_at is not None:
        return True
    goes = _check(session, person)
    if person.email is None or not came_back(session, person, person.email, digits, what=ERASE):
        return False
    if goes.until is None:
        erase_person(session, person, by=by)
    else:
        forget_told(session, person, by=by)
    return True


def _check(session: Session, person: Person) -> Goes:
    if own_account(session, person.id) is not None:
        raise Refused(
            "erase.account",
            "You have an account here for your work. Ask the administrator to end it first.",
        )
    goes = what_goes_of(session, person)
    if goes.runs:
        first = goes.runs[0]
        raise Refused(
            "erase.order_runs",
            "You signed order %(reference)s with %(firm)s. Your data can go when it ended: withdraw it while you may, or call us.",
            reference=first.reference,
            firm=first.firm,
        )
    return goes


def ask_erasing(session: Session, person: Person, *, by: By) -> date:
    """Who has no mailbox to prove it with is called: one task with a day, which is given.

    Raises Refused as ``erase_me``, and ``erase.no_case`` when no case of this person is open.
    """
    case = case_of(session, person.id)
    if case is None:
        raise Refused(
            "erase.no_case", "We cannot be sure here who you are. Call us, then we do it together."
        )
    locked(session, Case, case.id)
    _check(session, person)
    known = open_task(session, case.id, WANTED)
    if known is None:
        today = clock.today()
        what = Text(WANTED, {"name": person.name})
        known = leave_task(session, case, what, due_on=first_call_due(today, belgian(today)), by=by)
    return known.due_on


def case_of(session: Session, person_id: int) -> Case | None:
    """Where the wish is noted: the newest open case. Nobody works on the list of a closed one."""
    cases = homes_of(session, [person_id]).get(person_id, [])
    still = [case for case in cases if case.state == CaseState.OPEN]
    return max(still, key=lambda case: case.id, default=None)
