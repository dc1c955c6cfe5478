"""A table that hangs on a package stands still with it, also one that is made later."""

from renogroep.journeys.queries.paused import BETWEEN
from renogroep.web.tables import METADATA


def hanging() -> set[str]:
    """Every table with a way up to a package."""
    found = {"package"}
    while True:
        new = {
            table.name
            for table in METADATA.sorted_tables
            for foreign in table.foreign_keys
            if foreign.column.table.name in found
        } - found
        if not new:
            return found
        found |= new


def test_every_step_on_the_way_up_to_a_package_is_known():
    found = hanging()
    steps = {
        foreign.column.table.name
        for table in METADATA.sorted_tables
        for foreign in table.foreign_keys
        if foreign.column.table.name in found
    }
    assert steps - {"package"} == BETWEEN
    assert {"home_order", "quote_line", "score"} <= found
