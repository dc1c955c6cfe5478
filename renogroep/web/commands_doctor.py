"""What is wrong with this installation, and what has to be done?"""

import sys

import click
from flask import current_app

from renogroep.infra.db import db, everywhere
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
