"""Which rows are for this reader? By the permission of the page, and only by the roles that grant it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import abort, current_app, request
from flask_login import current_user
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from renogroep.infra import db
from renogroep.infra.access import GRANTS, PUBLIC, May

Row = TypeVar("Row", bound=db.Model)


class Reach(StrEnum):
    """Whose rows a page is about."""

    OWN = "own"  # the resident's
    FIRM = "firm"  # the contractor's
    STAFF = "staff"  # those of the neighbourhoods that somebody works in


OF_FIRM = frozenset({May.JOB_QUOTE, May.JOB_SEE, May.WORKLIST_SEE})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader reaches through one permission.

    neighbourhood_ids  None is the whole municipality
    """

    reach: Reach
    person_id: int
    municipality_id: int
    neighbourhood_ids: frozenset[int] | None = None
    firm_id: int | None = None

    @property
    def staff(self) -> tuple[int, frozenset[int] | None]:
        """Municipality and neighbourhoods, as queries take them."""
        return self.municipality_id, self.neighbourhood_ids

    def within(self, neighbourhood_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Is the row's neighbourhood one of the reader's?"""
        if self.neighbourhood_ids is None:
            return true()
        return neighbourhood_id.in_(self.neighbourhood_ids)


Clauses = Callable[[Scope], Sequence[ColumnElement[bool]]]
_CLAUSES: dict[tuple[type[db.Model], Reach], Clauses] = {}


def reaches(kind: type[Row], *reach: Reach) -> Callable[[Clauses], Clauses]:
    """Say which rows of a table somebody reaches: conditions on a SELECT of it."""

    def keep(clauses: Clauses) -> Clauses:
        for one in reach:
            if (kind, one) in _CLAUSES:
                raise RuntimeError(f"two places say who reaches {kind.__name__} as {one}")
            _CLAUSES[kind, one] = clauses
        return clauses

    return keep


def permission_here() -> May:
    """The permission that this request's route names."""
    view = current_app.view_functions[request.endpoint or ""]
    permission: str = getattr(view, "permission", PUBLIC)
    if permission == PUBLIC:
        raise RuntimeError(f"{request.endpoint} is public: nobody owns rows there")
    return May(permission)


def here() -> Scope:
    """What the reader reaches on this page."""
    return scope_for(permission_here())


def scope_for(permission: May) -> Scope:
    """What the reader reaches through one permission: roles that do not grant it give no rows."""
    reach = _reach(permission)
    return Scope(
        reach=reach,
        person_id=current_user.id,
        municipality_id=current_user.municipality_id,
        neighbourhood_ids=current_user.neighbourhoods_of(GRANTS[permission]),
        firm_id=current_user.firm_id,
    )


def _reach(permission: May) -> Reach:
    if permission == May.MY_HOME:
        return Reach.OWN
    return Reach.FIRM if permission in OF_FIRM else Reach.STAFF


def mine(kind: type[Row], key: int | None) -> Row:
    """The row, when the reader reaches it on this page; else a 404: it does not exist for them.

    Load inside the transaction that changes it. LookupError when nobody said who reaches the table.
    """
    return mine_through(permission_here(), kind, key)


def mine_through(permission: May, kind: type[Row], key: int | None) -> Row:
    """As ``mine``, for a part of a page that has a permission of its own."""
    scope = scope_for(permission)
    clauses = _CLAUSES.get((kind, scope.reach))
    if clauses is None:
        raise LookupError(f"who reaches {kind.__name__} as {scope.reach}?")
    primary = kind.__mapper__.primary_key[0]
    row = db.session().scalar(select(kind).where(primary == key, *clauses(scope)))
    if row is None:
        abort(404)
    return row
