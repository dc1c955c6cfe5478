"""What do the homes of each announced scenario have together, post by post?"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.units import Quantity
from renogroep.quotes.models import ScenarioBill
from renogroep.tenders.models import Lot, Package, Post
from renogroep.tenders.queries import scenarios_of
from renogroep.tenders.rules.bill import Nature, Scope
from renogroep.tenders.rules.criteria import Scenario


def bills(session: Session, lot_id: int) -> dict[int, ScenarioBill]:
    """Homes of the scenario -> what was written down for it."""
    rows = session.scalars(select(ScenarioBill).where(ScenarioBill.lot_id == lot_id))
    return {row.homes: row for row in rows}


def quantities_of(row: ScenarioBill) -> dict[str, Quantity]:
    """Post -> quantity of the homes of this scenario together."""
    return {number: Quantity(scaled) for number, scaled in row.quantities.items()}


def announced_quantities(session: Session, lot_id: int) -> Mapping[int, dict[str, Quantity]]:
    """Homes of the scenario -> post -> quantity; posts and scenarios that are absent are presumed."""
    return {homes: quantities_of(row) for homes, row in bills(session, lot_id).items()}


def smaller_scenarios(package: Package) -> Sequence[Scenario]:
    """All but the largest one: that is the bill of quantities itself."""
    return sorted(scenarios_of(package), key=lambda s: s.homes)[:-1]


def home_posts(lot: Lot) -> list[Post]:
    """The posts that are paid per home: only of these a scenario has quantities of its own."""
    return [p for p in lot.posts if p.scope == Scope.HOME and p.nature != Nature.PM]
