"""What can an administrator do from a shell about keys and about the audit trail?"""

import sys

import click

from renogroep.infra.audit import broken_links
from renogroep.infra.db import session, transaction
from renogroep.infra.sealing import ring
from renogroep.quotes.actions.rotating import reseal_quote, retire_keys, to_reseal


@click.command("check-audit")
def check_audit() -> None:
    """Verify the chain of audit events; exit code 1 when it does not hold."""
    broken = list(broken_links(session()))
    for line in broken:
        click.echo(line)
    if broken:
        sys.exit(1)
    click.echo("The audit trail holds.")


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Seal everything anew under the first key of the ring; safe to stop and to run again."""
    done, left = 0, []
    for quote_id in to_reseal(session()):
        with transaction() as current:
            resealed = reseal_quote(current, quote_id)
        done += resealed.done
        if resealed.problem:
            left.append(f"quote {quote_id}: {resealed.problem}")
    with transaction() as current:
        retired = retire_keys(current)
    click.echo(f"{done} sealed anew under {ring().first}.")
    for line in left:
        click.echo(line)
    if retired:
        click.echo(f"Nothing asks for these keys any more: {', '.join(retired)}.")
    if left:
        sys.exit(1)
