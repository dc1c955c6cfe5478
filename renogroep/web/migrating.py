"""How does a database come to the tables of one version of the product?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

TOP = Path(__file__).resolve().parents[2]


def alembic_config(url: str) -> Config:
    """Where the migrations are and which database they change."""
    settings = Config()
    settings.set_main_option("script_location", str(TOP / "migrations"))
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


def migrate_to(url: str, revision: str) -> None:
    """Bring a database to one revision."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), revision)


def migrate_to_head(url: str) -> None:
    """Bring the database up to date."""
    migrate_to(url, "head")


def migrate_within(connection: Connection, revision: str) -> None:
    """The same inside the transaction of a connection that is open."""
    settings = alembic_config("sqlite://")
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def head() -> str:
    """The revision that this version of the product works with."""
    return str(ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head())


def is_known(revision: str) -> bool:
    """Can this version of the product bring such a database up to date?"""
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return revision in {one.revision for one in script.walk_revisions()}
