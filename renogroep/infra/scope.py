"""Which rows are for this reader? By the permission of the page, and only by the roles that grant it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import abort, g, request
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption
from werkzeug.exceptions import NotFound

from renogroep.base.permissions import May
from renogroep.infra import db

Row = TypeVar("Row", bound=db.Model)


class Reach(StrEnum):
    """Whose rows a page is about."""

    OWN = "own"  # the resident's
    FIRM = "firm"  # the contractor's
    STAFF = "staff"  # those of the neighbourhoods that somebody works in


OF_FIRM = frozenset({May.FIRM_MANAGE, May.JOB_QUOTE, May.JOB_SEE, May.WORKLIST_SEE})


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


def here() -> Scope:
    """What the reader reaches on this page. Raises RuntimeError on a public one."""
    if "scope" not in g:
        raise RuntimeError(f"{request.endpoint} is public: nobody owns rows there")
    return _of(g.permission, g.scope)


def scope_for(permission: May) -> Scope:
    """What the reader reaches through one permission: roles that do not grant it give no rows.

    A 404 for who may not do it at all: ask ``may`` before.
    """
    scope = current_user.scope_of(permission)
    if scope is None:
        abort(404)
    return _of(permission, scope)


def _of(permission: May, scope: Any) -> Scope:
    return Scope(
        reach=_reach(permission),
        person_id=current_user.id,
        municipality_id=scope.municipality_id,
        neighbourhood_ids=scope.neighbourhoods,
        firm_id=current_user.firm_id,
    )


def _reach(permission: May) -> Reach:
    if permission == May.MY_HOME:
        return Reach.OWN
    return Reach.FIRM if permission in OF_FIRM else Reach.STAFF


def scoped(statement: Select[Any], permission: May | None = None) -> Select[Any]:
    """The rows of a SELECT that the reader reaches on this page.

    permission   another one than the route's, for a part of a page; a 404 for who does not have it
    raises       LookupError when nobody said who reaches the first table of the SELECT
    """
    kind = statement.column_descriptions[0]["entity"]
    scope = here() if permission is None else scope_for(permission)
    clauses = _CLAUSES.get((kind, scope.reach))
    if clauses is None:
        raise LookupError(f"who reaches {kind.__name__} as {scope.reach}?")
    return statement.where(*clauses(scope))


def mine(
    kind: type[Row],
    key: int | None,
    permission: May | None = None,
    *,
    whole: Sequence[ORMOption] = (),
) -> Row:
    """The row, when the reader reaches it on this page; else a 404: it does not exist for them.

    whole   how what belongs to it is loaded in the same question
    Load inside the transaction that changes it. Else as ``scoped``.
    """
    primary = kind.__mapper__.primary_key[0]
    statement = scoped(select(kind), permission).where(primary == key).options(*whole)
    row: Row | None = db.session().scalars(statement).unique().one_or_none()
    if row is None:
        abort(404)
    return row


def mine_through(kind: type[Row], key: int, doors: Sequence[May]) -> tuple[Row, May]:
    """The row, and the first of these permissions through which the reader reaches it; else a 404."""
    primary = kind.__mapper__.primary_key[0]
    for door in doors:
        if current_user.scope_of(door) is not None:
            row = db.session().scalar(scoped(select(kind).where(primary == key), door))
            if row is not None:
                return row, door
    raise NotFound
