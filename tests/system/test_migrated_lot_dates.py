"""The moment of the quotes moves from requests and packages to lots, and back, without a loss."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import shipped_periods
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.groups.models import Request
from renogroep.infra.db import prepare_engine
from renogroep.tenders.models import Lot
from renogroep.web.commands import alembic_config
from tests.support import databases
from tests.support.make import NOW, Make

PLANNED = datetime(2027, 1, 22, 11, 0, tzinfo=UTC)
# A lot: the requests it had, as (deadline, opened), and the moment that is left.
LOTS = (
    ((), PLANNED),
    (((PLANNED + timedelta(days=3), False),), PLANNED + timedelta(days=3)),
    (
        ((PLANNED + timedelta(days=1), False), (PLANNED + timedelta(days=2), False)),
        PLANNED + timedelta(days=2),
    ),
    (
        ((PLANNED + timedelta(days=9), True), (PLANNED + timedelta(days=4), False)),
        PLANNED + timedelta(days=4),
    ),
    (
        ((PLANNED - timedelta(days=9), True), (PLANNED - timedelta(days=4), True)),
        PLANNED - timedelta(days=4),
    ),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lots.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"lots_{worker_id}")


def engine_for(url):
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def test_every_lot_keeps_the_moment_that_counted(url):
    config = alembic_config(url)
    script = ScriptDirectory.from_config(config)
    step = next(one for one in script.walk_revisions() if one.path.endswith("_lot_dates.py"))
    command.upgrade(config, "head")
    engine = engine_for(url)
    requests = lots_with_requests(engine)
    engine.dispose()
    command.downgrade(config, step.down_revision)
    before_the_change(engine, requests)
    for there_and_back in (False, True):
        engine.dispose()
        if there_and_back:
            command.downgrade(config, step.down_revision)
        command.upgrade(config, "head")
        with Session(engine) as session:
            kept = session.scalars(select(Lot).order_by(Lot.number)).all()
            assert [lot.quote_deadline for lot in kept] == [moment for _, moment in LOTS]
            assert {lot.choose_until for lot in kept} == {None}
            stored = session.scalars(select(RuleVersion)).one()
            assert PeriodsTable.from_json(stored.table).days("choose") == 10
    engine.dispose()


def lots_with_requests(engine):
    """Request id -> the deadline that it had."""
    found = {}
    with Session(engine) as session:
        make = Make(session)
        package = make.package(mode="procurement", lots=len(LOTS))
        for lot, (asked, _) in zip(package.lots, LOTS, strict=True):
            for place, (deadline, opened) in enumerate(asked):
                row = make._add(
                    Request(
                        municipality_id=lot.municipality_id,
                        reference=f"V-{lot.id}.{place}",
                        lot_id=lot.id,
                        checksum="0" * 64,
                        homes=4,
                        runs=1,
                        opened_for_quotes_at=NOW,
                        opened_at=NOW if opened else None,
                    )
                )
                found[row.id] = deadline
        make._add(
            RuleVersion(
                municipality_id=package.municipality_id,
                kind="periods",
                label="own",
                valid_from=NOW.date(),
                source="own",
                confidence="high",
                table=shipped_periods().to_json(),
                state="draft",
            )
        )
        session.commit()
    return found


def before_the_change(engine, requests):
    """What an installation of before holds: moments on requests and packages, no period to choose."""
    old = [
        rule
        for rule in shipped_periods().to_json()["rules"]
        if rule["code"] not in ("choose", "confirm", "recover_quote")
    ]
    with engine.begin() as connection:
        stored = connection.execute(text('SELECT "table" FROM rule_version')).scalar_one()
        rules = json.loads(stored) if isinstance(stored, str) else stored
        assert rules == {"rules": old}
        connection.execute(text("UPDATE package SET quote_deadline = :at"), {"at": typed(PLANNED)})
        for key, at in requests.items():
            change = text("UPDATE request SET deadline = :at WHERE id = :id")
            connection.execute(change, {"at": typed(at), "id": key})


def typed(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
