"""Which part of a long list stands on a page?"""

from dataclasses import dataclass

SIZE = 20  # lines of a page: a line of an order says much


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list: pages count from 1, ``skip`` lines stand before it."""

    page: int
    last: int

    @property
    def skip(self) -> int:
        """How many lines stand on earlier pages."""
        return (self.page - 1) * SIZE


def cut_of(asked: int | None, total: int) -> Cut:
    """The page that was asked for, of a list of ``total`` lines; the nearest one that there is.

    An empty list has one page.
    """
    last = max(1, -(-total // SIZE))
    return Cut(min(max(asked or 1, 1), last), last)
