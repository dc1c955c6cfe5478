"""What can who has a shell on the server do for an account that nobody else can help?"""

import click
from flask import current_app

from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions import second_factor
from renogroep.identity.models import Person
from renogroep.infra.acts import TICK
from renogroep.infra.db import everywhere, transaction
from renogroep.infra.tenant import acting_for
from renogroep.web import serving


@click.command("lost-phone")
@click.argument("email")
def lost_phone(email: str) -> None:
    """Take the second check of this account away, when no colleague can confirm that it is lost.

    Look the person in the eyes or call them first: whoever runs this is the second person.
    """
    with everywhere() as across:
        account = queries.account_by_email(across, email)
        if account is None:
            raise click.ClickException(f"There is no account for {email}.")
        home = queries.homes_of(across, account.id)[0]
    address = serving.base_url(current_app)
    try:
        with (
            current_app.test_request_context(base_url=address),
            acting_for(home.municipality_id),
            transaction() as current,
        ):
            person = current.get_one(Person, home.person_id)
            second_factor.take_on_server(current, person, by=TICK)
            name = person.name
    except Refused as refused:
        raise click.ClickException(str(refused.text)) from refused
    click.echo(
        f"Phone and recovery codes of {name} open nothing any more, and every session has ended.\n"
        f"{email} gets a mail about it, and it stands in the audit trail.\n"
        "At the next sign-in a phone is set up anew. "
        f"Password lost too: renogroep sign-in-link {email}"
    )
