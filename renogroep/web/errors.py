"""What does somebody see when it does not work, and what happens to what they typed?"""

import errno
import secrets
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from renogroep.identity.views.second_factor import where_to_give_it
from renogroep.infra import i18n
from renogroep.infra.db import session
from renogroep.infra.form_words import in_words, is_secret
from renogroep.infra.pages import own_page, this_page
from renogroep.journeys.presenters.case_words import kept_words
from renogroep.web import carrying
from renogroep.web.hosts import UnknownHost
from renogroep.web.logs import request_number
from renogroep.web.pauses import Paused

MACHINE_FIELDS = ("csrf_token", "version", "submission_key")
MOST_KEPT = 200
SHELL = {"web", "journeys"}  # rooms whose pages hang on one blueprint


def kept_fields() -> list[tuple[str, str]]:
    """What was typed, under the words of its form, to copy back; never a password or token."""
    if request.method != "POST":
        return []
    try:
        pairs = list(request.form.items(multi=True))
    except HTTPException:  # the body itself was too large to read
        return []
    return [
        _in_words(name, value)
        for name, value in pairs
        if value.strip()
        and not is_secret(name)
        and not any(part in name for part in MACHINE_FIELDS)
    ][:MOST_KEPT]


def _in_words(name: str, value: str) -> tuple[str, str]:
    """The page of a case has several forms, whose words it gives itself."""
    if request.blueprint != "pages":
        return in_words(name, value, {request.blueprint or ""})
    label, value = kept_words(name, value)
    return (label, value) if label else in_words(name, value, SHELL)


def register(app: Flask) -> None:
    """Every error has a page with a next step and a phone number."""
    _breakdowns(app)

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> tuple[Any, int]:
        return carrying.page_to_sign_in() or _page(400, kept=kept_fields())

    @app.errorhandler(UnknownHost)
    def _not_our_name(error: UnknownHost) -> tuple[str, int]:
        return _page(400, kept=[], template="unknown_host")

    @app.errorhandler(StaleDataError)
    @app.errorhandler(IntegrityError)  # what the database itself stops, where no lock did
    def _somebody_was_first(error: Exception) -> tuple[str, int]:
        session().rollback()
        current_app.logger.info("%s on %s", type(error).__name__, request.endpoint)
        return _page(409, kept=kept_fields())

    @app.errorhandler(Paused)
    def _paused(error: Paused) -> tuple[str, int]:
        """Nothing is wrong: somebody said that this stands still, and until when."""
        session().rollback()
        g.until = error.pause.ends_at
        return _page(503, kept=kept_fields(), text=error.pause.said(i18n.language_now()))

    @app.errorhandler(401)
    def _unknown(error: HTTPException) -> Any:
        if request.method == "GET":
            asks = where_to_give_it(this_page())
            return redirect(asks or url_for("identity.sign_in", next=this_page()))
        return carrying.page_to_sign_in() or _page(401, kept=kept_fields())

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        code = error.code or 500
        if code < 400:
            return error
        return _page(code, kept=kept_fields() if code in {400, 409, 413, 422, 429} else [])


def _breakdowns(app: Flask) -> None:
    """What nobody foresaw, and a machine without room."""

    @app.errorhandler(Exception)
    def _crash(error: Exception) -> tuple[str, int]:
        if app.config.get("TESTING") and not app.config.get("SHOW_ERROR_PAGES"):
            raise error
        with suppress(SQLAlchemyError):  # the database itself may be what is gone
            session().rollback()
        if isinstance(error, SQLAlchemyError):
            g.language = i18n.language_of_device()  # the reader's own stands in that database
        g.error_code = secrets.token_hex(3).upper()
        current_app.logger.exception("error %s on %s", g.error_code, request.endpoint)
        return _page(500, kept=kept_fields())

    @app.errorhandler(OperationalError)
    @app.errorhandler(OSError)
    def _no_room(error: Exception) -> Any:
        """A full disk stops what writes; what only reads goes on."""
        if not is_full(error):
            return _crash(error)
        with suppress(SQLAlchemyError):
            session().rollback()
        current_app.logger.error("the disk is full: nothing was kept on %s", request.endpoint)
        return _page(503, kept=kept_fields())


def is_full(error: BaseException) -> bool:
    """No room left: SQLite, PostgreSQL and the machine each say it in their own way."""
    cause = getattr(error, "orig", None) or error
    return (
        getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(cause, "sqlstate", "") == "53100"  # PostgreSQL: disk_full
        or getattr(cause, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
    )


def _page(
    code: int,
    *,
    kept: list[tuple[str, str]],
    text: str | None = None,
    template: str | None = None,
) -> tuple[str, int]:
    known = code if code in {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503} else 500
    shown = 404 if known == 405 else known
    try:
        page = render_template(
            f"errors/{template or shown}.html",
            kept=kept,
            text=text,
            until=g.get("until"),
            request_number=request_number(),
            error_code=g.get("error_code"),
            retry_url=_came_from() if shown in {400, 409, 503} and not template else None,
        )
    except Exception:  # the database that broke the page breaks its frame too
        if known != 500:
            raise
        page = current_app.jinja_env.get_template("errors/without_database.html").render(
            kept=kept, error_code=g.get("error_code", "")
        )
    return page, code


def _came_from() -> str | None:
    """The page with the form, to open it again as it is now."""
    parts = urlsplit(request.referrer or "")
    return own_page(parts.path + (f"?{parts.query}" if parts.query else ""))
