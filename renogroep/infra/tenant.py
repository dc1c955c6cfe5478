"""Of which municipality are the rows that a statement may touch?

A request, a job and a command say so once; from then on every SELECT, UPDATE and DELETE carries the
municipality, whoever forgot it. Nothing said is an error, never all rows: what is read across says
``everywhere()``. What belongs to the installation (``keyed.INSTALLATION``) is not asked about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import Any
from weakref import WeakSet

from flask import has_app_context
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    Integer,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
    event,
    inspect,
    true,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import FromStatement, ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import CompoundSelect, Join

from renogroep.infra.db import ACROSS, Model, db
from renogroep.infra.keyed import TENANT, is_keyed

_OF = "tenant"  # on a session: whose rows it loaded
_WHOLE = 0  # no municipality has this number


class NoTenant(RuntimeError):
    """A statement on rows of municipalities, and nobody said of which."""


class TenantChanged(RuntimeError):
    """Rows of one municipality are loaded: this session is of no use for another."""


class NotFenced(RuntimeError):
    """A statement in which we cannot put the municipality."""


_fences: WeakSet[Engine] = WeakSet()
_here: ContextVar[int | None] = ContextVar("municipality", default=None)


def current() -> int | None:
    """The municipality that was said; None: nobody said one."""
    return _here.get() or None


def the_one() -> int:
    """As ``current``. Raises NoTenant when nobody said one."""
    return _asked()


@contextmanager
def acting_for(municipality_id: int) -> Iterator[None]:
    """Within the block the rows are those of this municipality.

    raises  TenantChanged inside a transaction, or when rows of another one are loaded
    """
    before = _here.get()
    changes = before not in (_WHOLE, municipality_id)
    if changes and has_app_context() and db.session.in_transaction():
        raise TenantChanged("a transaction is of one municipality: say which before it begins")
    mark = become(municipality_id)
    try:
        yield
    finally:
        if before != municipality_id:
            _let_go(keep=before == _WHOLE)
        _here.reset(mark)


@contextmanager
def elsewhere(municipality_id: int) -> Iterator[None]:
    """As ``acting_for``, in the midst of a request of another one: what it loaded is let go.

    raises  TenantChanged inside a transaction
    """
    _leave_rows(municipality_id)
    with acting_for(municipality_id):
        yield


def move_to(municipality_id: int) -> None:
    """The rest of this request is of this municipality: that of who comes in just now."""
    _leave_rows(municipality_id)
    become(municipality_id)


def _leave_rows(municipality_id: int) -> None:
    if _here.get() in (_WHOLE, municipality_id) or not has_app_context():
        return
    if db.session.in_transaction() and _is_writing(db.session):
        raise TenantChanged("a transaction is of one municipality: say which before it begins")
    _let_go(keep=False)


def _is_writing(session: Any) -> bool:
    return bool(session.connection().get_execution_options().get("writing"))


def become(municipality_id: int | None) -> Token[int | None]:
    """From now on, until ``leave``: for a request, which finds out on its way. As ``acting_for``."""
    if has_app_context() and municipality_id is not None:
        _check_same(db.session, municipality_id)
    return _here.set(municipality_id)


def leave(mark: Token[int | None]) -> None:
    """Back to what it was before ``become``."""
    _here.reset(mark)


@contextmanager
def afresh() -> Iterator[None]:
    """Nobody said one yet; what is said in the block ends with it."""
    mark = _here.set(None)
    try:
        yield
    finally:
        _here.reset(mark)


@contextmanager
def upkeep() -> Iterator[None]:
    """The database as a whole, text() too: backup, restore, re-key. Never for a page or a job."""
    mark = _here.set(_WHOLE)
    try:
        yield
    finally:
        _here.reset(mark)


def in_the_house(current: Session, statement: Select[Any]) -> Any:
    """One value of all municipalities, in the transaction that goes on; never rows to work with.

    For what is unique in the whole house, such as a name in an address. ``everywhere()`` would take a
    second connection while this one is held, and a crowd would wait for itself.
    """
    with upkeep():
        return current.execute(statement).scalar()


def _let_go(*, keep: bool) -> None:
    """What was loaded in a block is not for after it."""
    if not has_app_context():
        return
    if not keep:
        db.session.close()
    db.session.info.pop(_OF, None)


def _check_same(session: Session, municipality_id: int) -> None:
    known = session.info.get(_OF)
    if known not in (None, municipality_id) and any(
        map(_is_fenced_row, session.identity_map.all_states())
    ):
        raise TenantChanged(f"rows of municipality {known} are loaded, not of {municipality_id}")
    session.info[_OF] = municipality_id


def _is_fenced_row(state: Any) -> bool:
    return is_keyed(state.mapper.local_table)


def _asked() -> int:
    """The value of the parameter, at the moment of the statement."""
    found = _here.get()
    if not found:
        raise NoTenant("of which municipality? Say it with acting_for(), or read with everywhere()")
    return found


_PARAMETER: BindParameter[int] = bindparam("of_municipality", callable_=_asked, type_=Integer())


def _of_here(kind: Any) -> ColumnElement[bool]:
    known = inspect(kind, raiseerr=False)
    if known is None or not is_keyed(known.mapper.local_table):
        return true()
    found: ColumnElement[bool] = getattr(kind, TENANT) == _PARAMETER
    return found


def _criterion(kind: Any, of_here: Any = _of_here) -> ColumnElement[bool]:
    """All it needs is an argument: SQLAlchemy puts stand-ins in the place of names around it."""
    found: ColumnElement[bool] = of_here(kind)
    return found


# One for every municipality: the value is asked for when the statement runs, so it is compiled once.
FENCE = with_loader_criteria(
    Model,
    _criterion,
    include_aliases=True,
    track_closure_variables=False,
)


@event.listens_for(Session, "do_orm_execute")
def _through_session(state: ORMExecuteState) -> None:
    here = _here.get()
    if (
        here == _WHOLE
        or state.session.info.get(ACROSS)
        or state.session.get_bind().engine not in _fences
    ):
        return
    if here is None:
        _refuse_fenced(state.statement)
        return
    _check_same(state.session, here)
    if _can_be_fenced(state.statement):
        state.statement = state.statement.options(FENCE)


def _can_be_fenced(statement: Any) -> bool:
    """A load of what belongs to a row brings it along; one of bare tables is the connection's."""
    known = isinstance(statement, Select | CompoundSelect) and _is_orm(statement)
    return known and not _is_fenced(statement)


def _is_fenced(statement: Any) -> bool:
    return any(option is FENCE for option in statement._with_options)


def fence(engine: Engine) -> None:
    """Everything that leaves through this engine: of a flush, and of a bare connection too."""
    _fences.add(engine)
    event.listen(engine, "before_execute", _through_connection, retval=True)


def _through_connection(
    connection: Connection, statement: Any, many: Any, one: Any, options: Any
) -> Any:
    if _here.get() != _WHOLE and not connection.get_execution_options().get(ACROSS):
        statement = _fenced(statement)
    return statement, many, one


def _fenced(statement: Any) -> Any:
    if isinstance(statement, TextClause):
        raise NotFenced("text() is for everywhere(), migrations and backups")
    if _here.get() is None:
        _refuse_fenced(statement)
        return statement
    if isinstance(statement, Update | Delete):
        return _with_key(statement, [statement.table])
    if isinstance(statement, Insert):
        if statement.select is not None:
            _check_says_it(statement.select)
        return statement
    if isinstance(statement, Select | CompoundSelect):
        return _fenced_select(statement)
    if isinstance(statement, FromStatement) or _tables(statement):
        raise NotFenced(f"a {type(statement).__name__} has no place for the municipality")
    return statement


def _fenced_select(statement: Any) -> Any:
    """What came through a session has the criterion already."""
    if _is_orm(statement):
        return statement if _is_fenced(statement) else statement.options(FENCE)
    if not _tables(statement):
        return statement
    if not isinstance(statement, Select) or not _is_plain(statement):
        raise NotFenced("write this SELECT with the classes of the models, not with their tables")
    return _with_key(statement, statement.get_final_froms())


def _is_orm(statement: Any) -> bool:
    return bool(statement._propagate_attrs.get("compile_state_plugin") == "orm")


def _is_plain(statement: Select[Any]) -> bool:
    """Tables beside each other: in a join or a part of a SELECT our condition could mean another thing."""
    froms = statement.get_final_froms()
    return all(isinstance(one, Table) for one in froms) and _tables(statement) == {
        one for one in froms if isinstance(one, Table) and is_keyed(one)
    }


def _with_key(statement: Any, tables: Any) -> Any:
    for table in tables:
        if is_keyed(table):
            statement = statement.where(table.columns[TENANT] == _PARAMETER)
    return statement


def _check_says_it(select: Any) -> None:
    """INSERT from a SELECT: nothing is added there, so it says the municipality itself."""
    if _tables(select) and TENANT not in _where_columns(select):
        raise NotFenced("an INSERT from a SELECT says itself of which municipality")


def _where_columns(select: Any) -> set[str]:
    clause = getattr(select, "whereclause", None)
    if clause is None:
        return set()
    return {str(getattr(part, "name", "")) for part in visitors.iterate(clause)}


def _refuse_fenced(statement: Any) -> None:
    if isinstance(statement, Insert):
        if statement.select is not None:
            _refuse_fenced(statement.select)
        return
    if isinstance(statement, TextClause):
        return  # the connection refuses it
    if names := _tables(statement):
        raise NoTenant(
            f"rows of {', '.join(sorted(one.name for one in names))}: of which municipality? "
            "Say it with acting_for(), or read with everywhere()"
        )


def _tables(statement: Any) -> set[Table]:
    """The tables with a municipality that a statement names, at whatever depth."""
    found = set()
    for part in visitors.iterate(statement):
        table = _table_of(part)
        if table is not None and is_keyed(table):
            found.add(table)
    return found


def _table_of(part: Any) -> Table | None:
    if isinstance(part, Table):
        return part
    if isinstance(part, Update | Delete | Join):
        return None
    owner = getattr(part, "table", None)
    return owner if isinstance(owner, Table) else None
