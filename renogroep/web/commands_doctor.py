"""What is wrong with this installation, and what has to be done?"""

import sys

import click
from flask import current_app

from renogroep.base import clock
from renogroep.infra.db import db, everywhere
from renogroep.owners.actions.stored_files import check
from renogroep.web import doctor as checks


@click.command("doctor")
def doctor() -> None:
    """Look at settings, keys, files, database, mail, worker, disk and backup; 1 when one is wrong."""
    with everywhere() as across:
        found = checks.examine(current_app.config, db.engine, across, ask=True)
    for line in checks.lines(found):
        click.echo(line)
    if any(one.state == checks.State.WRONG for one in found):
        sys.exit(1)


@click.command("check-files")
def check_files() -> None:
    """List rows without a file, files without a row, and files that were changed; 1 when there are."""
    with everywhere() as across:
        found = check(across, clock.now(), whole=True)
    for key, name in found.missing:
        click.echo(f"row {key}: its file {name} is gone")
    for name in found.unused:
        click.echo(f"file {name}: no row knows it")
    for name in found.wrong:
        click.echo(f"file {name}: it holds something else")
    if found.missing or found.unused or found.wrong:
        sys.exit(1)
    click.echo("Every row has its file, and every file its row.")
