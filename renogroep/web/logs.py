"""What may stand in a log? No keys to somebody's page, no query strings, no names."""

import logging
import re

from flask import Flask

_TOKEN = re.compile(r"(/l/)[^\s?\"']+")
_QUERY = re.compile(r"\?[^\s\"']*")


class Redacted(logging.Filter):
    """Takes tokens and query strings out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the line, without what is secret in it."""
        record.msg = redact(record.getMessage())
        record.args = ()
        return True


def redact(line: str) -> str:
    """/l/abc…?next=… becomes /l/…"""
    return _QUERY.sub("", _TOKEN.sub(r"\1…", line))


def register(app: Flask) -> None:
    """Put the filter on every logger that writes request lines."""
    for name in (app.logger.name, "werkzeug", "gunicorn.access", "gunicorn.error"):
        logger = logging.getLogger(name)
        if not any(isinstance(f, Redacted) for f in logger.filters):
            logger.addFilter(Redacted())
