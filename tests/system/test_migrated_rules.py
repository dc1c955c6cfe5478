"""An installed database gets the corrected rules, and what an order used stays what it was."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from renogroep.financing import actions, queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.versions import EARLIER
from renogroep.infra.acts import TICK
from renogroep.infra.db import prepare_engine
from renogroep.web.commands import alembic_config
from tests.support import databases
from tests.support.make import TODAY, Make


@pytest.fixture
def url(request, tmp_path, worker_id, database):
    """An empty database of its own; the application only signs the audit trail."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'rules.db'}"
    server = request.getfixturevalue("postgres")
    return databases.new_postgres_database(server, f"rules_{worker_id}")


@pytest.fixture
def in_database(url, app):
    def run(what):
        engine = create_engine(url)
        prepare_engine(engine)
        with app.app_context(), Session(engine) as session:
            found = what(session)
            session.commit()
        engine.dispose()
        return found

    return run


def seeded(session):
    make = Make(session)
    actions.seed_rules(session, make.home.id, by=TICK)
    own = queries.current_version(session, make.home.id, "vat", TODAY)
    actions.retire(session, own, by=TICK)  # this municipality has a VAT version of its own
    return make.home.id


def of_label(session, municipality_id, label):
    return session.scalar(
        select(RuleVersion).where(
            RuleVersion.municipality_id == municipality_id, RuleVersion.label == label
        )
    )


def test_the_corrected_rules_take_the_name_and_the_old_ones_keep_their_number(url, in_database):
    config = alembic_config(url)
    before = ScriptDirectory.from_config(config).get_revision("0030").down_revision
    command.upgrade(config, "head")
    home = in_database(seeded)
    command.downgrade(config, before)

    def installed(session):
        of_then = select(RuleVersion.label, RuleVersion.id, RuleVersion.table)  # has no other yet
        rows = {label: (key, table) for label, key, table in session.execute(of_then)}
        number, premium = rows["mvp_2026"]
        assert "cap_group" not in premium["rules"][0]
        assert "only_with" not in [one["code"] for one in premium["conditions"]]
        assert "bullet" in [one["repayment"] for one in rows["loan_2026"][1]["rules"]]
        return number

    number = in_database(installed)
    command.upgrade(config, "head")

    def rules_of_today(session):
        return queries.card_rules(session, home, TODAY).premium

    assert in_database(rules_of_today).label == EARLIER + "mvp_2026"  # no day without rules
    assert in_database(lambda session: actions.seed_rules(session, home, by=TICK)) == 7
    now = in_database(rules_of_today)
    assert (now.label, now.table.cap_group("wall_inside", TODAY)) == ("mvp_2026", "buitenmuur")
    kept = in_database(lambda session: session.get_one(RuleVersion, number).label)
    assert kept == EARLIER + "mvp_2026"
    state = in_database(lambda session: session.get_one(RuleVersion, number).state)
    assert state == "retired"
    assert in_database(lambda session: of_label(session, home, "vat_2025").state) == "retired"
    assert in_database(lambda session: actions.seed_rules(session, home, by=TICK)) == 0


OLD = "vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate, bron 5700480525 en 6471670386)"


def test_an_installed_database_reads_its_sources_and_keeps_our_notes_aside(url, in_database):
    config = alembic_config(url)
    before = ScriptDirectory.from_config(config).get_revision("0035").down_revision
    command.upgrade(config, "head")
    home = in_database(seeded)
    command.downgrade(config, before)

    def as_it_was(session):
        row = of_label(session, home, "mvp_2025_4cat")
        rules = [
            {**one, "source": OLD, "note": "eigen woorden" if n == 0 else ""}
            for n, one in enumerate(row.table["rules"])
        ]
        row.table = {**row.table, "rules": rules}
        row.source = "een bron van de gemeente zelf"

    in_database(as_it_was)
    command.upgrade(config, "head")

    def now(session):
        row = of_label(session, home, "mvp_2025_4cat")
        return row.source, row.table["rules"][:2]

    source, (first, second) = in_database(now)
    assert source == "een bron van de gemeente zelf"
    assert first["source"].startswith(
        "vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate)"
    )
    assert first["source"].endswith(
        "https://www.vlaanderen.be/premies-voor-renovatie/mijn-verbouwpremie"
    )
    assert "bron" not in first["source"]
    assert first["note"] == "eigen woorden; opzoeking 5700480525 en 6471670386"
    assert second["note"] == "opzoeking 5700480525 en 6471670386"
