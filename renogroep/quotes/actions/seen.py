"""Is what stood on the page still so, when there may have been nothing yet?"""

from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from renogroep.infra.acts import By, check_seen
from renogroep.quotes.models import Assignment

NOTHING = SimpleNamespace(version=0)  # stands on a page for a row that is not there yet


def from_before(row: Any, by: By) -> bool:
    """Was the page made before the last change of this row? Then the act may be done already."""
    return by.seen is not None and by.seen < row.version


def check_seen_answer(row: Assignment, by: By) -> None:
    """As ``check_seen``, for where a home ended: a page of an older run is an old page.

    raises   StaleDataError when the choice was worked out again, or somebody answered
    """
    check_seen(SimpleNamespace(version=row.mark), by)


def check_seen_or_new(row: Any, by: By) -> None:
    """As ``check_seen``; without a row the page must have shown none, which is version 0.

    raises   StaleDataError when somebody was first, or the row is gone
    """
    if row is not None:
        check_seen(row, by)
    elif by.seen:
        raise StaleDataError("what this form was made from is not there any more")
