"""What does the row of a session cost a page, beside a signed cookie that says who it is?"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.orders import Place, round_of
from renogroep.base import clock
from renogroep.identity.models import Account, Person, SignedLink, WebSession
from renogroep.identity.queries import READER, Principal, token_hash
from renogroep.infra import db
from tests.support.make import NOW

ROUNDS, HOMES, MOST = 51, 11, 1.05
Loader = Callable[[str], Principal | None]


def by_cookie(row: WebSession) -> Loader:
    """Who the cookie says it is: the person, account, link and roles are read, and no row of a session."""
    keys, kept = (row.person_id, row.account_id, row.link_id), row

    def load(_token: str) -> Principal | None:
        person_id, account_id, link_id = keys
        found = db.session().execute(
            select(Person, SignedLink, Account)
            .select_from(Person)
            .outerjoin(SignedLink, SignedLink.id == link_id)
            .outerjoin(Account, Account.id == account_id)
            .where(Person.id == person_id, Person.erased_at.is_(None))
            .options(*READER)
        )
        person, link, account = found.unique().one()
        reader = Principal(person, link, kept, clock.today())
        reader.has_second = account is not None and account.totp_secret is not None
        return reader

    return load


def row_of(app: Flask, client: Any) -> WebSession:
    """The session of a browser, read once and let go of."""
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        found = select(WebSession).where(WebSession.token_hash == token_hash(token))
        row = db.session().scalars(found).one()
        db.session().expunge(row)
        return row


@contextmanager
def loading(app: Flask, loader: Loader) -> Iterator[None]:
    """Whoever asks for a page is found in this way."""
    manager: Any = app.extensions.get("login_manager") or app.login_manager  # type: ignore[attr-defined]
    before = manager._user_callback
    manager._user_callback = loader
    try:
        yield
    finally:
        manager._user_callback = before


def cost(client: Any, path: str) -> float:
    """CPU-seconds of one page."""
    start = time.process_time()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return time.process_time() - start


def compare(app: Flask, client: Any, path: str) -> tuple[float, float]:
    """Medians with the row and with the cookie alone, in turns."""
    loader = by_cookie(row_of(app, client))
    ways: list[tuple[list[float], Any]] = [
        ([], partial(loading, app, app.login_manager._user_callback)),  # type: ignore[attr-defined]
        ([], partial(loading, app, loader)),
    ]
    for turn in range(ROUNDS + 3):
        for spent, way in ways if turn % 2 else reversed(ways):
            with way():
                spent.append(cost(client, path))
    row, cookie = (median(spent[3:]) for spent, _ in ways)
    return row, cookie


def pages_of(place: Place) -> list[tuple[Any, str]]:
    """Heavy and light pages of a household and of somebody who works here."""
    order = f"/mijn-woning/bestelling/{place.order_id}"
    return [
        (place.household, "/mijn-woning"),
        (place.household, f"{order}/bestellen"),
        (place.advisor, "/vandaag"),
        (place.advisor, "/dossiers"),
        (place.advisor, f"/percelen/{place.lot_id}/bestellingen"),
    ]


def main() -> int:
    """One line per page; 1 when one is above MOST."""
    ratios = []
    with clock.frozen_at(NOW), round_of(HOMES) as place:
        for client, path in pages_of(place):
            row, cookie = compare(place.app, client, path)
            ratios.append(row / cookie)
            print(f"{path:<36}{row * 1000:7.2f} ms{cookie * 1000:8.2f} ms  {row / cookie:5.3f}")
    print(f"median {median(ratios):.3f} <= {MOST}, highest {max(ratios):.3f}")
    return int(max(ratios) > MOST)


if __name__ == "__main__":
    sys.exit(main())
