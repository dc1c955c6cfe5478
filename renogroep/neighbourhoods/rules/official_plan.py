"""What does an official list change in the homes that we have?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from renogroep.base.text import t
from renogroep.neighbourhoods.rules.official import Left, Official, OfficialHome
from renogroep.neighbourhoods.rules.street_names import street_key

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A home that we have.

    official_id  empty when it came with a list of our own
    elsewhere    the name of its neighbourhood when that is another one, else empty
    """

    id: int
    official_id: str
    street: str
    postcode: str
    number: str
    box: str
    until: int | None
    x: Decimal | None
    y: Decimal | None
    retired: bool
    elsewhere: str = ""

    @property
    def key(self) -> Key:
        """The same home, whatever the spelling of its street."""
        return street_key(self.street), self.postcode, self.number, self.box


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes in, what changes, what stays, what is no more, and what is left out.

    changed   id of a home that we have -> the home as the list has it
    retired   ids of homes that we have
    """

    added: Sequence[OfficialHome]
    changed: Mapping[int, OfficialHome]
    kept: int
    retired: Sequence[int]
    left: Sequence[Left]


def plan(official: Official, known: Iterable[Known]) -> Plan:
    """What the list changes; the same list once more changes nothing.

    known    the homes of this neighbourhood, and those with an official number of the others
    returns  A home is the one with its official number, else the one at its address: a merger gives
             new numbers to the same addresses. ``changed`` stands in an order in which no two homes
             are at one address on the way. A home that the file calls retired is, unless the file
             gives its address another number. Never more than the file says: a home that is not in
             it stays. A home of another neighbourhood, or an address that another home of ours
             holds, is left.
    """
    ours = _Homes(known, {home.official_id for home in official.homes})
    waiting, before = list(official.homes), -1
    while waiting and len(waiting) != before:  # until nobody makes room for another any more
        before = len(waiting)
        waiting = [home for home in waiting if not ours.settle(home)]
    left = [*official.left, *ours.left, *(Left(h.row, "address_id", _HELD) for h in waiting)]
    gone = ours.gone(official.retired)
    left.sort(key=lambda one: one.row)
    return Plan(ours.added, ours.changed, ours.kept, gone, left)


_HELD = t("Another home of ours is at this address, or has this official number.")


class _Homes:
    """The homes that we have while a list goes over them, each by its number and its address."""

    def __init__(self, known: Iterable[Known], in_file: Collection[str]) -> None:
        self.in_file = in_file
        self.by_id: dict[str, Known] = {}
        self.by_key: dict[Key, Known] = {}
        self.added: list[OfficialHome] = []
        self.changed: dict[int, OfficialHome] = {}
        self.kept = 0
        self.left: list[Left] = []
        self.seen: set[int] = set()
        for row in sorted(known, key=lambda one: one.id):
            if row.official_id:
                self.by_id[row.official_id] = row
            if not row.elsewhere:
                self.by_key.setdefault(row.key, row)

    def settle(self, home: OfficialHome) -> bool:
        """False when another home of ours stands in the way, and may still leave."""
        by_id, by_key = self.by_id.get(home.official_id), self.by_key.get(home.key)
        if by_id and by_id.elsewhere:
            words = t("This home is in the neighbourhood “%(name)s” already.", name=by_id.elsewhere)
            self.left.append(Left(home.row, "address_id", words))
            return True
        if by_key and by_key is not by_id and (by_id or by_key.official_id in self.in_file):
            return False
        row = by_id or by_key
        if row is None:
            self.added.append(home)
        else:
            self._take(row, home)
        return True

    def _take(self, row: Known, home: OfficialHome) -> None:
        self.seen.add(row.id)
        if not _differs(row, home):
            self.kept += 1
            return
        self.changed[row.id] = home
        if self.by_key.get(row.key) is row:
            del self.by_key[row.key]
        self.by_key[home.key] = row

    def gone(self, retired: Iterable[str]) -> list[int]:
        """Ids of our homes that are no more since this list."""
        rows = [self.by_id[key] for key in dict.fromkeys(retired) if key in self.by_id]
        return [row.id for row in rows if not (row.retired or row.elsewhere or row.id in self.seen)]


def _differs(row: Known, home: OfficialHome) -> bool:
    return (
        row.retired
        or (row.official_id, row.key, row.until) != (home.official_id, home.key, home.house.until)
        or (home.spot is not None and (row.x, row.y) != (home.spot.x, home.spot.y))
    )


def outcome_of(what: Plan) -> dict[str, int]:
    """How many homes a plan touches, by what becomes of them."""
    return {
        "added": len(what.added),
        "changed": len(what.changed),
        "kept": what.kept,
        "retired": len(what.retired),
        "left": len(what.left),
    }
