"""What does the account of a home with four lots cost beside that of a home with one?"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

import config
from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db, tenant
from renogroep.infra.acts import TICK
from renogroep.journeys.queries.household_account import account_of
from renogroep.owners.models import Case
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support.make import NOW, TODAY, Make
from tests.support.make_accounts import lot_of_d, surveyed_by_d
from tests.support.make_orders import open_wave, ready_to_order, survey

LOTS, ROUNDS, PER_ROUND = (1, 4), 9, 3
MOST, MOST_SELECTS = 2.0, 14


def household(make: Make, lots: int) -> Case:
    """H3 may order in so many lots."""
    facade = ready_to_order(make, max_value=None)
    _wave, orders = open_wave(make, facade)
    survey(make, orders["H3"], "H3", facade)
    for number in range(2, lots + 1):
        surveyed_by_d(make, lot_of_d(make, facade, number))
    return facade.homes["H3"].case


def page_cost(client: Any, path: str) -> float:
    """CPU-seconds of one page."""
    start = time.process_time()
    for _ in range(PER_ROUND):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    return (time.process_time() - start) / PER_ROUND


def selects_of(app: Flask, case_id: int) -> int:
    """How many SELECTs the account takes, its case read already."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.test_request_context():
        session = db.session()
        case = session.get_one(Case, case_id)
        event.listen(db.db.engine, "before_cursor_execute", note)
        account_of(session, case, TODAY)
        event.remove(db.db.engine, "before_cursor_execute", note)
    return sum(1 for statement in seen if statement.startswith("SELECT"))


def place(folder: str, lots: int) -> tuple[Flask, Any, int]:
    """A house with one household, its browser and its case."""
    settings = {**config.load(Path(folder)), "RATE_LIMITS": [], "TESTING": True}
    migrate_to_head(settings["DATABASE_URL"])
    app = create_app(settings)
    with app.test_request_context(), db.transaction() as session:
        case = household(Make(session), lots)
        case_id = case.id
        token = make_link(session, person=case.person, purpose="my_home", by=TICK)
    client = app.test_client()
    client.get(f"/l/{token}")
    return app, client, case_id


def main() -> int:
    """Both pages in turns, their ratio and SELECTs; 1 when one is above its MOST."""
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as four,
        clock.frozen_at(NOW),
    ):
        made = {lots: place(at, lots) for lots, at in zip(LOTS, (one, four), strict=True)}
        took: dict[int, list[float]] = {lots: [] for lots in LOTS}
        for number in range(ROUNDS):
            for lots in LOTS if number % 2 else LOTS[::-1]:
                _app, client, case_id = made[lots]
                took[lots].append(page_cost(client, f"/mijn-woning/kosten/{case_id}"))
        middle = {lots: statistics.median(rows[1:]) for lots, rows in took.items()}
        selects = {lots: selects_of(app, key) for lots, (app, _client, key) in made.items()}
    ratio = middle[LOTS[1]] / middle[LOTS[0]]
    print(*(f"{lots} lots {spent * 1000:.1f} ms" for lots, spent in middle.items()), sep=", ")
    print(f"ratio {ratio:.2f} <= {MOST}; SELECTs {selects} <= {MOST_SELECTS}")
    return int(ratio > MOST or max(selects.values()) > MOST_SELECTS)


if __name__ == "__main__":
    with tenant.upkeep():
        sys.exit(main())
