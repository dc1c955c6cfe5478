"""Which cases must an advisor look at today, and which does nobody look at?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.identity.queries import phone_of_person
from renogroep.neighbourhoods.models import Address, Street
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import CONFIRMED
from renogroep.owners.models import Case, Dwelling, Task
from renogroep.owners.queries import in_scope
from renogroep.owners.rules.cases import CaseState, TaskState
from renogroep.subscriptions.models import Subscription


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, and at what; ``scope`` None is the whole municipality."""

    person_id: int
    municipality_id: int
    scope: Collection[int] | None
    today: date


_ORDERED = exists().where(
    Subscription.case_id == Case.id,
    Order.subscription_id == Subscription.id,
    Order.state.in_(sorted(CONFIRMED)),
)


def _cases(columns: Sequence[Any], looker: Looker) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Case)
        .join(Person, Person.id == Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(
            Case.municipality_id == looker.municipality_id,
            Case.state == CaseState.OPEN,
            in_scope(Street.neighbourhood_id, looker.scope),
        )
    )


def _lines(looker: Looker, most: int) -> Select[Any]:
    columns = (
        Case.id,
        Case.due_on,
        Case.danger,
        Person.name,
        phone_of_person(),
        Street.name.label("street"),
        Address.number,
        Address.box,
        _ORDERED.label("ordered"),
    )
    first = (Case.danger.desc(), Case.due_on.asc().nulls_last(), Case.id)
    return _cases(columns, looker).order_by(*first).limit(most)


def _mine(looker: Looker) -> ColumnElement[bool]:
    return Case.advisor_id == looker.person_id


def _due(looker: Looker) -> ColumnElement[bool]:
    """Danger always; a home that ordered only for a task that somebody wrote down."""
    task = exists().where(
        Task.case_id == Case.id, Task.state == TaskState.OPEN, Task.due_on <= looker.today
    )
    return or_(Case.danger, and_(Case.due_on <= looker.today, or_(not_(_ORDERED), task)))


def mine_due(session: Session, looker: Looker, most: int) -> Sequence[Any]:
    """This advisor's cases of which the day is there or over, danger on top."""
    return session.execute(_lines(looker, most).where(_mine(looker), _due(looker))).all()


def nobodys(session: Session, looker: Looker, until: date, most: int) -> Sequence[Any]:
    """Cases without an advisor that are due by then, or have no day."""
    by_then = or_(Case.due_on.is_(None), Case.due_on <= until, Case.danger)
    return session.execute(_lines(looker, most).where(Case.advisor_id.is_(None), by_then)).all()


def counts(session: Session, looker: Looker) -> tuple[int, int]:
    """All open cases of this advisor, and all that nobody has."""
    columns = (
        func.count().filter(_mine(looker)),
        func.count().filter(Case.advisor_id.is_(None)),
    )
    mine, nobody = session.execute(_cases(columns, looker)).one()
    return mine, nobody
