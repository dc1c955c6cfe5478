"""What happens to somebody in one municipality leaves who they are in another alone."""

import pytest
from sqlalchemy import select

from renogroep.identity import queries
from renogroep.identity.actions import members, second_factor
from renogroep.identity.models import Account, AccountPerson, Membership, Person, RecoveryCode
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import session as current
from renogroep.infra.db import transaction
from renogroep.journeys.actions import people

EMAIL = "fatma@energiehuis.example"


@pytest.fixture
def both(app, given):
    """Advisor in two municipalities with one account: (person here, person there, an admin here)."""
    with given() as make:
        here = make.member(Role.ADVISOR, email=EMAIL, name="Fatma Yildiz")
        house = make.organisation("energy_house", municipality_id=make.municipality().id)
        there = make.person("Fatma Y.", municipality_id=house.municipality_id)
        row = Membership(
            municipality_id=house.municipality_id,
            person_id=there.id,
            organisation_id=house.id,
            role=Role.ADVISOR,
        )
        make._add(row)
        account = queries.own_account(make.session, here.id)
        make.hang_on(account, there)
        make._add(RecoveryCode(account_id=account.id, code_hash="c" * 64))
        ids = here.id, there.id, make.member(Role.ADMIN).id
    with app.app_context():
        yield ids


def account():
    return current().scalars(select(Account).where(Account.email == EMAIL)).one_or_none()


def end_roles(person_id, admin):
    with transaction() as session:
        for row in session.scalars(select(Membership).where(Membership.person_id == person_id)):
            members.end_membership(session, row, by=By(admin))


def roles_of(person_id):
    return current().scalars(select(Membership.role).where(Membership.person_id == person_id)).all()


def test_a_role_that_ends_here_stays_there_and_ends_every_session(both):
    here, there, admin = both
    generation = account().generation
    end_roles(here, admin)
    assert (roles_of(here), roles_of(there)) == ([], ["advisor"])
    assert account().active
    assert account().generation == generation + 1
    end_roles(there, admin)
    assert not account().active


def test_who_is_erased_here_signs_in_there_and_the_last_one_takes_the_account_along(both):
    here, there, _ = both
    for person_id, left in ((here, [there]), (there, [])):
        with transaction() as session:
            people.erase_person(session, session.get_one(Person, person_id), by=By(None))
        hangs = current().scalars(select(AccountPerson.person_id)).all()
        assert [key for key in hangs if key in (here, there)] == left
        assert (account() is not None) is bool(left)
    assert current().scalars(select(RecoveryCode)).all() == []


def test_what_happens_to_the_account_stands_where_it_happened(both):
    here, there, _ = both
    for person_id in (here, there):
        with transaction() as session:
            own = queries.own_account(session, person_id)
            second_factor.new_codes(session, own, by=By(person_id))
        home = current().get(Person, person_id).municipality_id
        last = current().scalars(
            select(AuditEvent)
            .where(AuditEvent.municipality_id == home)
            .order_by(AuditEvent.number.desc())
        )
        assert last.first().did == "account.recovery_codes_made"


def test_an_export_says_how_somebody_signs_in(both):
    here, *_ = both
    with transaction() as session:
        told = people.export_person(session, session.get_one(Person, here), by=By(None))
    assert told["identity"]["account"] == {"email": EMAIL}


def test_who_asks_and_who_confirms_are_of_one_municipality(both, given):
    """Somebody of two municipalities would else be two people."""
    here, there, admin = both
    with given() as make:
        other = make.member(Role.TEAM_LEAD, organisation=organisation_of(make, there)).id
        own = queries.own_account(make.session, here)
        own.totp_secret = b"x"
    with transaction() as session:
        lost = session.get_one(Person, here)
        second_factor.ask_reset(session, lost, url="/", by=By(admin))
    with transaction() as session:  # there nobody asked
        lost = session.get_one(Person, there)
        second_factor.confirm_reset(session, lost, by=By(other))
        assert queries.own_account(session, there).totp_secret == b"x"


def organisation_of(make, person_id):
    found = select(Membership).where(Membership.person_id == person_id)
    return make.session.scalars(found).one().organisation
