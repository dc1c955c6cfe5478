"""For which municipalities does one human work, in which do they begin, and at which front door?

One is in one municipality at a time: what somebody may do there comes from the roles held there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Home:
    """One municipality, and who somebody is in it.

    host   the name of its own front door; None: it shares the names of the installation
    roles  those that count today; without one there is nothing to do there
    """

    municipality_id: int
    name: str
    host: str | None
    person_id: int
    roles: frozenset[str] = frozenset()


def to_choose(homes: Iterable[Home]) -> list[Home]:
    """Where there is work today, by name; all of them when there is none anywhere."""
    known = sorted(homes, key=lambda home: (home.name, home.municipality_id))
    return [home for home in known if home.roles] or known


def first_home(homes: Sequence[Home], *, here: int | None, last: int | None) -> Home:
    """Where somebody begins who signs in.

    here  the municipality whose own front door this is; None at a shared one
    last  where they were the last time
    raises  LookupError for who is nowhere

    At a municipality's own door there; else where they were last; else the oldest.
    """
    chosen = sorted(to_choose(homes), key=lambda home: home.municipality_id)
    if not chosen:
        raise LookupError("an account that is nobody anywhere")
    known = {home.municipality_id: home for home in chosen}
    wanted = (key for key in (here, last) if key is not None and key in known)
    return known[next(wanted, chosen[0].municipality_id)]


def held_anywhere(homes: Iterable[Home]) -> frozenset[str]:
    """The roles of one human in all municipalities together: for what is asked of the account."""
    return frozenset(role for home in homes for role in home.roles)


def other_door(
    target: str | None, here: str, *, own_doors: Iterable[str], shared: str
) -> str | None:
    """Under which other name a municipality is found; None: here.

    target     the name of its own front door; None when it has none
    here       the name in the address of this page
    own_doors  the names of all municipalities that have one
    shared     the first name of the installation; empty when it has none
    """
    if target is not None:
        return None if target == here else target
    return shared if shared and here in set(own_doors) and shared != here else None
