"""Which package is a row about?"""

from collections import deque

from sqlalchemy.orm import Session

from renogroep.infra.db import Model

# Tables between a package and what somebody changes; what hangs on a person or home stays out.
BETWEEN = frozenset(
    {
        *("bundling_run", "choice_run", "criterion", "home_order", "lot", "quote"),
        *("quote_line", "renovation_group", "request", "subscription", "wave"),
    }
)


def kinds() -> dict[str, type[Model]]:
    """The class of each table."""
    return {one.class_.__tablename__: one.class_ for one in Model.registry.mappers}


def package_of(session: Session, table: str, key: int) -> int | None:
    """The package that a row belongs to, up along its foreign keys; None when there is none."""
    known = kinds()
    waiting, seen = deque([(table, key)]), set()
    while waiting:
        at = waiting.popleft()
        if at[0] == "package":
            return at[1]
        if at in seen or at[0] not in known:
            continue
        seen.add(at)
        row = session.get(known[at[0]], at[1])
        if row is not None:
            waiting.extend(_above(row))
    return None


def _above(row: Model) -> list[tuple[str, int]]:
    found = []
    for foreign in row.__table__.foreign_keys:
        to = foreign.column.table.name
        value = getattr(row, foreign.parent.key)
        if value is not None and (to == "package" or to in BETWEEN):
            found.append((to, int(value)))
    return sorted(found, key=lambda one: one[0] != "package")
