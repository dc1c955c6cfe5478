"""Which cases does a member of staff see, and how many are there of each kind?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true
from sqlalchemy.orm import Session, aliased

from renogroep.base.text import N_
from renogroep.identity.models import Person
from renogroep.identity.queries import phone_of_person
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import stages
from renogroep.journeys.rules.case_stage import WaitsFor
from renogroep.neighbourhoods.models import Address, Street
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import LIVE
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.queries import in_scope
from renogroep.owners.queries import search as found_by
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Package

PAGE_SIZE = 50
MAX_SEARCH = 100
_Advisor = aliased(Person)


class Pile(StrEnum):
    """The ways in which the caseload is cut."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ALL = "all"


PILE_LABELS: dict[Pile, str] = {
    Pile.MINE: N_("Mine"),
    Pile.UNASSIGNED: N_("Nobody's yet"),
    Pile.OVERDUE: N_("Too late"),
    Pile.WAITING: N_("Waiting for the owner"),
    Pile.ALL: N_("All, with closed ones"),
}


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, and at what."""

    person_id: int
    municipality_id: int
    scope: Collection[int] | None
    today: date


def _piles(looker: Looker) -> dict[Pile, ColumnElement[bool]]:
    is_open = Case.state == "open"
    return {
        Pile.MINE: and_(is_open, Case.advisor_id == looker.person_id),
        Pile.UNASSIGNED: and_(is_open, Case.advisor_id.is_(None)),
        Pile.OVERDUE: and_(is_open, stages.is_late(looker.today)),
        Pile.WAITING: and_(is_open, CaseStage.waits_for == WaitsFor.OWNER),
        Pile.ALL: true(),
    }


Hits = Sequence[int] | None  # cases that a search found, best first; None: nobody searched


def hits(session: Session, looker: Looker, search: str) -> Hits:
    """What the search box means, within what this person works in."""
    if not search.strip():
        return None
    return found_by(session, search, looker.municipality_id, looker.scope)


def _from_cases(columns: Any, looker: Looker, found: Hits) -> Select[Any]:
    """The same cases for the list and for the counts, so that they always match."""
    statement = (
        select(*columns)
        .select_from(Case)
        .join(Person, Person.id == Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .outerjoin(CaseStage, CaseStage.case_id == Case.id)
        .where(
            Case.municipality_id == looker.municipality_id,
            in_scope(Street.neighbourhood_id, looker.scope),
        )
    )
    return statement if found is None else statement.where(Case.id.in_(found))


def counts(session: Session, looker: Looker, found: Hits = None) -> dict[Pile, int]:
    """How many cases each pile holds, in one question to the database."""
    piles = _piles(looker)
    columns = [func.sum(case((condition, 1), else_=0)) for condition in piles.values()]
    row = session.execute(_from_cases(columns, looker, found)).one()
    return {pile: int(number or 0) for pile, number in zip(piles, row, strict=True)}


def rows(
    session: Session, looker: Looker, pile: Pile, found: Hits = None, page: int = 1
) -> Sequence[Any]:
    """One page of a pile, danger and what is due first on top; what a search means best on top of that."""
    best = [case({key: place for place, key in enumerate(found)}, value=Case.id)] if found else []
    columns = (
        Case.id,
        Case.state,
        Case.danger,
        *stages.COLUMNS,
        Case.owner_kind,
        Case.advisor_id,
        Case.version,
        Person.name,
        phone_of_person(),
        Street.name.label("street"),
        Address.number,
        Address.box,
        _Advisor.name.label("advisor"),
    )
    statement = (
        _from_cases(columns, looker, found)
        .outerjoin(_Advisor, _Advisor.id == Case.advisor_id)
        .where(_piles(looker)[pile])
        .order_by(*best, Case.state.desc(), *stages.first_to_do())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return session.execute(statement).all()


def interests(session: Session, case_ids: Collection[int]) -> dict[int, list[Any]]:
    """Case -> what its owner showed interest in, newest first."""
    found: dict[int, list[Any]] = {}
    if not case_ids:
        return found
    order = (  # the newest that runs or is done
        select(Order.state)
        .where(Order.subscription_id == Subscription.id, Order.state.in_(sorted(LIVE)))
        .order_by(Order.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    for row in session.execute(
        select(
            Subscription.case_id,
            Subscription.reference,
            Subscription.state,
            Package.title,
            order.label("order"),
        )
        .join(Package, Package.id == Subscription.package_id)
        .where(Subscription.case_id.in_(case_ids))
        .order_by(Subscription.id.desc())
    ):
        found.setdefault(row.case_id, []).append(row)
    return found
