"""The migrations make the tables that the models describe, and can be undone."""

from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from renogroep.infra.access import Role
from renogroep.infra.db import prepare_engine
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage
from renogroep.quotes.actions.opening import write_sheet
from renogroep.quotes.models import Quote
from renogroep.web.commands import alembic_config
from renogroep.web.tables import METADATA
from tests.support import databases
from tests.support.make import NOW, TODAY, Make
from tests.support.make_quotes import sheet_for, worked_example


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    """An empty database of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrations.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"migrations_{worker_id}")


def engine_for(url):
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def differences(url):
    engine = engine_for(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, METADATA)
    engine.dispose()
    return found


def test_migrations_match_the_models(url):
    command.upgrade(alembic_config(url), "head")
    assert differences(url) == [], "write a migration: the models have moved on"


def test_down_and_up_again(url):
    config = alembic_config(url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    engine = engine_for(url)
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    assert left == set()
    command.upgrade(config, "head")
    assert differences(url) == []


def test_quotes_and_what_hangs_on_them_survive_down_and_up(url):
    """SQLite makes the table of quotes anew, under the feet of its lines and prices."""
    config = alembic_config(url)
    command.upgrade(config, "head")
    engine = engine_for(url)
    with Session(engine) as session:
        an_opened_quote(Make(session))
        session.commit()
        before = everything(session)
    for step, to in ((command.downgrade, "0001"), (command.upgrade, "head")):
        engine.dispose()
        step(config, to)
    with Session(engine) as session:
        assert everything(session) == before
        assert len(before["quote_price"]) == 10
        for column in ("state", "slot"):  # the constraints are there again
            with pytest.raises(IntegrityError), session.begin_nested():
                session.execute(text(f"UPDATE quote SET {column} = 'lost'"))  # noqa: S608
    index = next(i for i in inspect(engine).get_indexes("quote") if i["name"] == "uq_quote_in_play")
    engine.dispose()
    assert "replaced" in " ".join(map(str, index["dialect_options"].values()))


def an_opened_quote(make):
    example = worked_example(make, mode="procurement", stage="quoting", firms="")
    person = make.member(Role.CONTRACTOR)
    quote = make._add(
        Quote(
            municipality_id=example.lot.municipality_id,
            request_id=example.request.id,
            organisation_id=person.memberships[0].organisation_id,
            slot="submitted",
            state="opened",
            request_revision=1,
            saved_at=NOW,
            saved_by=person.id,
        )
    )
    write_sheet(make.session, quote, sheet_for("A"), opened_at=NOW)


def everything(session):
    """Every row of the tables about quotes."""
    tables = ("quote", "quote_line", "quote_price", "opening", "invitation", "request_line")
    return {
        name: [tuple(row) for row in session.execute(select(METADATA.tables[name]))]
        for name in tables
    }


TYPED = {
    "0470 12 34 56": "+32470123456",
    "09 123 45 67": "+3291234567",
    "+31612345678": "+31612345678",
    "bel de buren": "bel de buren",
    "0470 12 34": "0470 12 34",
    "": "",
}


def test_phones_get_one_spelling_and_what_is_no_number_stays(url):
    config = alembic_config(url)
    command.upgrade(config, "0006")
    engine = engine_for(url)
    old = MetaData()
    old.reflect(engine)
    tables = old.tables
    home = {"municipality_id": 1, "email": "a@b.be", "name": "A", "sort_key": "a"}
    firm = {**home, "kind": "partner", "postal_address": "", "active": True, "version": 1}
    person = {**home, "contact_way": "mobile", "language": "nl", "version": 1}
    call = {"municipality_id": 1, "about": "", "outcome": "", "language": "nl", "version": 1}
    call |= {"created_at": NOW.replace(tzinfo=None), "due_on": NOW.date()}
    with engine.begin() as connection:
        connection.execute(
            tables["municipality"].insert(),
            {"id": 1, "name": "A", "slug": "a", "phone": "09", "email": "", "postal_address": ""},
        )
        for typed in TYPED:
            connection.execute(tables["person"].insert(), {**person, "phone": typed})
            connection.execute(tables["organisation"].insert(), {**firm, "phone": typed})
            connection.execute(tables["call_request"].insert(), {**call, "phone": typed})
        connection.execute(tables["person"].insert(), {**person, "phone": None})
    engine.dispose()
    command.upgrade(config, "0007")
    with engine.connect() as connection:
        for name in ("person", "organisation", "call_request"):
            table = tables[name]
            found = connection.scalars(select(table.c.phone).order_by(table.c.id)).all()
            assert [phone for phone in found if phone is not None] == list(TYPED.values()), name
    engine.dispose()


# what one person knew: the way, mail, phone and address; and which points that becomes
KNEW = {
    ("email", "An@example.org", None, None): ["email An@example.org an@example.org *"],
    ("mobile", None, "+32470123456", ""): ["phone +32470123456 +32470123456 *"],
    ("letter", "b@example.org", None, "Laan 1"): [
        "email b@example.org b@example.org",
        "letter Laan 1 laan 1 *",
    ],
    ("mobile", "c@example.org", None, None): ["email c@example.org c@example.org *"],
    ("email", None, None, None): [],
}


def test_every_way_to_reach_somebody_moves_over_and_back(url):
    config = alembic_config(url)
    command.upgrade(config, "0011")
    engine = engine_for(url)
    old = MetaData()
    old.reflect(engine)
    person = {"municipality_id": 1, "name": "A", "sort_key": "a", "language": "nl", "version": 1}
    columns = ("contact_way", "email", "phone", "postal_address")
    with engine.begin() as connection:
        connection.execute(
            old.tables["municipality"].insert(),
            {"id": 1, "name": "A", "slug": "a", "phone": "09", "email": "", "postal_address": ""},
        )
        for knew in KNEW:
            row = {**person, **dict(zip(columns, knew, strict=True))}
            connection.execute(old.tables["person"].insert(), row)
    engine.dispose()
    command.upgrade(config, "head")
    points = METADATA.tables["contact_point"]
    with engine.connect() as connection:
        keys = connection.scalars(select(METADATA.tables["person"].c.id).order_by("id")).all()
        rows = connection.execute(select(points).order_by(points.c.id)).all()
    assert not set(columns) & {one["name"] for one in inspect(engine).get_columns("person")}
    for key, told in zip(keys, KNEW.values(), strict=True):
        assert told == [
            f"{row.kind} {row.value} {row.value_key}" + " *" * row.preferred
            for row in rows
            if row.person_id == key
        ]
    engine.dispose()
    command.downgrade(config, "0011")
    with engine.connect() as connection:
        table = old.tables["person"]
        found = select(*(table.c[name] for name in columns)).order_by(table.c.id)
        back = connection.execute(found).all()
    ways = [row.contact_way for row in back]
    assert ways == ["email", "mobile", "letter", "email", "email"]  # the fourth had no number
    assert [row[1:] for row in back] == [tuple(v or None for v in knew[1:]) for knew in KNEW]
    engine.dispose()


LATER = date(2027, 3, 1)


def test_a_day_to_wait_for_stands_in_the_step_and_moves_back(url):
    config = alembic_config(url)
    command.upgrade(config, "head")
    engine = engine_for(url)
    with Session(engine) as session:
        make = Make(session)
        waits, works, fresh, closed = (make.case().id for _ in range(4))
        for key, until in ((waits, LATER), (works, None)):
            session.add(
                CaseStage(
                    case_id=key,
                    municipality_id=1,
                    stage=Stage.CALL,
                    due_on=TODAY,
                    wait_until=until,
                )
            )
        session.commit()
    engine.dispose()
    command.downgrade(config, "0015")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT due_on, waiting FROM case_file ORDER BY id"))
        assert [(str(row.due_on), bool(row.waiting)) for row in rows] == [
            (str(LATER), True),
            (str(TODAY), False),
            ("None", False),
            ("None", False),
        ]
        wait = "UPDATE case_file SET waiting = true, due_on = '2027-03-01' WHERE id = :key"
        for key in (fresh, closed):
            connection.execute(text(wait), {"key": key})
        close = "UPDATE case_file SET state = 'closed' WHERE id = :key"
        connection.execute(text(close), {"key": closed})
        connection.execute(text("UPDATE case_stage SET wait_until = '2026-12-31'"))  # what is old
    engine.dispose()
    command.upgrade(config, "head")
    with Session(engine) as session:
        found = {row.case_id: row.wait_until for row in session.scalars(select(CaseStage))}
    assert found == {waits: LATER, works: None, fresh: LATER}
    engine.dispose()


# municipality, kind and number of an organisation; and the number of its company
KNOWN_AS = (
    (1, "contractor", "0566.988.259", "0566.988.259"),
    (1, "contractor", "0136.695.962", "0136.695.962"),
    (1, "contractor", "0566.988.258", None),
    (1, "contractor", "later", None),
    (1, "contractor", None, None),
    (1, "partner", "0999.999.922", None),
    (2, "contractor", "0566988259", "0566.988.259"),
)


def test_contractors_with_one_number_become_one_company(url):
    config = alembic_config(url)
    command.upgrade(config, "0028")
    engine = engine_for(url)
    old = MetaData()
    old.reflect(engine)
    home = {"phone": "09", "email": "", "postal_address": ""}
    firm = {**home, "sort_key": "a", "active": True, "version": 1}
    with engine.begin() as connection:
        for key in (1, 2):
            connection.execute(
                old.tables["municipality"].insert(),
                {**home, "id": key, "name": "A", "slug": f"a{key}", "host": None},
            )
        for n, (where, kind, number, _) in enumerate(KNOWN_AS):
            known = {"municipality_id": where, "kind": kind, "company_number": number}
            connection.execute(
                old.tables["organisation"].insert(), {**firm, **known, "name": str(n)}
            )
    engine.dispose()
    for step in (command.upgrade, command.downgrade, command.upgrade):
        step(config, "head" if step is command.upgrade else "0028")
    firms, companies = METADATA.tables["organisation"], METADATA.tables["company"]
    with engine.connect() as connection:
        rows = connection.execute(
            select(firms, companies.c.company_number.label("linked"))
            .outerjoin(companies, companies.c.id == firms.c.company_id)
            .order_by(firms.c.id)
        ).all()
        names = connection.scalars(select(companies.c.name).order_by(companies.c.name)).all()
    assert [row.linked for row in rows] == [linked for *_, linked in KNOWN_AS]
    assert {row.company_confirmed_at for row in rows} == {None}
    assert names == ["0", "1"]  # the name that came in first
    engine.dispose()


def test_history_is_one_line_and_numbered():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    ids = [revision.revision for revision in script.walk_revisions()][::-1]
    assert ids == [f"{n:04d}" for n in range(1, len(ids) + 1)]
