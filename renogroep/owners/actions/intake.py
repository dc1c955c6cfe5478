"""How does somebody come in: with a phone number only, or with a home and a name?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.identity.models import Municipality, Person
from renogroep.identity.rules.phone import read
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.neighbourhoods.models import Address, Neighbourhood
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import CallRequest, Case, Dwelling, Task
from renogroep.owners.rules.cases import CaseState
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.kinds import OwnerKind


def next_call_day() -> date:
    """Who leaves a phone number is called on the next working day."""
    today = clock.today()
    return add_working_days(today, 1, belgian(today))


def request_call(
    session: Session,
    *,
    place: Neighbourhood | Municipality,
    phone: str,
    about: str,
    language: str,
    by: By,
) -> CallRequest:
    """Somebody wants to be called. The same number twice on one day is one request.

    place    where they asked; who asks on a page of the whole municipality did not say where the
             home is, and every colleague there sees the call
    Raises Refused for a number that cannot be dialled.
    """
    number = read(phone)
    locked(session, type(place), place.id)  # two taps on the button are one request
    municipality_id, neighbourhood_id = _where(place)
    known = session.scalar(
        select(CallRequest)
        .where(
            CallRequest.municipality_id == municipality_id,
            CallRequest.neighbourhood_id == neighbourhood_id
            if neighbourhood_id is not None
            else CallRequest.neighbourhood_id.is_(None),
            CallRequest.phone == number,
            CallRequest.handled_at.is_(None),
            CallRequest.created_at >= clock.at_local(clock.today()),
        )
        .limit(1)
    )
    if known is not None:
        return known
    row = CallRequest(
        municipality_id=municipality_id,
        neighbourhood_id=neighbourhood_id,
        phone=number,
        about=cleaned(about)[:300],
        language=language,
        created_at=clock.now(),
        due_on=next_call_day(),
    )
    session.add(row)
    record(session, Did.CALL_REQUESTED, actor_id=by.actor_id, subject=row)
    return row


def _where(place: Neighbourhood | Municipality) -> tuple[int, int | None]:
    if isinstance(place, Municipality):
        return place.id, None
    return place.municipality_id, place.id


def dwelling_at(session: Session, address: Address, *, by: By) -> Dwelling:
    """The home at an address; made when nobody asked about it before.

    The address is held until the end of the transaction, so two visitors make one home.
    """
    locked(session, Address, address.id)
    known = session.scalar(select(Dwelling).where(Dwelling.address_id == address.id))
    if known is not None:
        return known
    row = Dwelling(
        municipality_id=address.municipality_id,
        address_id=address.id,
        kind="apartment" if address.box else "house",
    )
    session.add(row)
    record(session, Did.DWELLING_CREATED, actor_id=by.actor_id, subject=row)
    return row


def open_case(
    session: Session,
    *,
    dwelling: Dwelling,
    person: Person,
    owner_kind: str,
    by: By,
) -> Case:
    """The file of one owner of one home; the open one when there is one already."""
    known = session.scalar(
        select(Case).where(
            Case.dwelling_id == dwelling.id,
            Case.person_id == person.id,
            Case.state == CaseState.OPEN,
        )
    )
    if known is not None:
        return known
    row = Case(
        municipality_id=dwelling.municipality_id,
        dwelling_id=dwelling.id,
        person_id=person.id,
        owner_kind=OwnerKind(owner_kind),
        state=CaseState.OPEN,
        channel=by.channel,
        opened_at=clock.now(),
    )
    session.add(row)
    record(
        session,
        Did.CASE_OPENED,
        actor_id=by.actor_id,
        subject=row,
        owner_kind=str(row.owner_kind),
        channel=by.channel,
    )
    refresh_words(session, [row.id])
    return row


def leave_task(session: Session, case: Case, what: Text, *, due_on: date, by: By) -> Task:
    """Something that the house itself asks of whoever works on the case."""
    row = Task(
        municipality_id=case.municipality_id,
        case_id=case.id,
        what=stored_text(what),
        due_on=due_on,
        assignee_id=case.advisor_id,
    )
    session.add(row)
    record(session, Did.TASK_ADDED, actor_id=by.actor_id, subject=row, case_id=case.id)
    return row
