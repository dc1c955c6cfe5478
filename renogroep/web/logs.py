"""What may stand in a log? No keys to somebody's page, no query strings, no names.

A line is one JSON object with the number of its request, which the answer carries too.
"""

import json
import logging
import re
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask.logging import default_handler

HEADER = "X-Request-ID"
_TOKEN = re.compile(r"(/l/)[^\s?\"']+")
_QUERY = re.compile(r"\?[^\s\"']*")
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
NAMES = ("werkzeug", "gunicorn.access", "gunicorn.error")


class Redacted(logging.Filter):
    """Takes tokens and query strings out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the line, without what is secret in it."""
        record.msg = redact(record.getMessage())
        record.args = ()
        return True


class AsJson(logging.Formatter):
    """One object per line, its traceback in it."""

    def format(self, record: logging.LogRecord) -> str:
        """As text."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": redact(record.getMessage()),
        }
        if has_request_context():
            line["request"] = request_number()
            line["page"] = request.endpoint
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def redact(line: str) -> str:
    """/l/abc…?next=… becomes /l/…"""
    return _QUERY.sub("", _TOKEN.sub(r"\1…", line))


def request_number() -> str:
    """The number of this request: the proxy's when we know that there is one, else our own."""
    if "request_number" not in g:
        given = request.headers.get(HEADER, "") if current_app.config.get("PROXIES") else ""
        g.request_number = given if _NUMBER.fullmatch(given) else secrets.token_hex(8)
    number: str = g.request_number
    return number


def number_requests(app: Flask) -> None:
    """Every answer says its number, an error page too."""

    @app.after_request
    def _numbered(response: Any) -> Any:
        response.headers[HEADER] = request_number()
        return response


def register(app: Flask) -> None:
    """Put the filter on every logger that writes request lines, and one form on all of them."""
    default_handler.setFormatter(AsJson())
    app.logger.setLevel(app.config.get("LOG_LEVEL") or logging.NOTSET)
    for name in (app.logger.name, *NAMES):
        logger = logging.getLogger(name)
        for handler in logger.handlers:
            handler.setFormatter(AsJson())
        if not any(isinstance(f, Redacted) for f in logger.filters):
            logger.addFilter(Redacted())
