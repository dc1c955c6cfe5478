"""The same pages with and without the municipality in statements: what leaves?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from renogroep.infra import tenant
from renogroep.infra.db import ACROSS, Model
from renogroep.infra.keyed import is_keyed

SAYS_IT = re.compile(r"\bmunicipality_id = ")


@contextmanager
def without_fence(engine: Engine) -> Iterator[None]:
    """In the block statements leave as the house wrote them."""
    event.remove(engine, "before_execute", tenant._through_connection)
    tenant._fences.discard(engine)
    try:
        yield
    finally:
        tenant.fence(engine)


class Noted:
    """SELECTs that leave in the block, but those across: do they say of which municipality?"""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.all = engine, list[str]()

    def __enter__(self) -> "Noted":
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("SELECT") and not connection.get_execution_options().get(ACROSS):
            self.all.append(statement)

    @property
    def saying(self) -> list[str]:
        """Those that do."""
        return [one for one in self.all if SAYS_IT.search(one)]

    @property
    def share(self) -> float:
        """Of all."""
        return len(self.saying) / len(self.all)

    @property
    def silent(self) -> set[str]:
        """Those on rows of a municipality that do not."""
        names = [table.name for table in Model.metadata.sorted_tables if is_keyed(table)]
        ours = re.compile(rf"\b(FROM|JOIN) ({'|'.join(names)})\b")
        return {one for one in self.all if ours.search(one) and not SAYS_IT.search(one)}
