"""Which homes share a scaffold?"""

from collections.abc import Mapping

from renogroep.neighbourhoods.rules.addresses import Built, Place, adjacent


def runs(places: Mapping[str, Place]) -> dict[str, str]:
    """The run of every home: homes with the same code stand side by side.

    places    reference -> where the home stands; only homes that take part
    returns   reference -> R1, R2, ... in the order of street and house number. A detached home is a
              run by itself, and so is a home whose neighbours do not take part.

    Source: MONEY 2026-11-23, "run (adjacent homes, one scaffold, one contractor)".
    """
    chains: list[list[str]] = []
    walk = sorted(places, key=lambda ref: (_detached(places[ref]), places[ref].walk_key, ref))
    for ref in walk:
        if chains and adjacent(places[chains[-1][-1]], places[ref]):
            chains[-1].append(ref)
        else:
            chains.append([ref])
    chains.sort(key=lambda chain: _start(places[chain[0]], chain[0]))
    return {ref: f"R{count}" for count, chain in enumerate(chains, start=1) for ref in chain}


def _detached(place: Place) -> bool:
    """Detached homes stand apart, so that they never break a row of others in two."""
    return place.built == Built.DETACHED


def _start(place: Place, ref: str) -> tuple[tuple[str, str], int, str, str]:
    return place.street_key, place.sort_number, place.number, ref
