"""One human who works for two municipalities, with a password, and where they are."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from renogroep.identity import queries
from renogroep.identity.actions import passwords
from renogroep.identity.models import AccountPerson, Membership, WebSession
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from tests.support.make import Make
from tests.support.signing_in import reader_of

EMAIL = "fatma@energiehuis.example"
PASSWORD = "een zin die ik alleen ken"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Two:
    """Who somebody is here and there, and the keys of both municipalities."""

    here: int
    there: int
    home: int
    away: int


def works_for_two(
    make: Make, role: Role = Role.ADVISOR, *, host: str | None = None, hangs: bool = True
) -> Two:
    """The second municipality may have a front door of its own; without ``hangs`` it only asks."""
    here = make.member(role, email=EMAIL, name="Fatma Yildiz")
    account = queries.own_account(make.session, here.id)
    assert account is not None
    passwords.set_password(make.session, account, PASSWORD, by=TICK)
    away = make.municipality(name="Zulgem", slug="zulgem", host=host)
    kind = here.memberships[0].organisation.kind
    firm = {"company_number": "0566.988.259"} if kind == "contractor" else {}
    house = make.organisation(kind, municipality_id=away.id, name="Energiehuis Zulgem", **firm)
    there = make.person("Fatma Y.", municipality_id=away.id)
    make._add(
        Membership(municipality_id=away.id, person_id=there.id, organisation_id=house.id, role=role)
    )
    if hangs:
        make.hang_on(account, there)
    return Two(here.id, there.id, make.home.id, away.id)


def enter(client: Any, **how: Any) -> Any:
    """Through the page to sign in."""
    answer = client.post("/aanmelden", data={"email": EMAIL, "password": PASSWORD}, **how)
    assert answer.status_code == 302, answer.text
    return client


def municipality_of(app: Any, client: Any) -> int | None:
    """Where the reader of this browser is, by the row that decides."""
    person_id = reader_of(app, client)
    with app.app_context():
        found = select(WebSession.municipality_id).where(WebSession.person_id == person_id)
        return session().scalars(found.order_by(WebSession.id.desc())).first()


def people_of(app: Any) -> list[int]:
    """Everybody that some account is."""
    with app.app_context():
        return list(session().scalars(select(AccountPerson.person_id).order_by(AccountPerson.id)))
