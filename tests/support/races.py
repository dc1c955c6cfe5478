"""How do two of them meet at the same moment, and what happens when nothing guards them?"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from threading import Barrier, BrokenBarrierError, Thread, get_ident
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.infra import db

SECONDS = 60
WAIT = 3  # for a second one that may be held back by the guard


class Pool(ThreadPoolExecutor):
    """Threads that know what the test knows: its municipality, or that it looks at all rows."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **more: Any) -> Future[Any]:
        return super().submit(copy_context().run, work, *given, **more)


class Runner(Thread):
    """One thread, the same."""

    def __init__(self, *, target: Callable[..., Any], args: tuple[Any, ...] = ()) -> None:
        super().__init__(target=copy_context().run, args=(target, *args))


@contextmanager
def unguarded() -> Iterator[Session]:
    """A transaction that does not say beforehand that it will write."""
    session = db.session()
    session.rollback()
    try:
        yield session
        session.commit()
    finally:
        session.rollback()


def together(app: Flask, *works: Callable[[], Any]) -> list[str]:
    """All at the same moment; what each of them hears."""
    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> str:
        with app.app_context(), app.test_request_context():
            start.wait(SECONDS)
            try:
                work()
            except Refused as refused:
                return refused.code
            except StaleDataError:
                return "stale"
            except OperationalError:
                return "database error"
        return "well"

    with Pool(len(works)) as pool:
        return list(pool.map(one, works))


def meet_after(read: Callable[..., Any]) -> Callable[..., Any]:
    """The same, and whoever read for the first time waits until the other one has read too."""
    both, met = Barrier(2), set[int]()

    def look(*args: Any, **given: Any) -> Any:
        found = read(*args, **given)
        if get_ident() not in met:
            met.add(get_ident())
            with suppress(BrokenBarrierError):
                both.wait(WAIT)
        return found

    return look
