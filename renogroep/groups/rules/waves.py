"""Which homes share a scaffold?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from renogroep.neighbourhoods.rules.addresses import SHARED_WALLS, Place, adjacent


@dataclass(frozen=True, slots=True)
class Building:
    """All homes of one number, with where they stand; two boxes share it whatever they share."""

    place: Place
    refs: tuple[str, ...]

    @property
    def walls(self) -> int:
        """How many neighbours can stand against it."""
        return SHARED_WALLS[self.place.built]


def runs(places: Mapping[str, Place]) -> dict[str, str]:
    """The run of every home: homes with the same code stand side by side.

    places    reference -> where the home stands; only homes that take part
    returns   reference -> R1, R2, ... in the order of street and house number.

    Runs link from the lowest house number on, while both buildings have a shared wall free: a row
    home has two, a half-open home one, a detached home none. Half-open 2, 4, 6 and 8 are 2-4 and
    6-8. All boxes of one number are one building. A run that was surveyed on the spot wins (orders).

    Source: MONEY 2026-11-29, "Runs link from the lowest house number on".
    """
    chains: list[list[Building]] = []
    free = 0  # shared walls that the last building has left
    for building in _walk(places):
        joins = free > 0 and building.walls > 0
        if joins and adjacent(chains[-1][-1].place, building.place):
            chains[-1].append(building)
            free = building.walls - 1
        else:
            chains.append([building])
            free = building.walls
    chains.sort(key=lambda chain: _start(chain[0]))
    return {
        ref: f"R{count}"
        for count, chain in enumerate(chains, start=1)
        for building in chain
        for ref in building.refs
    }


def _walk(places: Mapping[str, Place]) -> list[Building]:
    """Buildings as one passes them; detached ones last, so that they never break a row in two."""
    homes: dict[tuple[tuple[str, str], str], list[str]] = defaultdict(list)
    for ref in sorted(places):
        homes[places[ref].street_key, places[ref].number].append(ref)
    buildings = [
        # A list that says two things of one building: the one that promises the least sharing.
        Building(min((places[ref] for ref in refs), key=_sharing), tuple(refs))
        for refs in homes.values()
    ]
    return sorted(buildings, key=lambda one: (one.walls == 0, one.place.walk_key))


def _sharing(place: Place) -> int:
    return SHARED_WALLS[place.built]


def _start(building: Building) -> tuple[tuple[str, str], int, str]:
    place = building.place
    return place.street_key, place.sort_number, place.number
