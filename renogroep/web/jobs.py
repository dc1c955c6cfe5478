"""What runs by itself: mails, and the tick that looks whether a day or minute has come.

Each has a queue and a process of its own, so that no server that is away makes a day late.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request
from huey import crontab

from renogroep.base import clock
from renogroep.financing.queries import retention_on
from renogroep.identity.actions.notices import call_instead
from renogroep.identity.queries.municipalities import municipality_ids
from renogroep.infra import mail, sms, upkeep
from renogroep.infra.acts import TICK
from renogroep.infra.db import everywhere, session, transaction
from renogroep.infra.delivery import deliver_waiting
from renogroep.infra.files import store
from renogroep.infra.outbox import Way
from renogroep.infra.tenant import acting_for, the_one
from renogroep.journeys.actions.loans import lapse_ended, remind
from renogroep.journeys.actions.reroute import due_routes, reroute
from renogroep.journeys.actions.restage import restage_all, restage_new
from renogroep.journeys.actions.retention import people_due, settle_person, sweep
from renogroep.journeys.actions.stop_lot import settle_interest
from renogroep.journeys.queries.loans import ended_loans, reminders
from renogroep.orders.actions.freezing import settle_waivers
from renogroep.orders.actions.funding import settle_own_money, silent_own_money
from renogroep.orders.actions.places import settle_places
from renogroep.orders.actions.reminders import remind_co_owners
from renogroep.orders.actions.tickets import settle_waiting
from renogroep.orders.models import Order
from renogroep.owners.actions.danger import ask_team_lead
from renogroep.owners.actions.home_files import drop_unused
from renogroep.owners.actions.search_words import count_grams, heal_words
from renogroep.owners.actions.stored_files import UNUSED_STAYS, check, unused_files
from renogroep.quotes.actions.inviting import announce
from renogroep.quotes.queries.invitations import requests_to_announce
from renogroep.subscriptions.actions.confirming import end_unconfirmed, remind_unconfirmed
from renogroep.subscriptions.actions.network import forget_marks
from renogroep.subscriptions.queries import due_lots
from renogroep.tenders.models import Lot
from renogroep.web import serving
from renogroep.web.proof_commands import write_anchors

QUEUES = {"look_now": "huey", "deliver_now": "mail_huey"}
FILES_EACH = timedelta(hours=1)
ENOUGH = 2  # tasks that wait: the last of them begins after what was just kept
BAD_REQUEST = 400


def register_jobs(app: Flask) -> None:
    """Tie the tasks to this application's queues."""
    _register_time(app)
    _register_mail(app)

    @app.after_request
    def _after_writing(response: Any) -> Any:
        changed = request.method == "POST" and response.status_code < BAD_REQUEST
        if changed and not app.config.get("TESTING"):
            look_soon(app)
        return response


def _register_time(app: Flask) -> None:
    huey = app.extensions["huey"]

    def _look() -> None:
        # A mail is a page too: it is written as for a visitor of our own address.
        with app.test_request_context(base_url=serving.base_url(app)):
            tick()
        _say(app, "deliver_now")

    @huey.periodic_task(crontab(minute="*"), name="tick")
    def _tick() -> None:
        _look()

    @huey.periodic_task(crontab(hour="3", minute="15"), name="count_grams")
    def _count() -> None:
        with app.app_context():
            _run_for_each((_count_grams,))

    @huey.periodic_task(crontab(hour="2", minute="10"), name="night")
    def _night() -> None:
        with app.test_request_context(base_url=serving.base_url(app)):
            night()

    @huey.periodic_task(crontab(hour="1", minute="40"), name="anchor")
    def _anchor() -> None:
        with app.test_request_context(base_url=serving.base_url(app)):
            write_anchors()

    @huey.task(name="look_now")
    def _look_now() -> None:
        _look()

    app.extensions["look_now"] = _look_now


def _register_mail(app: Flask) -> None:
    huey = app.extensions["mail_huey"]

    def _leave() -> None:
        with app.app_context():
            _run((deliver,))

    @huey.periodic_task(crontab(minute="*"), name="deliver")
    def _deliver() -> None:
        _leave()

    @huey.task(name="deliver_now")
    def _deliver_now() -> None:
        _leave()

    app.extensions["deliver_now"] = _deliver_now


def look_soon(app: Flask) -> None:
    """Say "look now", to both: what was done in a request may have sent a mail or made a day come."""
    _say(app, "look_now")
    _say(app, "deliver_now")


def _say(app: Flask, task: str) -> None:
    """The work is done and kept already: a job store that is away costs a minute.

    Who waits to look sees this too: a rush of five hundred asks the worker to look a few times.
    """
    try:
        if app.extensions[QUEUES[task]].pending_count() < ENOUGH:
            app.extensions[task]()
    except Exception:  # each store has errors of its own, and none may undo an answer
        app.logger.exception("the job store did not take a task")


def tick() -> None:
    """Everything that waits for its time, each in a transaction of its own; safe to run twice.

    For one municipality after the other. A job that fails is logged and does not hold up the others:
    the next tick tries again.
    """
    _run_for_each(
        (
            _announce,
            _settle_interest,
            settle_waiting,
            _unconfirmed,
            _settle_orders,
            _settle_loans,
            _heal_search,
            _heal_stages,
        )
    )
    _run((_drop_unused_files, _tick_done))


def deliver() -> int:
    """Everything that machines carry and that is due; gives how much was taken."""
    texts = deliver_waiting(Way.SMS, sms.line, call_instead)
    return texts + deliver_waiting(Way.MAIL, mail.line, call_instead)


def _run_for_each(jobs: Sequence[Callable[[], Any]]) -> None:
    """All jobs for one municipality, then for the next."""
    with everywhere() as across:
        homes = municipality_ids(across)
    for municipality_id in homes:
        with acting_for(municipality_id):
            _run(jobs)


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
    for lot_id in list(due_lots(session(), clock.today())):
        with transaction() as current:
            settle_interest(current, current.get_one(Lot, lot_id))


def _unconfirmed() -> None:
    """Interests that nobody confirmed: a reminder, the end, and marks of networks that are old."""
    with transaction() as current:
        end_unconfirmed(current, clock.today())
    with transaction() as current:
        remind_unconfirmed(current, clock.today())
        forget_marks(current)


def _settle_orders() -> None:
    """Contractors who did not answer in time, co-owners who have not signed, places not taken."""
    with transaction() as current:
        settle_waivers(current, clock.today())
        remind_co_owners(current, clock.today())
        settle_places(current, clock.today())


def _settle_loans() -> None:
    """Who got no loan and was silent, rules of loans that ended, and rounds that close soon."""
    today = clock.today()
    for order_id in silent_own_money(session(), today):
        with transaction() as current:
            settle_own_money(current, current.get_one(Order, order_id), today)
    for loan_id in ended_loans(session(), today):
        with transaction() as current:
            lapse_ended(current, loan_id)
    for reminder in reminders(session(), today):
        with transaction() as current:
            remind(current, reminder)


def _heal_search() -> None:
    """Cases from before the search, or written around it, become findable."""
    with transaction() as current:
        if heal_words(current):
            count_grams(current)


def _count_grams() -> None:
    with transaction() as current:
        count_grams(current)


def _heal_stages() -> None:
    """Cases of which nobody said yet at which step they are."""
    with transaction() as current:
        restage_new(current)


def night() -> None:
    """A new day: routes that it changes, dangers that nobody confirmed, and every case's step.

    Safe to run twice.
    """
    _run_for_each((_reroute, _ask_team_lead, _restage, _forget))
    _run((_read_files, _night_done))


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


def _forget() -> None:
    """What was kept long enough goes; who is next hears it 30 days before."""
    forget(the_one())


def forget(municipality_id: int) -> None:
    """Warn, erase and sweep for one municipality, each person in a transaction of its own."""
    today = clock.today()
    table = retention_on(session(), municipality_id, today)
    due = people_due(session(), municipality_id, table, today)
    for one, _what in due:
        with transaction() as current:
            settle_person(current, one.person_id, table, by=TICK)
    with transaction() as current:
        sweep(current, municipality_id, table, by=TICK)


def _drop_unused_files() -> None:
    """Files of an upload that never became a row: each hour those of more than a day ago."""
    now = clock.now()
    with everywhere() as across:
        last = upkeep.last(across, upkeep.FILES)
        if last is not None and now - last.at < FILES_EACH:
            return
        unused = list(unused_files(across, now))
    for some in unused:
        with transaction() as current:
            drop_unused(current, some)
    store.drop_unfinished(now - UNUSED_STAYS)
    with transaction() as current:
        upkeep.done(current, upkeep.FILES)


def _read_files() -> None:
    """Does each file still hold what it held?"""
    with everywhere() as across:
        found = check(across, clock.now(), whole=True)
    with transaction() as current:
        upkeep.done(current, upkeep.FILES_READ, str(len(found.wrong)))


def _tick_done() -> None:
    with transaction() as current:
        upkeep.done(current, upkeep.TICK)


def _night_done() -> None:
    with transaction() as current:
        upkeep.done(current, upkeep.NIGHT)


def _ask_team_lead() -> None:
    with transaction() as current:
        ask_team_lead(current, clock.today())
