"""Who may do what? One table; which rows somebody sees is a query, never a decorator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, g
from flask_login import current_user

from renogroep.base.permissions import GRANTS, May, Role

__all__ = ["GRANTS", "PUBLIC", "May", "Role", "may", "may_in", "public", "requires"]

PUBLIC = "public"


def may(permission: May | str) -> bool:
    """A yes or no for templates and presenters: may the reader do this anywhere at all?

    Never about a row: for one that is shown already ``may_in``, to find one ``mine``.
    """
    if not current_user.is_authenticated:
        return False
    return current_user.scope_of(May(permission)) is not None


def may_in(permission: May | str, neighbourhood_id: int | None) -> bool:
    """May the reader do this with a row of this neighbourhood, which the page shows already?"""
    if not current_user.is_authenticated:
        return False
    scope = current_user.scope_of(May(permission))
    return scope is not None and bool(scope.covers(neighbourhood_id))


def requires(permission: May) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a view, and put the reader's scope on the request: ``mine`` and ``scoped`` use it.

    The permission is kept on the view for the walk over all routes.
    """

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                abort(401)
            scope = current_user.scope_of(permission)
            if scope is None:
                abort(403)
            g.permission, g.scope = permission, scope
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Everybody may open this page; said out loud, so that silence is never permission."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view
