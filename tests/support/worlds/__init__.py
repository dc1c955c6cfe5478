"""One household per row of the table of standings, brought there by real actions.

``WORLDS[name](make)`` gives a ``World``; ``PLACES[name]`` is the row of tests/fixtures/standing.csv.
"""

from tests.support.worlds import freeze, lots, orders
from tests.support.worlds.base import PLACES, WORLDS, World, newest_order

__all__ = ["PLACES", "WORLDS", "World", "freeze", "lots", "newest_order", "orders"]
