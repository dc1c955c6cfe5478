"""What does the municipality in every statement cost a page?"""

import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import config
from renogroep.identity.queries import account_by_email
from renogroep.infra import tenant
from renogroep.infra.db import db, session
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from renogroep.web.demo import seed
from tests.support.fences import Noted, without_fence
from tests.support.signing_in import signed_in

ROUNDS, PER_ROUND, MOST = 11, 2, 1.05
PAGES = ("/vandaag", "/pakketten", "/bestellingen", "/cijfers", "/wijken", "/percelen/1/aannemers")


def cost(client: Any, path: str) -> float:
    """CPU-seconds of a page."""
    start = time.process_time()
    for _ in range(PER_ROUND):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    return (time.process_time() - start) / PER_ROUND


def compare(client: Any, engine: Any, path: str) -> float:
    """The median of with by without, in turns; whoever goes first changes too."""
    ratios = []
    for number in range(ROUNDS):
        took = {}
        for fenced in (True, False) if number % 2 else (False, True):
            with nullcontext() if fenced else without_fence(engine):
                took[fenced] = cost(client, path)
        ratios.append(took[True] / took[False])
    return statistics.median(ratios[1:])  # in the first one statements are compiled


def main() -> None:
    """One line per page; 1 when all together cost more than MOST."""
    with tempfile.TemporaryDirectory() as folder, tenant.upkeep():
        settings = {**config.load(Path(folder)), "RATE_LIMITS": [], "SECOND_FACTOR": "off"}
        migrate_to_head(settings["DATABASE_URL"])
        app = create_app(settings)
        with app.app_context():
            seed.make()
            lead = account_by_email(session(), dict(seed.ACCOUNTS)["Project lead"])
            assert lead is not None
            engine, person_id = db.engine, lead.person_id
        client = app.test_client()
        signed_in(app, client, person_id)
        ratios = {path: compare(client, engine, path) for path in PAGES}
        with Noted(engine) as after:
            for path in PAGES:
                client.get(path)
        with without_fence(engine), Noted(engine) as before:
            for path in PAGES:
                client.get(path)
    said = f"{len(before.saying)} -> {len(after.saying)} of {len(after.all)}"
    print(f"SELECTs that name the municipality: {said}")
    for path, ratio in ratios.items():
        print(f"{path:<16}{ratio:.3f}")
    together = statistics.median(ratios.values())
    print(f"{'median':<16}{together:.3f}   goal {MOST}")
    sys.exit(together > MOST)


if __name__ == "__main__":
    main()
