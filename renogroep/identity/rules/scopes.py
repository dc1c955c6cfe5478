"""In which neighbourhoods may somebody use a permission today?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from renogroep.base.permissions import GRANTS, May, Role


@dataclass(frozen=True, slots=True)
class Held:
    """One membership, as it stands.

    neighbourhood_id     None is the whole municipality
    valid_until          the last day that counts; None has no end
    organisation_active  an organisation that left gives nobody anything
    """

    role: Role
    municipality_id: int
    neighbourhood_id: int | None
    valid_until: date | None
    organisation_active: bool = True

    def counts(self, on: date) -> bool:
        """Is it good on this day? The last day counts."""
        in_time = self.valid_until is None or on <= self.valid_until
        return in_time and self.organisation_active


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a permission holds.

    neighbourhoods  None is the whole municipality
    """

    municipality_id: int
    neighbourhoods: frozenset[int] | None

    def covers(self, neighbourhood_id: int | None) -> bool:
        """Does it hold for a row of this neighbourhood, or of none in particular?"""
        return self.neighbourhoods is None or neighbourhood_id in self.neighbourhoods


def scope_of(permission: May, held: Iterable[Held], on: date) -> Scope | None:
    """What somebody reaches through one permission; None: they may not do it at all.

    Only memberships whose role grants *this* permission and that are good on the day count, so that
    a role elsewhere never opens a row here. One more membership never makes it smaller.

    raises   ValueError for memberships of more than one municipality: who works for two is in one
             of them at a time
    """
    held = tuple(held)
    if len({one.municipality_id for one in held}) > 1:
        raise ValueError("memberships of more than one municipality have no scope together")
    granting = [one for one in held if one.role in GRANTS[permission] and one.counts(on)]
    if not granting:
        return None
    places = [one.neighbourhood_id for one in granting]
    known = frozenset(place for place in places if place is not None)
    return Scope(granting[0].municipality_id, None if None in places else known)
