"""What does the list of one advisor cost beside 500 cases of others, and beside 50,000?"""

import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

import config
from renogroep.base import clock
from renogroep.identity.models import (
    Account,
    AccountPerson,
    Membership,
    Municipality,
    Organisation,
    Person,
)
from renogroep.infra import tenant
from renogroep.infra.db import session, transaction
from renogroep.journeys.models import CaseStage
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.owners.models import Case, Dwelling
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from tests.support.signing_in import signed_in

MINE, SIZES, ROUNDS = 120, (500, 50_000), 15
MOST = 1.5
PILES = ("mine", "unassigned", "overdue", "waiting", "all")


def fill(count: int) -> int:
    """``count`` open cases, the first MINE of them one advisor's; gives the advisor."""
    now, today = clock.now(), clock.today()
    town = {"municipality_id": 1, "version": 1}
    with transaction() as current:
        current.execute(
            insert(Municipality),
            [{"id": 1, "name": "A", "slug": "a", "phone": "09", "email": "", "postal_address": ""}],
        )
        current.execute(
            insert(Organisation),
            [{**town, "id": 1, "kind": "energy_house", "name": "E", "sort_key": "e"}],
        )
        person = {**town, "language": "nl", "sort_key": "p"}
        current.execute(
            insert(Person), [{**person, "id": n, "name": f"P {n}"} for n in range(1, count + 2)]
        )
        member = {"municipality_id": 1, "person_id": count + 1, "organisation_id": 1}
        current.execute(insert(Membership), [{**member, "role": "advisor"}])
        account = {"id": 1, "version": 1, "active": True, "email": "advisor@example.org"}
        current.execute(insert(Account), [account])
        own = {"municipality_id": 1, "account_id": 1, "person_id": count + 1}
        current.execute(insert(AccountPerson), [own])
        place = {**town, "id": 1, "name": "W", "slug": "w", "brand_colour": "#1f5a50"}
        place["phone"] = "09"
        current.execute(insert(Neighbourhood), [{**place, "accent_colour": "#b24a26"}])
        street = {"municipality_id": 1, "id": 1, "neighbourhood_id": 1, "name": "S"}
        street |= {"sort_key": "s", "postcode": "9000", "town": "G", "search_key": "s"}
        current.execute(insert(Street), [street])
        keys = range(1, count + 1)
        address = {"municipality_id": 1, "street_id": 1, "box": ""}
        current.execute(
            insert(Address),
            [{**address, "id": n, "number": f"{n}", "sort_number": n} for n in keys],
        )
        current.execute(insert(Dwelling), [{**town, "id": n, "address_id": n} for n in keys])
        one = {**town, "owner_kind": "owner_occupier", "channel": "online", "opened_at": now}
        current.execute(
            insert(Case),
            [
                {**one, "id": n, "dwelling_id": n, "person_id": n, "state": "open"}
                | {"advisor_id": count + 1 if n <= MINE else None}
                for n in keys
            ],
        )
        current.execute(insert(CaseStage), [stage(n, today) for n in keys])
    return count + 1


def stage(case_id: int, today: date) -> dict[str, Any]:
    """One in four waits for its owner; half of the others are late."""
    waits = "owner" if case_id % 4 == 0 else None
    due = today + timedelta(days=case_id % 20 - 10)
    step = {"stage": "call", "due_on": due, "waits_for": waits}
    return {"municipality_id": 1, "case_id": case_id, **step}


def cost(client: Any, pile: str) -> float:
    """CPU-seconds of one list: the median of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        answer = client.get(f"/dossiers?stapel={pile}")
        assert answer.status_code == 200, answer.headers.get("Location")
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def measure(count: int) -> dict[str, float]:
    """The lists of the advisor beside ``count`` cases."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**config.load(Path(folder)), "RATE_LIMITS": []}
        migrate_to_head(settings["DATABASE_URL"])
        app = create_app(settings)
        with app.app_context(), app.test_request_context():
            advisor = fill(count)
            session().rollback()
        client = app.test_client()
        signed_in(app, client, advisor)
        client.get("/dossiers")
        return {pile: cost(client, pile) for pile in PILES}


def main() -> int:
    """One line per list: both sizes and their ratio; 1 when one is above MOST."""
    worst = 0.0
    few, many = (measure(count) for count in SIZES)
    for pile in PILES:
        before, after = few[pile] * 1000, many[pile] * 1000
        print(f"{pile:<11} {before:7.1f} ms, {after:7.1f} ms CPU, ratio {after / before:.2f}")
        worst = max(worst, after / before)
    return int(worst > MOST)


if __name__ == "__main__":
    with tenant.upkeep():  # what is made and looked at here; pages say it themselves
        sys.exit(main())
