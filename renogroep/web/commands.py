"""What can an administrator do from a shell?"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.financing.actions import seed_rules
from renogroep.identity import queries
from renogroep.identity.actions import keys, people
from renogroep.identity.actions.members import welcome
from renogroep.identity.actions.municipalities import set_host
from renogroep.identity.models import Municipality, Person
from renogroep.identity.queries import municipalities
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import seal_trail
from renogroep.infra.db import db, everywhere, transaction
from renogroep.infra.geo import to_lambert_72
from renogroep.infra.pages import external_url
from renogroep.infra.sheets import csv_rows, write_csv
from renogroep.infra.tenant import acting_for, afresh, become, upkeep
from renogroep.neighbourhoods import actions as places
from renogroep.neighbourhoods.queries import municipalities_of_slug, neighbourhood_by_slug
from renogroep.neighbourhoods.rules.official import Official, located, read_official, read_take
from renogroep.neighbourhoods.rules.official_pack import unpack_left
from renogroep.owners.actions.routes import seed_can_will_rules
from renogroep.subscriptions.actions.screening import seed_screening_rules
from renogroep.web import (
    commands_accounts,
    commands_backup,
    commands_doctor,
    commands_rules,
    proof_commands,
    serving,
)
from renogroep.web import rekey as rekeying
from renogroep.web.app import create_app
from renogroep.web.migrating import TOP, alembic_config, migrate_to_head

__all__ = ["alembic_config", "main", "migrate_to_head"]


@click.command("migrate")
def migrate() -> None:
    """Bring the database up to date, and load the rules that came with this version."""
    migrate_to_head(current_app.config["DATABASE_URL"])
    with everywhere() as across:
        keys_of_all = municipalities.municipality_ids(across)
    for key in keys_of_all:
        with acting_for(key), transaction() as current:
            seal_trail(current, current.get_one(Municipality, key))
            _load_rules(current, key, by=TICK)
    click.echo("The database is up to date.")


def _load_rules(current: Session, municipality_id: int, *, by: By) -> None:
    """What the municipality has already stays as it is, switched off or on."""
    for seed in (seed_rules, seed_screening_rules, seed_can_will_rules):
        seed(current, municipality_id, by=by)


@click.command("setup")
@click.option("--municipality", prompt=True)
@click.option("--slug", prompt=True)
@click.option("--phone", prompt=True)
@click.option("--email", prompt="E-mail of the municipality")
@click.option("--admin-name", prompt=True)
@click.option("--admin-email", prompt=True)
def setup(municipality: str, slug: str, phone: str, email: str, **admin: str) -> None:
    """Make a municipality with today's rules and its first administrator; print their link.

    Again, with another short name (slug), adds a municipality. Who is administrator of another one
    already signs in with the same account: the link asks whether they want to.
    """
    with everywhere() as across:
        if municipalities.municipality_by_slug(across, slug) is not None:
            raise click.ClickException(f"There is a municipality “{slug}” already.")
    with transaction() as current:
        home = people.create_municipality(
            current, name=municipality, slug=slug, phone=phone, email=email
        )
        become(home.id)
        office = people.create_organisation(
            current,
            municipality_id=home.id,
            kind="municipality",
            name=municipality,
            by=TICK,
        )
        account, person = welcome(
            current,
            home.id,
            name=admin["admin_name"],
            email=admin["admin_email"],
            language="nl",
            by=TICK,
        )
        for role in (Role.ADMIN, Role.LEAD):
            people.give_membership(current, person=person, organisation=office, role=role, by=TICK)
        _load_rules(current, home.id, by=By(person.id))
        is_new = queries.own_account(current, person.id) is not None
        token = keys.make_link(
            current,
            person=person,
            purpose="sign_in" if is_new else "join",
            subject_id=None if is_new else account.id,
            by=TICK,
        )
    click.echo(_address_of(token, host=None))


def sign_in_address(email: str) -> str:
    """A link that signs somebody in once, for twelve hours."""
    with everywhere() as across:
        account = queries.account_by_email(across, email)
        if account is None:
            raise click.ClickException(f"There is no account for {email}.")
        account_id = account.id
    home = queries.begins_as(account_id, None)
    person_id = home.person_id
    with acting_for(home.municipality_id), transaction() as current:
        person = current.get_one(Person, person_id)
        token = keys.make_link(current, person=person, purpose="sign_in", by=TICK)
        host = municipalities.host_of_municipality(current, person.municipality_id)
    return _address_of(token, host=host)


def _address_of(token: str, *, host: str | None) -> str:
    with current_app.test_request_context(base_url=serving.base_url(current_app)):
        return external_url("identity.open_link", host=host, token=token)


@click.command("host")
@click.argument("slug")
@click.argument("name", default="")
def host(slug: str, name: str) -> None:
    """Give a municipality a front door under a name of its own; without a name take it away."""
    with everywhere() as across:
        known = municipalities.municipality_by_slug(across, slug)
        if known is None:
            raise click.ClickException(f"There is no municipality “{slug}”.")
    with acting_for(known.id), transaction() as current:
        home = current.get_one(Municipality, known.id)
        try:
            set_host(current, home, name, by=TICK)
        except Refused as refused:
            raise click.ClickException(str(refused.text)) from refused
        click.echo(f"{home.name}: {home.host or 'no name of its own'}")


@click.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link with which the owner of this account signs in once."""
    click.echo(sign_in_address(email))


@click.command("rekey")
@click.option("--partitions", default=0, type=click.IntRange(0, 64), help="cut in so many pieces")
@with_appcontext
def rekey(partitions: int) -> None:
    """Put the municipality in front of every key of a PostgreSQL database. Stop the servers first."""
    try:
        with upkeep(), db.engine.begin() as connection:
            moved = rekeying.rekey(connection, partitions)
    except rekeying.CannotRekey as why:
        click.echo(f"Nothing changed. {why}", err=True)
        sys.exit(1)
    click.echo(f"The municipality stands in front of every key. Rows: {moved}.")


@click.command("addresses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--neighbourhood", required=True, help="Its name in addresses: /wijk/NAME.")
@click.option("--municipality-code", default="", help="Five digits (NIS).")
@click.option("--postcode", multiple=True, help="Only these; may be given more than once.")
@click.option("--street", multiple=True, help="Only these; may be given more than once.")
@click.option("--left", type=click.Path(path_type=Path), help="Write the rows that stay out here.")
@click.option("--yes", is_flag=True, help="Put the homes in; without it you see what would change.")
def addresses(file: Path, neighbourhood: str, left: Path | None, yes: bool, **wanted: Any) -> None:
    """Put the official address file (BeSt) of any size in a neighbourhood."""
    try:
        official = _official(file, **wanted)
        with acting_for(_home_of(neighbourhood)), transaction() as current:
            place = neighbourhood_by_slug(current, neighbourhood)
            if place is None:
                raise click.ClickException(f"There is no neighbourhood {neighbourhood}.")
            row = places.read_official_list(current, place, official, by=TICK)
            current.flush()
            outcome = places.put_in_official_list(current, place, by=TICK) if yes else row.outcome
            stays = [(one.row, one.cell, str(one.words)) for one in unpack_left(row.left)]
    except Refused as refused:
        raise click.ClickException(str(refused.text)) from refused
    if left is not None:
        left.write_bytes(write_csv(("row", "column", "why"), stays))
    click.echo(", ".join(f"{count} {what}" for what, count in outcome.items()))
    if not yes:
        click.echo("Nothing has changed yet: give --yes, or say yes on the neighbourhood's page.")


def _home_of(neighbourhood: str) -> int:
    with everywhere() as across:
        known = municipalities_of_slug(across, neighbourhood)
    if not known:
        raise click.ClickException(f"There is no neighbourhood {neighbourhood}.")
    if len(known) > 1:
        raise click.ClickException(f"Two municipalities have a neighbourhood {neighbourhood}.")
    return known[0]


def _official(
    file: Path, municipality_code: str, postcode: tuple[str, ...], street: tuple[str, ...]
) -> Official:
    """Read row by row, before any transaction: nobody waits for a large file."""
    take = read_take(municipality_code, " ".join(postcode), "\n".join(street))
    with file.open("rb") as opened, csv_rows(opened) as rows:
        return located(read_official(rows, take), to_lambert_72)


@click.command("serve")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=int)
@click.option("--workers", default=2, type=int)
def serve(host: str, port: int, workers: int) -> None:
    """Start the web server and the job workers; Ctrl-C stops all."""
    serving.run(
        current_app, host=host, port=port, workers=workers, ready=lambda: click.echo("Ready.")
    )


@click.command("work")
@click.option("--mail", "what", flag_value="mail", help="Only what leaves: mails, text messages.")
@click.option("--time", "what", flag_value="time", help="Only what waits for a day or a minute.")
def work(what: str | None) -> None:
    """Start the job workers: both, each a process of its own, or one of them in this process."""
    if what is None:
        serving.work_all()
    else:
        serving.work(current_app, what)


@click.command("demo")
@click.option("--port", default=8000, type=int)
@click.option("--reset", is_flag=True, help="Start over with a new demo municipality.")
def demo(port: int, reset: bool) -> None:
    """A demo municipality with everything running; prints a sign-in link per role."""
    from renogroep.web.demo import seed

    # The job worker writes links too, and it has no visitor who says at which address we are.
    address = os.environ.setdefault("RENOGROEP_SERVER_NAME", f"127.0.0.1:{port}")
    current_app.config["SERVER_NAME"] = address
    os.environ["RENOGROEP_SECOND_FACTOR"] = "off"  # everybody in it is made up, and has no phone
    url = current_app.config["DATABASE_URL"]
    if reset:
        _forget_database(url)
    migrate_to_head(url)
    with everywhere() as across:
        empty = not municipalities.municipality_ids(across)
    if empty:
        click.echo("Making the demo municipality ...")
        seed.make()

    # Made before the worker starts: it writes the mails of the demo first, one by one.
    doors = [(role, sign_in_address(email)) for role, email in seed.ACCOUNTS]
    doors += seed.resident_links()

    def ready() -> None:
        click.echo(
            f"\nThe first page: http://127.0.0.1:{port}/\n\nSign in once, twelve hours long:"
        )
        for role, link in doors:
            click.echo(f"  {role:<22}{link}")
        click.echo("\nCtrl-C stops everything. `make demo-reset` starts over.")

    serving.run(current_app, host="127.0.0.1", port=port, workers=2, ready=ready)


def _real_people_in_it() -> bool:
    """True when a municipality in this database is another one than the demo's."""
    from renogroep.web.demo.people import MAIL

    if not inspect(db.engine).has_table("municipality"):
        return False
    with upkeep(), db.engine.connect() as connection:
        addresses = connection.scalars(text("SELECT email FROM municipality")).all()
    return any(not address.endswith(f"@{MAIL}") for address in addresses)


def _forget_database(url: str) -> None:
    if not url.startswith("sqlite:///"):
        raise click.ClickException("The demo only empties its own SQLite file.")
    if _real_people_in_it():
        raise click.ClickException("This is not the demo's database: nothing was emptied.")
    db.engine.dispose()
    for ending in ("", "-wal", "-shm"):
        Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)


def _alone(work: Callable[..., Any]) -> Callable[..., Any]:
    """A command starts without a municipality, and leaves none behind."""

    @wraps(work)
    def alone(*given: Any, **more: Any) -> Any:
        with afresh():
            return work(*given, **more)

    return alone


def _app() -> Any:
    sys.path.insert(0, str(TOP))  # config.py and migrations/ stand beside the package
    return create_app()


main = FlaskGroup(
    name="renogroep",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    help="Renogroep: collective renovation of a neighbourhood.",
)
for _one in (
    *(migrate, setup, host, sign_in_link, addresses, commands_accounts.lost_phone),
    *(commands_backup.backup, commands_backup.restore, commands_doctor.doctor),
    commands_doctor.check_files,
    *(proof_commands.check_audit, proof_commands.anchor, proof_commands.audit_key),
    *(proof_commands.export_audit, proof_commands.rotate_keys),
    *(rekey, serve, work, demo),
):
    if _one.callback is not None:
        _one.callback = with_appcontext(_alone(_one.callback))
    main.add_command(_one)
main.add_command(commands_rules.rules)  # needs no settings and no database
