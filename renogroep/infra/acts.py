"""How does a POST become a change: who acts, on which version, and what do they read afterwards?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import current_app, flash, g, redirect, request
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.infra import db

Result = TypeVar("Result")
Answer = str | Response | tuple[str, int]
NO_VERSION = 0  # a page that did not send one; versions start at 1
MOST_DIGITS = 18
REFILL = "refill"  # on g: this form is shown once more with what was typed, and does nothing

STALE = t(
    "Someone changed this while you were looking at it. Your change was not saved, so that theirs is not lost. Look at how it stands now. What you typed is still here: send it again when it is still right."
)
BUSY = t(
    "Many people are saving at this moment, so your change was not saved. What you typed is still here: send it again."
)


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and how.

    actor_id  a person; None for the system itself or an unknown visitor
    seen      the version that stood on the page; None when nobody looked at one
    """

    actor_id: int | None
    channel: Channel = Channel.ONLINE
    seen: int | None = None

    @property
    def person_id(self) -> int:
        """The person who acts. LookupError for the system itself."""
        if self.actor_id is None:
            raise LookupError("a person does this, never the system")
        return self.actor_id

    def through(self, channel: Channel) -> "By":
        """The same act, said on the phone or on paper."""
        return replace(self, channel=channel)

    @property
    def inside(self) -> "By":
        """The same, for an action inside a greater one, which compared the version already."""
        return replace(self, seen=None)


TICK = By(None, Channel.TICK)


def check_seen(row: Any, by: By) -> None:
    """The row, held by the action, is still the one that stood on the page.

    raises   StaleDataError, which becomes a 409 with everything typed
    """
    if by.seen is not None and by.seen != row.version:
        raise StaleDataError("the form was made from an older version of this row")


def by_reader(form: FlaskForm | None = None) -> By:
    """Whoever sent this request, with the version that stood on the page."""
    sent = request.form.get("version", "")
    if form is not None and "version" in form:
        sent = str(form.version.data or "")
    actor_id = current_user.id if current_user.is_authenticated else None
    return By(
        actor_id,
        Channel.ONLINE,
        int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else NO_VERSION,
    )


def show_version(form: Any, row: Any) -> None:
    """Put the row's version in the form: when it is first shown, and after an old one was sent."""
    show_mark(form, form.version, str(row.version))


def show_mark(form: Any, field: Any, mark: str) -> None:
    """As ``show_version``, for a page about many rows: the mark of how they stand, in its field."""
    if not field.data or not form.is_submitted() or g.get("stale"):
        field.data = mark


def act(
    form: FlaskForm | None,
    work: Callable[[Session, By], Result],
    *,
    again: Callable[[Text | None], Any],
    to: str | Callable[[Result], str],
    done: Any = None,
    first: Callable[[By], object] | None = None,
) -> Answer:
    """The one road of a POST that changes data.

    form   what was typed; None for a button without fields
    work   loads its rows, calls one action, and gives what ``to`` and ``done`` need
    again  the page itself, with what was typed and why it was not done (None: see the fields)
    to     where to go afterwards, or a function of what ``work`` gave
    done   what to say there, or a function of what ``work`` gave; None says nothing
    first  what takes time or refuses, before ``work`` holds anything

    A refusal stands at the top of the page, or beside its field when ``form.field_of(code)`` knows
    which. A bad field or a refusal is a 422, a change by somebody else a 409, a crowd a 503: nothing
    changed then, and the page keeps what was typed. The same page comes back unjudged to who had to
    sign in first.
    """
    if g.get(REFILL):
        return again(None)
    if form is not None and not form.validate_on_submit():
        return again(None), 422
    try:
        by = by_reader(form)
        if first is not None:
            first(by)
        result = _tried(work, by)
    except Refused as refused:
        return again(_beside_its_field(form, refused)), 422
    except (StaleDataError, IntegrityError) as error:
        return _somebody_was_first(error, again)
    except OperationalError as error:
        if not db.is_crowd(error):
            raise
        return again(BUSY), 503
    words = done(result) if callable(done) else done
    if words:
        flash(words)
    return redirect(to(result) if callable(to) else to, 303)


def _beside_its_field(form: Any, refused: Refused) -> Text | None:
    """A form with ``field_of(code)`` may know which field a refusal is about: then it stands there."""
    field = form.field_of(refused.code) if hasattr(form, "field_of") else None
    if field is None:
        return refused.text
    field.errors = [*field.errors, refused.text]
    return None


def _tried(work: Callable[[Session, By], Result], by: By) -> Result:
    """Once more when two transactions held each other up; the second time somebody is told."""
    try:
        with db.transaction() as session:
            return work(session, by)
    except OperationalError as error:
        if not db.is_crowd(error):
            raise
        current_app.logger.info("tried again on %s", request.endpoint)
    with db.transaction() as session:
        return work(session, by)


def _somebody_was_first(error: Exception, again: Callable[[Text | None], Any]) -> Answer:
    current_app.logger.info("%s on %s", type(error).__name__, request.endpoint)
    g.stale = True
    return again(STALE), 409


def pressed(name: str, buttons: Any) -> Any:
    """What belongs to the button that was pressed.

    raises   Refused when none of them was: nothing happens by default
    """
    value = request.form.get(name, "")
    if value not in buttons:
        raise Refused(
            "answer.missing",
            "Nothing was changed, because we do not know which button you meant. Press one of the buttons on this page.",
        )
    return buttons[value]
