"""Who has an account elsewhere is asked first, and what one municipality takes leaves the others alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions import invitations, members
from renogroep.identity.models import Account, AccountPerson, Person, SignedLink
from renogroep.identity.queries.invitations import invitations_for
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from tests.support.make import NOW

EMAIL = "fatma@energiehuis.example"


@pytest.fixture
def known(make):
    """An advisor of the first municipality, with an account."""
    return make.member(Role.ADVISOR, email=EMAIL, name="Fatma Yildiz")


@pytest.fixture
def elsewhere(make):
    """An energy house in a second municipality."""
    return make.organisation("energy_house", municipality_id=make.municipality().id)


def add(session, organisation, role="advisor", name="Fatma Y."):
    return members.add_member(
        session,
        organisation,
        name=name,
        email=EMAIL,
        role=role,
        language="nl",
        neighbourhood_id=None,
        by=TICK,
    )


def asked(session):
    return session.scalars(select(SignedLink).where(SignedLink.purpose == "join")).all()


def people_of_account(session):
    return session.scalars(select(AccountPerson.person_id).order_by(AccountPerson.id)).all()


def test_somebody_of_another_municipality_is_asked_and_nothing_hangs_on_the_account(
    session, known, elsewhere
):
    new = add(session, elsewhere)
    assert new.municipality_id == elsewhere.municipality_id
    assert people_of_account(session) == [known.id]
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.address, mail.person_id) == (EMAIL, new.id)
    (link,) = asked(session)
    account = queries.own_account(session, known.id)
    assert (link.subject_id, link.person_id) == (account.id, new.id)
    assert [one.roles for one in invitations_for(session, account.id)] == [
        (("advisor", elsewhere.name),)
    ]


def test_asked_twice_is_one_person_and_one_invitation_that_works(session, known, elsewhere):
    first = add(session, elsewhere)
    assert add(session, elsewhere, role="team_lead", name="Iemand").id == first.id
    account = queries.own_account(session, known.id)
    assert len(asked(session)) == 2
    (waiting,) = invitations_for(session, account.id)
    assert sorted(role for role, _ in waiting.roles) == ["advisor", "team_lead"]


def test_a_yes_makes_one_human_of_two_people_and_ends_every_session(session, known, elsewhere):
    new = add(session, elsewhere)
    account = queries.own_account(session, known.id)
    generation = account.generation
    for _ in range(2):  # twice is once
        assert invitations.accept(session, asked(session)[0], account.id).id == new.id
    assert people_of_account(session) == [known.id, new.id]
    assert account.generation == generation + 1
    assert queries.own_account(session, new.id) is account
    said = session.scalars(
        select(AuditEvent).where(AuditEvent.municipality_id == elsewhere.municipality_id)
    )
    assert "invitation.accepted" in [row.did for row in said]


def test_a_no_leaves_everything_as_it_was(session, known, elsewhere):
    new = add(session, elsewhere)
    for _ in range(2):
        invitations.decline(session, asked(session)[0])
    account = queries.own_account(session, known.id)
    assert invitations_for(session, account.id) == []
    assert people_of_account(session) == [known.id]
    with pytest.raises(Refused, match=r"invitation\.over"):
        invitations.accept(session, asked(session)[0], account.id)
    with clock.frozen_at(NOW + timedelta(days=1)):  # and they can be asked again
        assert add(session, elsewhere).id == new.id
        assert len(invitations_for(session, account.id)) == 1


@pytest.mark.parametrize(("days", "works"), [(13, True), (14, False)])
def test_an_invitation_works_for_fourteen_days(session, known, elsewhere, days, works):
    add(session, elsewhere)
    account = queries.own_account(session, known.id)
    with clock.frozen_at(NOW + timedelta(days=days)):
        assert bool(invitations_for(session, account.id)) is works
        if not works:
            with pytest.raises(Refused, match=r"invitation\.over"):
                invitations.accept(session, asked(session)[0], account.id)


def test_an_e_mail_is_unique_in_the_installation(session, known, elsewhere):
    add(session, elsewhere)
    assert session.scalars(select(Account.email)).all() == [EMAIL]
    assert len(session.scalars(select(Person).where(Person.name.like("Fatma%"))).all()) == 2
