"""Which cases does a member of staff see, and how many are there of each kind?"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from renogroep.identity.models import Person
from renogroep.identity.queries import phone_of_person
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import stages
from renogroep.journeys.queries.big_piles import page_of
from renogroep.journeys.queries.piles import cases_in, cut_of, steps_in
from renogroep.journeys.rules.piles import Looker, Pile
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
CAP = 1000  # a pile is counted no further: nobody works through more, and counting reads them all
_Advisor = aliased(Person)


Hits = Sequence[int] | None  # cases that a search found, best first; None: nobody searched


def hits(session: Session, looker: Looker, search: str) -> Hits:
    """What the search box means, within what this person works in."""
    if not search.strip():
        return None
    return found_by(session, search, looker.municipality_id, looker.scope)


def counts(
    session: Session, looker: Looker, found: Hits = None, piles: Collection[Pile] = tuple(Pile)
) -> dict[Pile, int]:
    """How many cases each pile holds, in one question; no further than CAP + 1, for "more than"."""
    columns = [_counted(looker, pile, found).label(pile) for pile in piles]
    row = session.execute(select(*columns)).one()
    return dict(zip(piles, row, strict=True))


def _counted(looker: Looker, pile: Pile, found: Hits) -> ColumnElement[int]:
    """What depends on the step is counted in the steps, the rest in the cases."""
    cut = cut_of(looker, pile)
    if cut.step is None:
        key, which = Case.id, cases_in(looker, cut.whole)
    else:
        key, which = CaseStage.case_id, steps_in(looker, cut)
    some = select(key).where(*which).limit(CAP + 1)
    if found is not None:
        some = some.where(key.in_(found))
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def rows(
    session: Session,
    looker: Looker,
    pile: Pile,
    found: Hits = None,
    page: int = 1,
    *,
    big: bool = False,
) -> Sequence[Any]:
    """One page of a pile, danger and what is due first on top; what a search means best on top of that.

    big   more than CAP cases: only this page is read
    """
    skip = (page - 1) * PAGE_SIZE
    if big and found is None:
        picked = page_of(looker, cut_of(looker, pile), skip=skip, size=PAGE_SIZE)
        order = (picked.c.place, picked.c.due_on.asc().nulls_last(), picked.c.id)
        statement = _lines(looker).join(picked, picked.c.id == Case.id).order_by(*order)
        return session.execute(statement).all()
    best = [case({key: place for place, key in enumerate(found)}, value=Case.id)] if found else []
    statement = (
        _lines(looker)
        .where(cut_of(looker, pile).whole)
        .order_by(*best, Case.state.desc(), *stages.first_to_do())
        .limit(PAGE_SIZE)
        .offset(skip)
    )
    if found is not None:
        statement = statement.where(Case.id.in_(found))
    return session.execute(statement).all()


def _lines(looker: Looker) -> Select[*tuple[Any, ...]]:
    """What a line of the list says of each case within reach."""
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
        Street.neighbourhood_id,
        Address.number,
        Address.box,
        _Advisor.name.label("advisor"),
    )
    return (
        select(*columns)
        .select_from(Case)
        .join(Person, Person.id == Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .outerjoin(CaseStage, CaseStage.case_id == Case.id)
        .outerjoin(_Advisor, _Advisor.id == Case.advisor_id)
        .where(
            Case.municipality_id == looker.municipality_id,
            in_scope(Street.neighbourhood_id, looker.scope),
        )
    )


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
