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
                 nothing left to hide but the total itself
    """

    rows: tuple[tuple[Cell, ...], ...]
    given_away: frozenset[int]


def hide_small(rows: Sequence[Sequence[int]], *, narrowing: bool = False) -> Hidden:
    """A table of counts whose column totals are known, so that no count of 1 to 4 can be found.

    narrowing   every row only gets smaller from left to right, as in a funnel: then a row that is
                small in its first column is hidden whole, and what is hidden lies between its
                neighbours
    Where the total minus what is shown would leave one value for a small count, the smallest other
    count of that column is hidden too, until it does not.

    Source: DESIGN 2026-11-23, section 2 ("cells under 5 hidden"); complementary suppression as
    statistical offices do it.
    """
    table = _Table(rows, narrowing)
    stuck = set()
    for column in range(len(rows[0]) if rows else 0):
        while table.gives_away(column):
            if not table.hide_another(column):
                stuck.add(column)
                break
    return Hidden(table.cells(), frozenset(stuck))


class _Table:
    def __init__(self, rows: Sequence[Sequence[int]], narrowing: bool) -> None:
        self.rows, self.narrowing = rows, narrowing
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
        """Hide the smallest count that is still shown; False when there is none."""
        left = [
            (row[column], place)
            for place, row in enumerate(self.rows)
            if row[column] and (place, column) not in self.veils
        ]
        if left:
            self.veils[min(left)[1], column] = Veil.MORE
        return bool(left)

    def gives_away(self, column: int) -> bool:
        """Does the total leave only one value for a small count that is not zero?"""
        hidden = [p for p in range(len(self.rows)) if (p, column) in self.veils]
        total = sum(self.rows[place][column] for place in hidden)
        bounds = {place: self._bounds(place, column) for place in hidden}
        least = sum(low for low, _ in bounds.values())
        most = sum(high for _, high in bounds.values())
        for place in hidden:
            low, high = bounds[place]
            if self.veils[place, column] is Veil.FEW and self.rows[place][column]:
                lowest = max(low, total - (most - high))
                highest = min(high, total - (least - low))
                if lowest >= highest:
                    return True
        return False

    def _bounds(self, place: int, column: int) -> tuple[int, int]:
        """Between which values a reader knows a hidden count to lie, without the total."""
        row, first = self.rows[place], self.veils.get((place, 0))
        if self.veils[place, column] is Veil.FEW:
            may_be_zero = self.narrowing and first is Veil.FEW and column > 0
            low, high = (0 if may_be_zero else 1), HIDE_BELOW - 1
        else:
            low, high = HIDE_BELOW, _NO_END
        if self.narrowing:
            seen = [c for c in range(len(row)) if (place, c) not in self.veils]
            high = min([high, *(row[c] for c in seen if c < column)])
            low = max([low, *(row[c] for c in seen if c > column)])
        return low, high
