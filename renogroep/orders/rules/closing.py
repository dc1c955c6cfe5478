"""Are the works of a lot over, so that it can be closed?"""

from collections.abc import Collection

from renogroep.base.text import Text, t
from renogroep.orders.rules.lifecycle import WAVES, WaveState

ENDED = frozenset({WaveState.DONE, WaveState.LAPSED})


def why_not_closed(rounds: Collection[WaveState]) -> Text | None:
    """What still stands in the way of closing a lot; None when nothing does.

    rounds   the states of all its waves
    Every round is done (the last home was handed over) or lapsed, and at least one is done: a lot of
    which nothing was built did not close, it stopped. A person closes it, not the last round: who
    needs months for a loan may still get a next one.

    Source: DESIGN 2026-11-23, states of a lot and of a wave; MONEY 2026-11-23, "Works go in waves".
    """
    going_on = [state for state in rounds if state not in ENDED]
    if going_on:
        return t(
            "A round of this lot is still “%(state)s”. Close the lot when every home is handed over.",
            state=WAVES.label(going_on[0]),
        )
    if WaveState.DONE not in rounds:
        return t(
            "No home of this lot was handed over yet. Does it not go ahead? Then stop the lot instead."
        )
    return None
