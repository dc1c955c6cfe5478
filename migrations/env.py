"""Alembic: which tables should be there, and where is the database?"""

from alembic import context
from sqlalchemy import create_engine

import renogroep.web.rekeyed_migrations  # noqa: F401 - what a step does in a re-keyed database
import renogroep.web.tables  # noqa: F401 - every room's tables
from renogroep.infra.db import Model, prepare_engine

given = context.config.attributes.get("connection")


def plain(kind, thing, _context):
    """A migration keeps its own history: own column types are written as what they are stored as."""
    if kind == "type" and thing.__class__.__module__ == "renogroep.infra.db":
        stored = repr(thing.impl)
        return f"sa.{stored}"
    return False


def run(connection):
    """One transaction for all steps; batch mode because SQLite cannot alter much.

    SQLite makes a table anew to change it, and would not drop the old one while rows of other
    tables point at it. So it looks at those rows once, at the end, and not at each step.
    """
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # before the transaction begins: inside one SQLite ignores it
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left rows that point at nothing")


if given is not None:
    run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
    prepare_engine(engine)
    with engine.connect() as connection:
        run(connection)
        connection.commit()
    engine.dispose()
