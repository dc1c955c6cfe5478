"""Which rows stand there on the evening on which everybody presses?"""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from renogroep.base import clock
from renogroep.identity.actions.keys import LIFETIME
from renogroep.identity.models import ContactPoint, SignedLink
from renogroep.identity.queries import token_hash
from renogroep.infra import db
from renogroep.orders.models import Order, OrderLine, OrderTicket, Wave
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.subscriptions.models import SubscriptionLot
from tests.support.make import NOW, Make
from tests.support.make_orders import surveyed
from tests.support.make_quotes import Example

# What a copy of a home points at, in the order in which the rows are made.
LINKS: tuple[dict[str, str], ...] = (
    {},
    {"address_id": "address"},
    {},
    {"person_id": "person"},
    {"dwelling_id": "dwelling", "person_id": "person"},
    {"case_id": "case_file", "person_id": "person", "dwelling_id": "dwelling"},
    {"subscription_id": "subscription", "person_id": "person"},
)
UNLIKE = ("reference", "number", "value", "value_key")  # no two rows have the same


@dataclass(frozen=True, slots=True)
class Evening:
    """A round in which every home may order: (order, link to its page) of each."""

    wave_id: int
    doors: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the evening ended: orders that bind, and tickets by what became of them."""

    ordered: int
    tickets: Counter[str | None]
    pressed: frozenset[int]  # orders with a ticket


def neighbours(make: Make, wave: Wave, like: Order, count: int) -> None:
    """As many homes more: rows with all that a page asks of them, as copies of one home."""
    session, first = make.session, like.subscription
    point = first.person.live_points[0]
    rows: list[Any] = [first.case.dwelling.address, first.case.dwelling, first.person, point]
    keys: dict[str, list[int]] = {}
    for row, links in zip([*rows, first.case, first, like], LINKS, strict=True):
        table = type(row).__table__
        plain = dict(session.execute(select(table).where(table.c.id == row.id)).mappings().one())
        plain.pop("id")
        unlike = "{0:05d}-{1}@example.org" if isinstance(row, ContactPoint) else "{0:05d}-{1}"
        made = [
            {**plain, **{column: keys[kind][n] for column, kind in links.items()}}
            | {column: unlike.format(n, wave.id) for column in UNLIKE if column in plain}
            for n in range(count)
        ]
        ids = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        keys[table.name] = list(session.scalars(ids, made)) if made else []
    amounts = [
        {"municipality_id": wave.municipality_id, "order_id": key, "position": line.position}
        | {"number": line.number, "quantity": line.quantity}
        for key in keys["home_order"]
        for line in like.lines
    ]
    lots = [
        {"subscription_id": key, "lot_id": wave.lot_id, "municipality_id": wave.municipality_id}
        for key in keys["subscription"]
    ]
    if count:
        session.execute(insert(OrderLine), amounts)
        session.execute(insert(SubscriptionLot), lots)


def fill(app: Flask, homes: int, places: int) -> Evening:
    """A round of so many homes and places in an empty database, open today whatever day it is."""
    with app.test_request_context(), db.transaction() as session:
        with clock.frozen_at(NOW):
            make = Make(session)
            example, wave, orders = surveyed(make, ("H1",), max_value=None)
            neighbours(make, wave, orders["H1"], homes - len(orders))
        example.lot.min_to_execute, example.lot.max_homes = 1, places
        _from_today(example, wave)
        rows = session.scalars(select(Order).where(Order.wave_id == wave.id).order_by("id")).all()
        for row in rows:
            row.state = OrderState.SURVEYED
            row.ceiling = orders["H1"].ceiling
            row.advisor_agreed_at = row.contractor_agreed_at = row.created_at
        return Evening(wave.id, _doors(session, rows))


def _from_today(example: Example, wave: Wave) -> None:
    """The dates of the worked example, from today on."""
    today = clock.today()
    wave.order_until, wave.freeze_on = today + timedelta(days=40), today + timedelta(days=60)
    example.package.order_deadline, example.package.freeze_on = wave.order_until, wave.freeze_on
    example.package.ends_on = today + timedelta(days=700)
    example.quotes["B"].valid_until = today + timedelta(days=180)
    example.quotes["B"].capacity = None


def _doors(session: Any, rows: Any) -> tuple[tuple[int, str], ...]:
    """A link to its page for each, as a mail has it."""
    now = clock.now()
    tokens = {row.id: secrets.token_urlsafe(32) for row in rows}
    links = [
        {
            "municipality_id": row.municipality_id,
            "person_id": row.person_id,
            "token_hash": token_hash(tokens[row.id]),
            "purpose": "my_home",
            "created_at": now,
            "expires_at": now + LIFETIME["my_home"],
        }
        for row in rows
    ]
    session.execute(insert(SignedLink), links)
    return tuple((key, f"/l/{token}") for key, token in tokens.items())


def outcome(app: Flask, wave_id: int) -> Outcome:
    """As the rows have it now."""
    with app.app_context():
        session = db.session()
        session.rollback()
        mine = (Order.wave_id == wave_id, Order.state == OrderState.ORDERED)
        tickets = session.execute(select(OrderTicket.order_id, OrderTicket.outcome)).all()
        return Outcome(
            session.scalar(select(func.count()).select_from(Order).where(*mine)) or 0,
            Counter(row.outcome for row in tickets),
            frozenset(row.order_id for row in tickets),
        )
