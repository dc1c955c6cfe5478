"""What can an administrator do from a shell about keys and about the audit trail?"""

import sys
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import anchors, clock
from renogroep.identity.actions.second_factor import reseal_second_factors
from renogroep.identity.queries.municipalities import municipality_ids
from renogroep.infra import anchors as anchor_files
from renogroep.infra import i18n, outbox
from renogroep.infra.audit import broken_links, keys
from renogroep.infra.db import db, everywhere, session, transaction
from renogroep.infra.sealing import ring
from renogroep.infra.signing import fits_any
from renogroep.infra.tenant import acting_for
from renogroep.quotes.actions.rotating import asked_for, reseal_quote, retire_keys, to_reseal
from renogroep.web import backups


@click.command("check-audit")
@click.option("--anchors", "files", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--verify-key", "verify_keys", multiple=True, help="once per key, hexadecimal")
def check_audit(files: tuple[Path, ...], verify_keys: tuple[str, ...]) -> None:
    """Verify the audit trail, its signature and its anchors; exit code 1 when it does not hold."""
    try:
        fits = fits_any(verify_keys) if verify_keys else keys().fits
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    lines = anchor_files.lines_of(files) if files else anchor_files.lines_in(_folder())
    with everywhere() as across:
        broken = [
            *broken_links(across, fits),
            *anchors.broken(lines, fits, anchor_files.chain_in(across)),
        ]
    for line in broken:
        click.echo(line)
    if broken:
        sys.exit(1)
    click.echo("The audit trail holds.")
    click.echo(f"{len(lines)} anchors fit." if lines else "There is no anchor yet.")


@click.command("anchor")
def anchor() -> None:
    """Write the signed end of every chain outside the database, and mail it to ANCHOR_TO."""
    lines = write_anchors()
    click.echo(f"{len(lines)} written to {_folder() / anchor_files.FOLDER}.")
    if not current_app.config.get("ANCHOR_TO"):
        click.echo("RENOGROEP_ANCHOR_TO is empty: nobody outside keeps a copy.")


def write_anchors() -> list[str]:
    """The lines of tonight; each address of ANCHOR_TO gets them in a mail."""
    with everywhere() as across:
        lines = anchor_files.write(across, _folder())
        oldest = next(iter(municipality_ids(across)), None)
    addresses = current_app.config.get("ANCHOR_TO") or ()
    if oldest is None or not lines or not addresses:
        return lines
    with acting_for(oldest), transaction() as current:
        for address in addresses:
            _mail(current, oldest, address, lines)
    return lines


def _mail(current: Session, municipality_id: int, address: str, lines: list[str]) -> None:
    """In the name of the oldest municipality; the lines are of all."""
    with i18n.in_language(i18n.DEFAULT):
        subject = _("Anchors of the log, %(day)s", day=i18n.day(clock.today()))
        words = _(
            "Keep this mail: with these lines anybody can show later that the log was not cut off or made anew. Nothing has to be done with it."
        )
    outbox.put(
        current,
        outbox.OutboxMessage(
            municipality_id=municipality_id,
            key=f"anchor:{anchors.hash_of(lines[-1])}:{anchors.hash_of(address)[:16]}",
            way=outbox.Way.MAIL,
            person_id=None,
            address=address,
            language=i18n.DEFAULT,
            subject=subject,
            body="\n\n".join([words, *lines]) + "\n",
        ),
    )


@click.command("audit-key")
def audit_key() -> None:
    """Print the public half of the keys that sign the trail, for whoever checks it elsewhere."""
    for key_id, figures in keys().public().items():
        click.echo(f"{key_id} {figures}")


@click.command("export-audit")
@click.argument("target", type=click.Path(path_type=Path))
def export_audit(target: Path) -> None:
    """Write the audit trail alone into a file for renogroep-verify: ids and figures, no names."""
    rows = backups.write(db.engine, target, only=("audit_event", "audit_head"))
    click.echo(f"{rows} rows written to {target}.")


def _folder() -> Path:
    return Path(current_app.config["FOLDER"])


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Seal everything anew under the first key of the ring; safe to stop and to run again."""
    done, left = 0, []
    with everywhere() as across:
        keys_of_all = municipality_ids(across)
    for municipality_id in keys_of_all:
        with acting_for(municipality_id):
            for quote_id in to_reseal(session()):
                with transaction() as current:
                    resealed = reseal_quote(current, quote_id)
                done += resealed.done
                if resealed.problem:
                    left.append(f"quote {quote_id}: {resealed.problem}")
    with transaction() as current:
        done += reseal_second_factors(current)
    with everywhere() as across:
        used = asked_for(across)
    with transaction() as current:
        retired = retire_keys(current, used)
    click.echo(f"{done} sealed anew under {ring().first}.")
    for line in left:
        click.echo(line)
    if retired:
        click.echo(f"Nothing asks for these keys any more: {', '.join(retired)}.")
    if left:
        sys.exit(1)
