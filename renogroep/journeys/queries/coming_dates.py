"""Which last days of packages and order rounds come close?"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.orders.models import Wave
from renogroep.orders.rules.lifecycle import WaveState
from renogroep.owners.queries import in_scope
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

Scope = Collection[int] | None


def lots_ending_interest(
    session: Session, municipality_id: int, scope: Scope, first: date, last: date
) -> Sequence[Lot]:
    """Lots that still collect and whose interest ends between two days, both included."""
    return session.scalars(
        select(Lot)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Package.municipality_id == municipality_id,
            in_scope(Package.neighbourhood_id, scope),
            Package.state == PackageState.PUBLISHED,
            Package.interest_deadline.between(first, last),
            Lot.state == LotState.COLLECTING,
        )
        .options(joinedload(Lot.package).selectinload(Package.lots))
        .order_by(Package.interest_deadline, Lot.id)
    ).all()


def open_rounds(session: Session, municipality_id: int, scope: Scope) -> Sequence[Wave]:
    """Rounds whose prices are not fixed yet."""
    return session.scalars(
        select(Wave)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Wave.municipality_id == municipality_id,
            in_scope(Package.neighbourhood_id, scope),
            Wave.state == WaveState.ORDERING,
        )
        .options(joinedload(Wave.lot).joinedload(Lot.package))
        .order_by(Wave.id)
    ).all()
