"""How does an administrator make a backup, and put one back?"""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from renogroep.infra import upkeep
from renogroep.infra.db import db, everywhere, transaction
from renogroep.web import backups, erasures, migrating, nightly, restoring, serving

FOR = "RENOGROEP_BACKUP_FOR"


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="A folder.")
@click.option("--for", "key", envvar=FOR, help="The public age key that can open it: age1...")
@click.option(
    "--keep", default=14, type=click.IntRange(1), show_default=True, help="How many stay."
)
def backup(target: Path | None, to: Path | None, key: str | None, keep: int) -> None:
    """Write a backup: every night encrypted with --to and --for, or tables, photos and papers in one
    plain file.

    No key of this server is in either.
    """
    if (target is None) == (to is None):
        raise click.UsageError("Give a file, or a folder with --to.")
    if target is not None:
        rows = backups.write(db.engine, target, folder=current_app.config["FOLDER"])
        click.echo(f"{rows} rows written to {target}. Keep the keys apart: see docs/operations.md.")
        return
    if to is not None:
        _nightly(to, key or "", keep)


def _nightly(to: Path, key: str, keep: int) -> None:
    if not key:
        raise click.UsageError(f"Say who can open it: --for age1... or {FOR}.")
    folder = current_app.config["FOLDER"]
    with everywhere() as across:
        erasures.keep(folder / erasures.FILE, erasures.told(across))
    try:
        made = nightly.make(db.engine, folder, to, key, keep=keep)
    except (ValueError, nightly.NotProved) as problem:
        raise click.ClickException(f"No backup was kept: {problem}") from problem
    with transaction() as current:
        upkeep.done(current, upkeep.BACKUP, str(made.file))
        upkeep.done(current, upkeep.RESTORE_PROVED, f"{made.rows} rows")
    click.echo(f"{made.rows} rows in {made.file}, put back and compared.")
    if not made.native:
        click.echo("Without pg_dump of the server's version there is no copy in its own form.")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "key_file", type=click.Path(exists=True, path_type=Path), help="age key.")
@click.option("--yes", is_flag=True, help="Replace what is in the database now.")
def restore(source: Path, key_file: Path | None, yes: bool) -> None:
    """Put a backup of this or an earlier version back, and erase again who was erased since."""
    folder = current_app.config["FOLDER"]
    try:
        erased = _erased_now() | erasures.listed(source.parent / erasures.FILE)
        erased |= erasures.listed(folder / erasures.FILE)
        with restoring.scratch(folder) as plain:
            file = nightly.decrypted(source, key_file, plain)
            with backups.opened(file) as (_, about):
                moment = datetime.fromisoformat(about["at"])
            rows = restoring.restore(db.engine, file, replace=yes)
            nightly.put_files_back(file, folder)
    except (backups.NotRestored, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    erasures.keep(folder / erasures.FILE, erased)
    with current_app.test_request_context(base_url=serving.base_url(current_app)):
        again = erasures.again(moment, erased)
    click.echo(f"{rows} rows restored from {source}. Erased again: {again}.")


def _erased_now() -> set[erasures.Erased]:
    """Those that the database of now knows; it may be empty, or of another version."""
    if backups.revision_of(db.engine) != migrating.head():
        return set()
    with everywhere() as across:
        return erasures.told(across)
