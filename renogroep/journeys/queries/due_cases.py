"""Which cases must an advisor look at today, and which does nobody look at?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.identity.queries import phone_of_person
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import stages
from renogroep.journeys.queries.big_piles import page_of
from renogroep.journeys.queries.piles import Cut
from renogroep.journeys.rules.piles import Looker
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import Case, Dwelling, HandOver, HandOverCase
from renogroep.owners.queries import in_scope
from renogroep.owners.rules.cases import CaseState, HandOverState


def _lines(looker: Looker, most: int) -> Select[*tuple[Any, ...]]:
    columns = (
        Case.id,
        *stages.COLUMNS,
        Case.danger,
        Person.name,
        phone_of_person(),
        Street.name.label("street"),
        Street.neighbourhood_id,
        Address.number,
        Address.box,
    )
    return (
        select(*columns)
        .select_from(Case)
        .join(Person, Person.id == Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .outerjoin(CaseStage, CaseStage.case_id == Case.id)
        .where(
            Case.municipality_id == looker.municipality_id,
            Case.state == CaseState.OPEN,
            in_scope(Street.neighbourhood_id, looker.scope),
        )
        .order_by(*stages.first_to_do())
        .limit(most)
    )


def _mine(looker: Looker) -> ColumnElement[bool]:
    return Case.advisor_id == looker.person_id


def dangers(session: Session, looker: Looker, most: int) -> Sequence[Any]:
    """Every case with acute danger, whoever works on it."""
    return session.execute(_lines(looker, most).where(Case.danger)).all()


def asked_of_me(session: Session, looker: Looker, most: int) -> Sequence[Any]:
    """Cases that a colleague asks this person to take over."""
    asked = (
        select(HandOverCase.case_id)
        .join(HandOver, HandOver.id == HandOverCase.hand_over_id)
        .where(HandOverCase.state == HandOverState.ASKED, HandOver.to_id == looker.person_id)
    )
    return session.execute(_lines(looker, most).where(Case.id.in_(asked))).all()


def mine_due(session: Session, looker: Looker, most: int) -> Sequence[Any]:
    """This advisor's cases of which our own day is there or over; danger stands above them."""
    ours = (_mine(looker), not_(Case.danger), stages.is_ours(looker.today))
    return session.execute(_lines(looker, most).where(*ours)).all()


def nobodys(
    session: Session, looker: Looker, until: date, most: int, *, big: bool = False
) -> Sequence[Any]:
    """Cases without an advisor that are ours by then.

    big   too many to sort: those with a step are read in the order of its index
    """
    free = and_(Case.advisor_id.is_(None), not_(Case.danger))
    lines = _lines(looker, most)
    if big:
        cut = Cut(free, CaseStage.due_on <= until, waits=(None,), undated=False)
        picked = page_of(looker, cut, skip=0, size=most)
        return session.execute(lines.where(Case.id.in_(select(picked.c.id)))).all()
    return session.execute(lines.where(free, stages.is_ours(until))).all()
