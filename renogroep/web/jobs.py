"""What runs by itself: mails, and the tick that looks whether a day or minute has come."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app, request
from huey import crontab

from renogroep.base import clock
from renogroep.infra import outbox
from renogroep.infra.db import everywhere, session, transaction
from renogroep.journeys.actions.reroute import due_routes, reroute
from renogroep.journeys.actions.restage import restage_all, restage_new
from renogroep.journeys.actions.stop_lot import settle_interest
from renogroep.orders.actions.freezing import settle_waivers
from renogroep.orders.actions.places import settle_places
from renogroep.orders.actions.reminders import remind_co_owners
from renogroep.owners.actions.danger import ask_team_lead
from renogroep.owners.actions.search_words import count_grams, heal_words
from renogroep.quotes.actions.inviting import announce
from renogroep.quotes.queries.invitations import requests_to_announce
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

    @huey.periodic_task(crontab(hour="3", minute="15"), name="count_grams")
    def _count() -> None:
        with app.app_context(), transaction() as current:
            count_grams(current)

    @huey.periodic_task(crontab(hour="2", minute="10"), name="night")
    def _night() -> None:
        with app.test_request_context(base_url=serving.base_url(app)):
            night()

    @huey.task(name="look_now")
    def _look_now() -> None:
        _look()

    app.extensions["look_now"] = _look_now

    @app.after_request
    def _after_writing(response: Any) -> Any:
        if request.method == "POST" and not app.config.get("TESTING"):
            look_soon(app)
        return response


def look_soon(app: Flask) -> None:
    """Say "look now". The work is done and kept already: a job store that is away costs a minute."""
    try:
        app.extensions["look_now"]()
    except Exception:  # each store has errors of its own, and none may undo an answer
        app.logger.exception("the job store did not take a task")


def tick() -> None:
    """Everything that waits for its time, each in a transaction of its own; safe to run twice.

    A job that fails is logged and does not hold up the others: the next tick tries again.
    """
    _run(
        (
            _announce,
            _settle_interest,
            _settle_orders,
            _heal_search,
            _heal_stages,
            outbox.deliver_waiting,
        )
    )


def _run(jobs: Iterable[Callable[[], Any]]) -> None:
    for job in jobs:
        try:
            job()
        except Exception:  # one broken job must not keep letters from leaving
            session().rollback()
            if current_app.config.get("TESTING"):
                raise
            current_app.logger.exception("job %s failed", job.__name__)


def _announce() -> None:
    """Firms that were invited early hear that their bill is there."""
    with transaction() as current:
        for request_row in requests_to_announce(current, clock.now()):
            announce(current, request_row)


def _settle_interest() -> None:
    """Lots whose interest deadline has passed: go on, more time, or stop."""
    with everywhere() as across:
        lot_ids = list(due_lots(across, clock.today()))
    for lot_id in lot_ids:
        with transaction() as current:
            settle_interest(current, current.get_one(Lot, lot_id))


def _settle_orders() -> None:
    """Contractors who did not answer in time, co-owners who have not signed, places not taken."""
    with transaction() as current:
        settle_waivers(current, clock.today())
        remind_co_owners(current, clock.today())
        settle_places(current, clock.today())


def _heal_search() -> None:
    """Cases from before the search, or written around it, become findable."""
    with transaction() as current:
        if heal_words(current):
            count_grams(current)


def _heal_stages() -> None:
    """Cases of which nobody said yet at which step they are."""
    with transaction() as current:
        restage_new(current)


def night() -> None:
    """A new day: routes that it changes, dangers that nobody confirmed, and every case's step.

    Safe to run twice.
    """
    _run((_reroute, _ask_team_lead, _restage))


def _restage() -> None:
    """Every open case, some hundreds at a time."""
    last = 0
    while True:
        with transaction() as current:
            last = restage_all(current, last)
        if not last:
            return


def _reroute() -> None:
    """Every open case, some hundreds at a time; only what changed is held and written."""
    last = 0
    while True:
        due, last = due_routes(session(), last)
        for case_id in due:
            with transaction() as current:
                reroute(current, case_id)
        if not last:
            return


def _ask_team_lead() -> None:
    with transaction() as current:
        ask_team_lead(current, clock.today())
