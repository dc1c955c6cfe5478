"""No table that knows something of a person is forgotten by export and erase."""

import importlib
import inspect

import pytest

from renogroep.infra.db import Model
from renogroep.journeys.actions.people import ROOMS
from renogroep.web.tables import MODULES

# A row that hangs on one of these says something about a household.
PERSONAL = {"dwelling", "case_file", "subscription", "home_order"}
# Rows that go out with the row they hang on, and say nothing by themselves once that one is erased.
RIDES_ALONG = {("subscriptions", "SubscriptionLot"), ("orders", "OrderLine")}


def personal_tables():
    """(room, class) of every table that leads to one person."""
    for module in MODULES:
        room = module.__name__.split(".")[1]
        for name, kind in vars(module).items():
            if not (inspect.isclass(kind) and issubclass(kind, Model) and kind is not Model):
                continue
            if kind.__module__ != module.__name__:
                continue
            keys = {
                (column.name, key.column.table.name)
                for column in kind.__table__.columns
                for key in column.foreign_keys
            }
            own = ("person_id", "person") in keys or "person_id" in kind.__table__.columns
            if own or {table for _, table in keys} & PERSONAL:
                yield room, name


@pytest.mark.parametrize(("room", "table"), sorted(set(personal_tables()) - RIDES_ALONG))
def test_a_personal_table_is_known_to_its_rooms_people(room, table):
    rooms = dict(ROOMS)
    home = "identity" if room == "infra" else room
    assert home in rooms, f"{room} offers nothing for people"
    source = inspect.getsource(importlib.import_module(rooms[home].__name__))
    assert table in source, f"{table} is in no export, erase or repoint of {home}"


def test_every_room_offers_all_three():
    for name, room in ROOMS:
        for verb in ("export_person", "erase_person", "repoint_person"):
            assert callable(getattr(room, verb)), f"{name}.{verb}"


def test_the_test_sees_tables_at_all():
    assert {("subscriptions", "Subscription"), ("orders", "Order")} <= set(personal_tables())
