"""A long list is cut in pages, and no page lies outside it."""

import pytest

from renogroep.orders.rules.paging import SIZE, Cut, cut_of

LAST = 5_000 // SIZE


@pytest.mark.parametrize(
    ("asked", "total", "cut", "skip"),
    [
        (None, 0, Cut(1, 1), 0),
        (1, SIZE, Cut(1, 1), 0),
        (2, SIZE, Cut(1, 1), 0),
        (2, SIZE + 1, Cut(2, 2), SIZE),
        (0, 5_000, Cut(1, LAST), 0),
        (-3, 5_000, Cut(1, LAST), 0),
        (LAST + 1, 5_000, Cut(LAST, LAST), (LAST - 1) * SIZE),
    ],
)
def test_the_nearest_page_that_there_is(asked, total, cut, skip):
    assert cut_of(asked, total) == cut
    assert cut.skip == skip
