"""What do the pages and the press of one order cost beside 11 orders in its round, and beside 561?"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select

import config
from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Membership
from renogroep.infra import db, tenant
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import ordering
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support.make import NOW, Make
from tests.support.make_orders import surveyed
from tests.support.rush import neighbours
from tests.support.signing_in import signed_in

SIZES, ROUNDS = (11, 561), 9
# page or act -> the most that 561 orders may cost beside 11
MOST = {"order page": 1.3, "advisor's orders": 1.5, "figures": 1.5, "place_order": 1.2}
MOST_SELECTS = 12  # of the order page


@dataclass(frozen=True, slots=True)
class Place:
    """One round, and the addresses of its pages."""

    app: Flask
    order_id: int
    lot_id: int
    package_id: int
    household: Any
    advisor: Any


@contextmanager
def round_of(size: int) -> Iterator[Place]:
    """H1 may order; ``size`` - 1 other homes of its contractor ordered."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**config.load(Path(folder)), "RATE_LIMITS": [], "TESTING": True}
        settings["SECOND_FACTOR"] = "off"  # a lead reads the figures, and has no phone here
        migrate_to_head(settings["DATABASE_URL"])
        app = create_app(settings)
        with app.test_request_context(), db.transaction() as session:
            make = Make(session)
            # H1 alone takes part of the worked example: the others are its neighbours.
            example, wave, orders = surveyed(make, ("H1",), max_value=None)
            order = orders["H1"]
            example.lot.max_homes = 2 * size
            others = [one for name, one in orders.items() if name != "H1"]
            neighbours(make, wave, others[0], size - 1 - len(others))
            for one in others:
                one.state = "ordered"
            session.flush()
            assert len(finding.of_wave(session, wave.id)) == size
            token = make_link(session, person=order.person, purpose="my_home", by=TICK)
            advisor = make.member(Role.ADVISOR)
            lead = {"municipality_id": order.municipality_id, "person_id": advisor.id}
            office = session.scalars(select(Membership.organisation_id)).first()
            session.execute(
                insert(Membership), [{**lead, "organisation_id": office, "role": "lead"}]
            )
            keys = (order.id, wave.lot_id, example.package.id, advisor.id)
        household, staff = app.test_client(), app.test_client()
        household.get(f"/l/{token}")
        signed_in(app, staff, keys[3])
        yield Place(app, *keys[:3], household, staff)


def page_cost(client: Any, path: str) -> Callable[[], float]:
    """CPU-seconds of one page."""

    def once() -> float:
        start = time.process_time()
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return time.process_time() - start

    return once


def press_cost(place: Place) -> Callable[[], float]:
    """CPU-seconds from when the round is held until the order is kept, undone each time."""
    original: Any = ordering.hold

    def once() -> float:
        began = []

        def held(*args: Any) -> Any:
            wave = original(*args)
            began.append(time.process_time())
            return wave

        ordering.hold = held
        with place.app.test_request_context(), db.db.engine.connect():
            session = db.session()
            session.rollback()
            session.connection(execution_options={"writing": True})
            order = session.get_one(Order, place.order_id)
            ordering.place_order(session, order, ordering.Signing(), by=By(order.person_id))
            session.flush()
            spent = time.process_time() - began[0]
            session.rollback()
        ordering.hold = original
        return spent

    return once


def selects_of(place: Place, path: str) -> int:
    """How many SELECTs one page takes."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with place.app.app_context():
        engines = list(db.db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    place.household.get(path)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    if "-v" in sys.argv:
        for one in seen:
            head, _, tail = one.partition("FROM")
            print("   ", tail[:150].replace("\n", " "))
    return sum(1 for statement in seen if statement.startswith("SELECT"))


def measure(size: int) -> tuple[dict[str, float], int]:
    """The median cost of each in a round of ``size`` orders, and the SELECTs of the order page."""
    with round_of(size) as place, clock.frozen_at(NOW):
        own = f"/mijn-woning/bestelling/{place.order_id}/bestellen"
        works = {
            "order page": page_cost(place.household, own),
            "advisor's orders": page_cost(place.advisor, f"/percelen/{place.lot_id}/bestellingen"),
            "one order": page_cost(place.advisor, f"/bestellingen/{place.order_id}"),
            "figures": page_cost(place.advisor, f"/cijfers/{place.package_id}"),
            "place_order": press_cost(place),
        }
        for work in works.values():
            work()
        found = {name: median(work() for _ in range(ROUNDS)) for name, work in works.items()}
        return found, selects_of(place, own)


def main() -> int:
    """One line per page or act: both sizes and their ratio; 1 when one is above its MOST."""
    bad = 0
    with clock.frozen_at(NOW):
        few, many = (measure(size) for size in SIZES)
    for name, before in few[0].items():
        after = many[0][name]
        ratio, most = after / before, MOST.get(name, 1.5)
        bad += ratio > most
        print(f"{name:<18}{before * 1000:7.1f} ms{after * 1000:8.1f} ms  {ratio:5.2f} <= {most}")
    print(f"SELECTs of the order page: {few[1]} and {many[1]} (<= {MOST_SELECTS})")
    return int(bad > 0 or max(few[1], many[1]) > MOST_SELECTS)


if __name__ == "__main__":
    with tenant.upkeep():  # what is made and looked at here; pages say it themselves
        sys.exit(main())
