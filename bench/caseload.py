"""What does the list of one advisor cost beside 500 cases of others, and beside 50,000?"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert

import config
from renogroep.base import clock
from renogroep.identity.models import Membership, Municipality, Organisation, Person
from renogroep.infra.db import session, transaction
from renogroep.journeys.models import CaseStage
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.owners.models import Case, Dwelling
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head

MINE, SIZES, ROUNDS = 120, (500, 50_000), 15


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
        place = {**town, "id": 1, "name": "W", "slug": "w", "brand_colour": "#1f5a50"}
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
        stage = {"municipality_id": 1, "stage": "call", "due_on": today}
        current.execute(insert(CaseStage), [{**stage, "case_id": n} for n in keys])
    return count + 1


def cost(client: Any) -> float:
    """CPU-seconds of one list: the median of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        answer = client.get("/dossiers")
        assert answer.status_code == 200, answer.status_code
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def measure(count: int) -> float:
    """The list of the advisor beside ``count`` cases."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**config.load(Path(folder)), "RATE_LIMITS": []}
        migrate_to_head(settings["DATABASE_URL"])
        app = create_app(settings)
        with app.app_context(), app.test_request_context():
            advisor = fill(count)
            session().rollback()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"{advisor}:", True
        client.get("/dossiers")
        return cost(client)


def main() -> None:
    """One line per size, then their ratio."""
    spent = {count: measure(count) for count in SIZES}
    for count, seconds in spent.items():
        print(f"{count:>7} cases  {seconds * 1000:8.1f} ms CPU")
    print(f"ratio {spent[SIZES[1]] / spent[SIZES[0]]:.2f}")


if __name__ == "__main__":
    main()
