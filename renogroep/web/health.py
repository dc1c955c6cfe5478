"""Is this server alive, and can it answer? For whoever watches the machine.

No redirect to HTTPS, no limit and no session: the question comes from the machine itself.
"""

from datetime import datetime

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_talisman import Talisman
from sqlalchemy.exc import SQLAlchemyError

from renogroep.infra import outbox
from renogroep.infra.access import public
from renogroep.infra.db import everywhere

Answer = tuple[str, int, dict[str, str]]
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@public
def alive() -> Answer:
    """The process answers; the database is not asked."""
    return "ok\n", 200, PLAIN


@public
def ready() -> Answer:
    """503 only when no page can work."""
    try:
        with everywhere() as across:
            _, since = outbox.waits_since(across)
    except SQLAlchemyError as error:
        current_app.logger.warning("not ready: %s", type(error).__name__)
        return "no database\n", 503, PLAIN
    return f"ok\n{_late(since)}", 200, PLAIN


def _late(since: datetime | None) -> str:
    """A line for whoever watches: pages work, but messages do not leave."""
    if since is None or not outbox.is_alarm(since):
        return ""
    return f"messages wait since {since.isoformat(timespec='seconds')}\n"


def register(app: Flask, limiter: Limiter, talisman: Talisman) -> None:
    """Three addresses; the short one asks the same as the last."""
    for path, name, view in (
        ("/gezond/leeft", "alive", alive),
        ("/gezond/klaar", "ready", ready),
        ("/gezond", "health", ready),
    ):
        app.add_url_rule(path, name, talisman(force_https=False)(limiter.exempt(view)))
