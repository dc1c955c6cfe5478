"""What a freeze meant for each contractor moves from JSON to rows, and back, without a loss."""

import json
from datetime import date

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from renogroep.infra.access import Role
from renogroep.infra.db import prepare_engine
from renogroep.orders.models import Wave
from renogroep.quotes.models import Quote
from renogroep.web.commands import alembic_config
from tests.support import databases
from tests.support.make import NOW, Make
from tests.support.make_orders import FREEZE_ON, ORDER_UNTIL
from tests.support.make_quotes import worked_example

OLD = [
    {"outcome": "frozen", "n": 7, "minimum": 6, "waive_until": None},
    {"outcome": "below_minimum", "n": 5, "minimum": 6, "waive_until": "2027-02-02"},
    {"outcome": "below_minimum", "n": 4, "minimum": 6, "waive_until": None},
]
NEW = [
    ("frozen", 7, 6, None),
    ("below_minimum", 5, 6, date(2027, 2, 2)),
    ("below_minimum", 4, 6, None),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'waves.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"waves_{worker_id}")


def engine_for(url):
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def a_wave_of_three_contractors(engine):
    with Session(engine) as session:
        make = Make(session)
        example = worked_example(make, mode="procurement", stage="quoting", firms="")
        quotes = [a_quote(make, example.request) for _ in OLD]
        wave = Wave(
            municipality_id=example.lot.municipality_id,
            lot_id=example.lot.id,
            number=1,
            state="frozen",
            order_until=ORDER_UNTIL,
            freeze_on=FREEZE_ON,
        )
        session.add(wave)
        session.commit()
        return wave.id, [quote.id for quote in quotes]


def a_quote(make, request):
    person = make.member(Role.CONTRACTOR, make.organisation("contractor"))
    return make._add(
        Quote(
            municipality_id=request.municipality_id,
            request_id=request.id,
            organisation_id=person.memberships[0].organisation_id,
            slot="submitted",
            state="opened",
            request_revision=1,
            saved_at=NOW,
            saved_by=person.id,
        )
    )


def test_the_outcome_of_a_wave_survives_up_down_and_up(url):
    config = alembic_config(url)
    script = ScriptDirectory.from_config(config)
    step = next(one for one in script.walk_revisions() if one.path.endswith("_wave_firm.py"))
    command.upgrade(config, "head")
    engine = engine_for(url)
    wave_id, quotes = a_wave_of_three_contractors(engine)
    engine.dispose()
    command.downgrade(config, step.down_revision)
    entries = [
        {"quote_id": key, **entry, "text": {"msgid": "words", "params": {}}}
        for key, entry in zip(quotes, OLD, strict=True)
    ]
    with engine.begin() as connection:
        change = text("UPDATE wave SET outcome = :outcome WHERE id = :id")
        connection.execute(change, {"outcome": json.dumps(entries), "id": wave_id})
    for there_and_back in (False, True):
        engine.dispose()
        if there_and_back:
            command.downgrade(config, step.down_revision)
        command.upgrade(config, "head")
        assert rows(engine, wave_id) == [(key, *row) for key, row in zip(quotes, NEW, strict=True)]
    engine.dispose()


def rows(engine, wave_id):
    with Session(engine) as session:
        return [
            (row.quote_id, row.outcome, row.n, row.minimum, row.waive_until)
            for row in session.get_one(Wave, wave_id).firms
        ]
