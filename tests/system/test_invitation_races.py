"""Two administrators ask the same person at the same moment: one human, one account, one question."""

from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from renogroep.identity import queries
from renogroep.identity.actions import invitations, members
from renogroep.identity.actions.people import create_organisation
from renogroep.identity.models import Account, AccountPerson, Organisation, Person
from renogroep.identity.queries.invitations import invitation_of, invitations_for
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.races import meet_after, together, unguarded

EMAIL = "fatma@energiehuis.example"


@pytest.fixture
def houses(given):
    """An energy house in each of two municipalities: their ids. Both trails have an end to hold."""
    with given() as make:
        other = make.municipality()
        homes = (make.home.id, other.id)
        kind = {"kind": "energy_house", "name": "Energiehuis", "by": TICK}
        return [create_organisation(make.session, municipality_id=key, **kind).id for key in homes]


@pytest.fixture
def known(given, houses):
    """Somebody of a third municipality has an account."""
    with given() as make:
        third = make.municipality()
        office = make.organisation("municipality", municipality_id=third.id)
        person = make.member(Role.ADMIN, office, email=EMAIL)
        return queries.own_account(make.session, person.id).id


def ask(transaction, house_id, role):
    try:
        with transaction() as session:
            members.add_member(
                session,
                session.get_one(Organisation, house_id),
                name="Fatma",
                email=EMAIL,
                role=role,
                language="nl",
                neighbourhood_id=None,
                by=TICK,
            )
    except IntegrityError as error:  # a 409 of ``act``: press once more
        raise StaleDataError from error


def new_people(session):
    return session.scalars(select(Person).where(Person.name == "Fatma")).all()


def both_ask(app, houses, transaction):
    roles = (Role.ADVISOR, Role.TEAM_LEAD)
    return together(
        app,
        *(
            partial(ask, transaction, house, role)
            for house, role in zip(houses, roles, strict=True)
        ),
    )


def test_of_one_municipality_they_ask_one_person_for_two_roles(app, houses, known, monkeypatch):
    monkeypatch.setattr(queries, "account_by_email", meet_after(queries.account_by_email))
    assert both_ask(app, [houses[0]] * 2, db.transaction) == ["well", "well"]
    with app.app_context():
        (person,) = new_people(db.session())
        assert sorted(row.role for row in person.memberships) == ["advisor", "team_lead"]
        assert len(invitations_for(db.session(), known)) == 1


def test_without_the_lock_they_are_two_people(app, houses, known, monkeypatch):
    """A control: on SQLite the database stops the second one instead."""
    monkeypatch.setattr(members, "locked", lambda session, kind, key: session.get(kind, key))
    monkeypatch.setattr(invitations, "person_here", meet_after(invitations.person_here))
    heard = both_ask(app, [houses[0]] * 2, unguarded)
    with app.app_context():
        assert "database error" in heard or len(new_people(db.session())) == 2


def test_of_two_municipalities_each_asks_for_itself(app, houses, known, monkeypatch):
    monkeypatch.setattr(queries, "account_by_email", meet_after(queries.account_by_email))
    assert both_ask(app, houses, db.transaction) == ["well", "well"]
    with app.app_context():
        assert len(new_people(db.session())) == len(invitations_for(db.session(), known)) == 2


def test_who_is_new_in_two_at_once_gets_one_account_and_the_other_presses_again(
    app, houses, monkeypatch
):
    monkeypatch.setattr(queries, "account_by_email", meet_after(queries.account_by_email))
    heard = both_ask(app, houses, db.transaction)
    assert sorted(heard) in (["stale", "well"], ["well", "well"])  # SQLite puts them in line
    with app.app_context():
        with app.test_request_context():
            for house, role in zip(houses, (Role.ADVISOR, Role.TEAM_LEAD), strict=True):
                ask(db.transaction, house, role)
        account = db.session().scalars(select(Account).where(Account.email == EMAIL)).one()
        hangs = select(AccountPerson).where(AccountPerson.account_id == account.id)
        assert len(db.session().scalars(hangs).all()) == 1
        assert len(invitations_for(db.session(), account.id)) == 1
        assert len(new_people(db.session())) == 2


def say_yes(key, account_id):
    with db.transaction() as session:
        invitations.accept(session, invitation_of(session, key, account_id), account_id)


def test_a_yes_in_two_windows_is_one_yes(app, houses, known, given):
    with app.app_context(), app.test_request_context():
        ask(db.transaction, houses[0], Role.ADVISOR)
        (asked,) = invitations_for(db.session(), known)
    assert together(app, *[partial(say_yes, asked.link_id, known)] * 2) == ["well", "well"]
    with app.app_context():
        hangs = select(AccountPerson).where(AccountPerson.account_id == known)
        assert len(db.session().scalars(hangs).all()) == 2
