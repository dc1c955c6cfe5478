"""An administrator lets people in and out; the last administrator stays."""

import re

import pytest
from sqlalchemy import select

from renogroep.identity.models import Membership, Organisation, Person
from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from tests.support.signing_in import person_of


@pytest.fixture
def admin(client_as):
    return client_as(Role.ADMIN)


@pytest.fixture
def house(given):
    """An energy house with nobody in it."""
    with given() as make:
        return make.organisation("energy_house").id


def new(house, **changed):
    values = {
        "name": "Joris Claes",
        "email": "joris@warmewijk.example",
        "organisation": house,
        "role": "advisor",
        "neighbourhood": 0,
        "language": "fr",
    }
    return {**values, **changed}


def test_somebody_comes_in_with_a_mail_in_their_language(app, admin, house, client):
    admin.send("/mensen/nieuw", new(house))
    with app.app_context():
        mail = session().scalars(select(OutboxMessage)).one()
    assert (mail.address, mail.language) == ("joris@warmewijk.example", "fr")
    client.post(re.search(r"/l/\S+", mail.body).group())
    assert client.get("/dossiers").status_code == 200
    assert client.get("/mensen").status_code == 403
    assert admin.page("/mensen").says("Joris Claes")


def test_who_is_here_already_gets_one_more_role(app, admin, house):
    admin.send("/mensen/nieuw", new(house))
    admin.send("/mensen/nieuw", new(house, role="team_lead", email="JORIS@warmewijk.example"))
    admin.send("/mensen/nieuw", new(house, role="team_lead"))
    with app.app_context():
        held = person_of("joris@warmewijk.example").memberships
        assert sorted(one.role for one in held) == ["advisor", "team_lead"]
        assert len(session().scalars(select(Person).filter_by(name="Joris Claes")).all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "geen adres"}, "#email"),
        ({"email": "a@b@c.be"}, "#email"),
        ({"email": "x\r\nBcc: all@example.org"}, "#email"),
        ({"name": ""}, "#name"),
        ({"name": "x" * 5000}, "#name"),
        ({"organisation": 999_999}, "#organisation"),
        ({"organisation": "9" * 30}, "#organisation"),
        ({"role": "emperor"}, "#role"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(app, admin, house, changed, field):
    page = admin.send("/mensen/nieuw", new(house, **changed), status=422)
    assert page.select_one(f"{field}-error")
    with app.app_context():
        assert session().scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize("changed", [{"role": "contractor"}, {"role": "admin"}])
def test_a_role_belongs_to_its_kind_of_organisation(app, admin, house, changed):
    page = admin.send("/mensen/nieuw", new(house, **changed), status=422)
    assert page.select_one(".refusal")
    assert page.select_one("#name")["value"] == "Joris Claes"
    with app.app_context():
        assert session().scalars(select(OutboxMessage)).all() == []


def test_a_scope_holds_and_only_for_roles_that_have_one(app, given, admin, house, client_of):
    with given() as make:
        here, there = make.neighbourhood(name="Bloemen"), make.neighbourhood(name="Station")
        ids = here.id, there.id
    admin.send("/mensen/nieuw", new(house, role="steering", neighbourhood=ids[0]), status=422)
    admin.send("/mensen/nieuw", new(house, neighbourhood=ids[0]))
    with app.app_context():
        held = person_of("joris@warmewijk.example").memberships
        assert [one.neighbourhood_id for one in held] == [ids[0]]


def test_the_last_role_switches_the_account_off_and_a_new_one_on(app, admin, house, client_of):
    admin.send("/mensen/nieuw", new(house))
    with app.app_context():
        person = person_of("joris@warmewijk.example")
        person_id, role_id = person.id, person.memberships[0].id
    joris = client_of(person_id)
    assert joris.get("/dossiers").status_code == 200
    admin.send(f"/mensen/rol/{role_id}/einde")
    assert joris.get("/dossiers").status_code == 302
    assert admin.post(f"/mensen/{person_id}/nieuwe-link").status_code == 404
    admin.send("/mensen/nieuw", new(house))
    assert joris.get("/dossiers").status_code == 302, "a session of before opens nothing"
    assert client_of(person_id).get("/dossiers").status_code == 200


def test_a_role_that_ended_already_is_not_there(app, admin, house):
    admin.send("/mensen/nieuw", new(house))
    with app.app_context():
        role_id = person_of("joris@warmewijk.example").memberships[0].id
    admin.send(f"/mensen/rol/{role_id}/einde")
    assert admin.post(f"/mensen/rol/{role_id}/einde").status_code == 404


def test_the_last_administrator_stays(app, admin):
    with app.app_context():
        role_id = session().scalars(select(Membership.id).filter_by(role="admin")).one()
    page = admin.send(f"/mensen/rol/{role_id}/einde", status=422)
    assert page.select_one(".refusal")
    assert admin.get("/mensen").status_code == 200


def test_an_organisation_comes_in_and_can_be_chosen(app, admin):
    admin.send("/mensen/organisatie", {"name": "OCMW Testgem", "kind": "partner"})
    with app.app_context():
        firm = session().scalars(select(Organisation).filter_by(kind="partner")).one()
    admin.send("/mensen/nieuw", new(firm.id, role="partner"))
    assert admin.page("/mensen").says("OCMW Testgem")
    admin.send("/mensen/organisatie", {"name": "", "kind": "contractor"}, status=422)


def test_people_of_another_municipality_are_not_there(app, given, admin, house):
    with given() as make:
        other = make.member(
            Role.ADVISOR, make.organisation("energy_house", municipality_id=make.municipality().id)
        )
        ids = other.id, other.memberships[0].id, other.memberships[0].organisation_id
    assert admin.post(f"/mensen/{ids[0]}/nieuwe-link").status_code == 404
    assert admin.post(f"/mensen/rol/{ids[1]}/einde").status_code == 404
    admin.send("/mensen/nieuw", new(ids[2]), status=422)
