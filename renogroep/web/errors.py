"""What does somebody see when it does not work, and what happens to what they typed?"""

import secrets
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from renogroep.infra.db import session
from renogroep.infra.pages import this_page
from renogroep.web.field_words import kept_in_words

SECRET_FIELDS = ("csrf_token", "password", "version", "submission_key")
MOST_KEPT = 200


def kept_fields() -> list[tuple[str, str]]:
    """What was typed, under the words of its form, to copy back; never a password or token."""
    if request.method != "POST":
        return []
    try:
        pairs = list(request.form.items(multi=True))
    except HTTPException:  # the body itself was too large to read
        return []
    return [
        kept_in_words(name, value, request.blueprint or "")
        for name, value in pairs
        if value.strip() and not any(part in name for part in SECRET_FIELDS)
    ][:MOST_KEPT]


def register(app: Flask) -> None:
    """Every error has a page with a next step and a phone number."""

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> tuple[str, int]:
        return _page(400, kept=kept_fields())

    @app.errorhandler(StaleDataError)
    def _stale(error: StaleDataError) -> tuple[str, int]:
        session().rollback()
        return _page(409, kept=kept_fields())

    @app.errorhandler(401)
    def _unknown(error: HTTPException) -> Any:
        if request.method == "GET":
            return redirect(url_for("identity.sign_in", next=this_page()))
        return _page(401, kept=kept_fields())

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        code = error.code or 500
        if code < 400:
            return error
        return _page(code, kept=kept_fields() if code in {400, 409, 413, 422, 429} else [])

    @app.errorhandler(Exception)
    def _crash(error: Exception) -> tuple[str, int]:
        if app.config.get("TESTING") and not app.config.get("SHOW_ERROR_PAGES"):
            raise error
        session().rollback()
        g.error_code = secrets.token_hex(3).upper()
        current_app.logger.exception("error %s on %s", g.error_code, request.endpoint)
        return _page(500, kept=kept_fields())


def _page(code: int, *, kept: list[tuple[str, str]]) -> tuple[str, int]:
    known = code if code in {400, 401, 403, 404, 405, 409, 413, 422, 429, 500} else 500
    shown = 404 if known == 405 else known
    return (
        render_template(f"errors/{shown}.html", kept=kept, error_code=g.get("error_code")),
        code,
    )
