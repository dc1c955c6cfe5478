"""What runs by itself: mails, and the tick that looks whether a day or minute has come."""

from typing import Any

from flask import Flask
from huey import crontab

from renogroep.infra import outbox


def register_jobs(app: Flask) -> None:
    """Tie the tasks to this application's queue."""
    huey = app.extensions["huey"]

    @huey.periodic_task(crontab(minute="*"), name="tick")
    def _tick() -> None:
        with app.app_context():
            tick()

    @huey.task(name="look_now")
    def _look_now() -> None:
        with app.app_context():
            tick()

    app.extensions["look_now"] = _look_now

    @app.after_request
    def _after_writing(response: Any) -> Any:
        from flask import request

        if request.method == "POST" and not app.config.get("TESTING"):
            _look_now()
        return response


def tick() -> None:
    """Everything that waits for its time, each in a transaction of its own; safe to run twice."""
    outbox.deliver_waiting()
