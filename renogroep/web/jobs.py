"""What runs by itself: mails, and the tick that looks whether a day or minute has come."""

from typing import Any

from flask import Flask, request
from huey import crontab

from renogroep.base import clock
from renogroep.infra import outbox
from renogroep.infra.db import session, transaction
from renogroep.orders.actions.freezing import settle_waivers
from renogroep.orders.actions.reminders import remind_co_owners
from renogroep.subscriptions.actions.threshold import settle_interest
from renogroep.subscriptions.queries import due_lots
from renogroep.tenders.models import Lot
from renogroep.web import serving


def register_jobs(app: Flask) -> None:
    """Tie the tasks to this application's queue."""
    huey = app.extensions["huey"]

    def _look() -> None:
        # A mail is a page too: it is written as for a visitor of our own address.
        with app.test_request_context(base_url=serving.base_url(app)):
            tick()

    @huey.periodic_task(crontab(minute="*"), name="tick")
    def _tick() -> None:
        _look()

    @huey.task(name="look_now")
    def _look_now() -> None:
        _look()

    app.extensions["look_now"] = _look_now

    @app.after_request
    def _after_writing(response: Any) -> Any:
        if request.method == "POST" and not app.config.get("TESTING"):
            _look_now()
        return response


def tick() -> None:
    """Everything that waits for its time, each in a transaction of its own; safe to run twice."""
    today = clock.today()
    due = due_lots(session(), today)
    for lot_id in due:
        with transaction() as current:
            settle_interest(current, current.get_one(Lot, lot_id))
    with transaction() as current:
        settle_waivers(current, today)
        remind_co_owners(current, today)
    outbox.deliver_waiting()
