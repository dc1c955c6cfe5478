"""Two colleagues work on the same thing at the same moment: one does it, the other one hears it.

Each race runs with a control: without the guard both believe that they did it, or the second one
gets a crash instead of words.
"""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.base.text import t
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.i18n import stored_text
from renogroep.owners.actions import cases
from renogroep.owners.models import CallRequest, Case, ScreeningFact, Task
from tests.support.make import NOW, TODAY
from tests.support.make_groups import FACTS
from tests.support.races import SECONDS, Pool, unguarded


@pytest.fixture
def team(given):
    """Ids of two advisors, a case, its task and a call that waits."""
    with given() as make:
        case = make.case()
        task = make._add(
            Task(
                municipality_id=make.home.id,
                case_id=case.id,
                what=stored_text(t("Call")),
                due_on=TODAY,
            )
        )
        call = make._add(
            CallRequest(
                municipality_id=make.home.id,
                phone="0470 12 34 56",
                language="nl",
                created_at=NOW,
                due_on=TODAY,
            )
        )
        people = [make.member(Role.ADVISOR).id for _ in range(2)]
        return {"people": people, "case": case.id, "task": task.id, "call": call.id}


def take(session, team, who):
    cases.take_case(session, session.get_one(Case, team["case"]), by=By(who))


def do_task(session, team, who):
    cases.done_task(session, session.get_one(Task, team["task"]), by=By(who))


def do_call(session, team, who):
    call = session.get_one(CallRequest, team["call"])
    cases.handle_call(session, call, outcome="Wants a visit", by=By(who))


WORK = [
    (take, "case.taken", "case.taken"),
    (do_task, "task.done", "task.done"),
    (do_call, "call_request.done", "call_request.handled"),
]
NAMES = ["a case", "a task", "a call"]


def both(app, team, work, transaction=db.transaction):
    """Both do it at the same moment; what each of them hears, in order of the alphabet."""
    start = Barrier(2)

    def one(who):
        with app.app_context(), app.test_request_context():
            start.wait(SECONDS)
            try:
                with transaction() as session:
                    work(session, team, who)
            except Refused as refused:
                return refused.code
            except StaleDataError:
                return "stale"
            except DBAPIError:
                return "broken"
        return "well"

    with Pool(2) as pool:
        return sorted(pool.map(one, team["people"]))


def events(app, did):
    with app.app_context():
        return db.session().scalar(select(func.count()).where(AuditEvent.did == did))


@pytest.mark.parametrize(("work", "code", "did"), WORK, ids=NAMES)
def test_one_does_it_and_the_other_one_hears_who_was_first(app, team, work, code, did):
    assert both(app, team, work) == [code, "well"]
    assert events(app, did) == 1


@pytest.mark.parametrize(
    ("work", "on_postgresql"),
    [(take, "stale"), (do_task, "well"), (do_call, "stale")],
    ids=NAMES,
)
def test_control_without_the_guard_nobody_hears_it(
    app, team, database, monkeypatch, work, on_postgresql
):
    """On PostgreSQL without the row lock both take a task for done by them, and a version stops
    the second one only with the page for stale forms; on SQLite without BEGIN IMMEDIATE the second
    one crashes."""
    meet = Barrier(2)

    def read_together(session, kind, key):
        row = session.get_one(kind, key)
        with suppress(BrokenBarrierError):
            meet.wait(5)
        return row

    monkeypatch.setattr(cases, "locked", read_together)
    heard = both(app, team, work, unguarded)
    assert heard == sorted(["well", on_postgresql if database == "postgresql" else "broken"])


def test_two_colleagues_who_save_one_form_at_once_do_not_overwrite_each_other(app, team, client_of):
    url = f"/dossiers/{team['case']}"
    clients = [client_of(who) for who in team["people"]]
    sent = []
    for client, answer in zip(clients, ("yes", "no"), strict=True):
        form = client.page(url).select_one("form[action$='/vaststellingen']")
        version = form.select_one("[name=version]")["value"]
        sent.append({f"fact-{code}": answer for code in FACTS} | {"version": version})
    start = Barrier(2)

    def save(pair):
        client, values = pair
        start.wait(SECONDS)
        return client.post(f"{url}/vaststellingen", data=values).status_code

    with Pool(2) as pool:
        assert sorted(pool.map(save, zip(clients, sent, strict=True))) == [303, 409]
    with app.app_context():
        answers = set(db.session().scalars(select(ScreeningFact.answer)))
    assert len(answers) == 1
