"""How many requests, how slow, and what waits? For a Prometheus on this machine or with our token."""

import hmac
import time
from collections.abc import Iterator
from datetime import datetime

from flask import Flask, Response, abort, current_app, g, request
from flask_limiter import Limiter
from flask_talisman import Talisman
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from renogroep.base import clock
from renogroep.infra import outbox, upkeep
from renogroep.infra.access import public
from renogroep.infra.db import everywhere, session
from renogroep.infra.pages import client_address
from renogroep.web import hosts

CHORES = (upkeep.TICK, upkeep.NIGHT, upkeep.BACKUP, upkeep.RESTORE_PROVED)


class Waiting:
    """What stands in the database, asked when somebody looks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Mails that wait, and how long ago each chore was done."""
        current, now = session(), clock.now()
        with everywhere() as across:
            waiting, since = outbox.waits_since(across)
        yield GaugeMetricFamily("renogroep_mails_waiting", "Mails that did not leave.", waiting)
        yield GaugeMetricFamily(
            "renogroep_oldest_mail_seconds",
            "How long the oldest of them waits.",
            _ago(since, now) or 0,
        )
        chores = GaugeMetricFamily(
            "renogroep_chore_age_seconds", "Since a chore was last done.", labels=["chore"]
        )
        for name in CHORES:
            row = upkeep.last(current, name)
            if row is not None:
                chores.add_metric([name], _ago(row.at, now) or 0)
        yield chores


def _ago(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, (now - moment).total_seconds())


def may_look() -> bool:
    """Somebody on this machine itself, or with our token. Raises nothing.

    A proxy that nobody told us of makes every visitor look like this machine: what it forwards for
    somebody else does not count as ours.
    """
    token = current_app.config.get("METRICS_TOKEN") or ""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return hosts.is_own_machine(client_address()) and not forwarded


def register(app: Flask, limiter: Limiter, talisman: Talisman) -> None:
    """Count every request of this process; ``/metrics`` tells."""
    registry = CollectorRegistry()
    asked = Counter(
        "renogroep_requests", "Answers given.", ["page", "method", "status"], registry=registry
    )
    took = Histogram("renogroep_request_seconds", "How long they took.", registry=registry)
    registry.register(Waiting())

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        asked.labels(request.endpoint or "", request.method, response.status_code).inc()
        if "began" in g:
            took.observe(time.perf_counter() - g.began)
        return response

    @public
    def metrics() -> Response:
        if not may_look():
            abort(404)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", talisman(force_https=False)(limiter.exempt(metrics)))
