"""Which counts are too small to show, and which others would give them away?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

HIDE_BELOW = 5  # a smaller group could be recognised (DESIGN 2, People; 2026-11-23)
_NO_END = 10**9


class Veil(Enum):
    """What stands in place of a count; both are true of the count behind it."""

    FEW = f"< {HIDE_BELOW}"
    MORE = f"≥ {HIDE_BELOW}"  # not small itself, but with the total it would give a small one away


Cell = int | Veil
_Bounds = dict[tuple[int, int], tuple[int, int]]


def veiled(count: int) -> Cell:
    """A count that stands alone: 1 to 4 is hidden. Zero is shown: nobody is recognised in it."""
    return Veil.FEW if 0 < count < HIDE_BELOW else count


def shown(cell: Cell) -> str:
    """A count as it stands on the page and in the CSV."""
    return cell.value if isinstance(cell, Veil) else str(cell)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A table with its small counts hidden.

    given_away   columns whose total, when it is known, still gives a small count away: there is
                 nothing left to hide but the totals themselves
    """

    rows: tuple[tuple[Cell, ...], ...]
    given_away: frozenset[int]


def hide_small(rows: Sequence[Sequence[int]], *, narrowing: bool = False) -> Hidden:
    """A table of counts whose column totals are known, so that no count of 1 to 4 can be found.

    narrowing   every row only gets smaller from left to right, as in a funnel: then a row that is
                small in its first column is hidden whole, and what is hidden lies between its
                neighbours
    Where the totals minus what is shown would leave one value for a small count, the smallest other
    count of that column is hidden too (in a funnel its whole row), until they do not. A total that
    is small itself tells nothing, because it is hidden as well.

    Source: DESIGN 2026-11-23, section 2 ("cells under 5 hidden"); complementary suppression as
    statistical offices do it.
    """
    table = _Table(rows, narrowing)
    stuck: set[int] = set()
    while told := table.told() - stuck:
        if not any(table.hide_another(column) for column in sorted(told)):
            # In a funnel the columns say something of each other, so no total is safe then.
            stuck |= set(range(len(rows[0]))) if narrowing else told
    return Hidden(table.cells(), frozenset(stuck))


class _Table:
    def __init__(self, rows: Sequence[Sequence[int]], narrowing: bool) -> None:
        self.rows, self.narrowing = rows, narrowing
        self.width = len(rows[0]) if rows else 0
        self.veils: dict[tuple[int, int], Veil] = {}
        for place, row in enumerate(rows):
            whole = narrowing and bool(row) and 0 < row[0] < HIDE_BELOW
            for column, count in enumerate(row):
                if whole or 0 < count < HIDE_BELOW:
                    self.veils[place, column] = Veil.FEW

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(self.veils.get((place, column), count) for column, count in enumerate(row))
            for place, row in enumerate(self.rows)
        )

    def hide_another(self, column: int) -> bool:
        """Hide the smallest count that is still shown; False when there is none.

        In a funnel its row goes with it: its neighbours would say what it is.
        """
        left = [
            (row[column], place)
            for place, row in enumerate(self.rows)
            if row[column] and (place, column) not in self.veils
        ]
        if not left:
            return False
        place = min(left)[1]
        for other, count in enumerate(self.rows[place]):
            if count and (other == column or self.narrowing):
                self.veils.setdefault((place, other), Veil.MORE)
        return True

    def told(self) -> set[int]:
        """Columns with a small count, not zero, for which only one value is possible."""
        bounds = self._bounds()
        return {
            column
            for (place, column), veil in self.veils.items()
            if veil is Veil.FEW
            and self.rows[place][column]
            and bounds[place, column][0] >= bounds[place, column][1]
        }

    def _bounds(self) -> _Bounds:
        """Between which values a reader can work out that each count lies.

        Totals and neighbours are used one after the other until nothing changes. That is what a
        person with a pencil does; a computer that tries every table finds a little more, in about
        1 of 500 tables of three small rows.
        """
        bounds = {
            (place, column): self._at_first(place, column)
            for place in range(len(self.rows))
            for column in range(self.width)
        }
        before = None
        while bounds != before:
            before = dict(bounds)
            for column in range(self.width):
                self._by_total(bounds, column)
            if self.narrowing:
                for place in range(len(self.rows)):
                    self._by_neighbours(bounds, place)
        return bounds

    def _at_first(self, place: int, column: int) -> tuple[int, int]:
        veil = self.veils.get((place, column))
        if veil is None:
            return self.rows[place][column], self.rows[place][column]
        if veil is Veil.MORE:
            return HIDE_BELOW, _NO_END
        may_be_zero = self.narrowing and column > 0 and self.veils.get((place, 0)) is Veil.FEW
        return (0 if may_be_zero else 1), HIDE_BELOW - 1

    def _by_total(self, bounds: _Bounds, column: int) -> None:
        total = sum(row[column] for row in self.rows)
        if total < HIDE_BELOW:
            return
        cells = [(place, column) for place in range(len(self.rows))]
        for cell in cells:
            others = [bounds[other] for other in cells if other != cell]
            low, high = bounds[cell]
            low = max(low, total - sum(most for _, most in others))
            bounds[cell] = low, min(high, total - sum(least for least, _ in others))

    def _by_neighbours(self, bounds: _Bounds, place: int) -> None:
        for column in range(1, self.width):
            low, high = bounds[place, column]
            bounds[place, column] = low, min(high, bounds[place, column - 1][1])
        for column in range(self.width - 1, 0, -1):
            low, high = bounds[place, column - 1]
            bounds[place, column - 1] = max(low, bounds[place, column][0]), high
