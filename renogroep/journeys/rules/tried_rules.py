"""What would another version of the rules change for the homes that did not sign yet?"""

from collections.abc import Sequence
from dataclasses import dataclass

from renogroep.base.hiding import HIDE_BELOW, Cell, hide_small
from renogroep.base.money import Money

TOLD_FROM = Money(5_000)  # whoever did not sign and moves by 50 euro is told (HOUSEHOLD 4, 6)
Pair = tuple[Money | None, Money | None]  # own share now and then; None: no amount


@dataclass(frozen=True, slots=True)
class Tried:
    """Counts, and by how much the own share moves; all hidden for fewer than five homes."""

    changed: Cell
    same: Cell
    smallest: Money | None
    median: Money | None
    largest: Money | None
    without: Cell  # of what changes: an amount comes or goes


def tried(pairs: Sequence[Pair]) -> Tried:
    """Own shares under both versions, one pair per open card.

    Amounts are shown from five homes that move on: fewer could be recognised. A move down is below
    zero. The median of an even number is the lower of the middle two.

    Source: HOUSEHOLD 4, point 5 (2026-11-29).
    """
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    moves = sorted(
        new.cents - old.cents for old, new in changed if old is not None and new is not None
    )
    hidden = hide_small([(len(changed),), (len(pairs) - len(changed),)])
    shown = len(moves) >= HIDE_BELOW
    return Tried(
        changed=hidden.rows[0][0],
        same=hidden.rows[1][0],
        smallest=Money(moves[0]) if shown else None,
        median=Money(moves[(len(moves) - 1) // 2]) if shown else None,
        largest=Money(moves[-1]) if shown else None,
        without=hide_small([(len(changed) - len(moves),)]).rows[0][0],
    )


def is_told(pair: Pair) -> bool:
    """Does this household hear of it? From 50 euro up or down, or when an amount comes or goes."""
    old, new = pair
    if old is None or new is None:
        return old is not new
    return abs(new.cents - old.cents) >= TOLD_FROM.cents
