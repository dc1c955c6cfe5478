"""A lead adds a contractor, whose first user gets a mail to sign in."""

import re

import pytest
from sqlalchemy import func, select

from renogroep.identity.models import Membership, Organisation
from renogroep.identity.queries import own_account
from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.infra.outbox import OutboxMessage

FORM = {
    "name": "Gevelwerken Peeters",
    "company_number": "BE 0566.988.259",
    "person": "Els Peeters",
    "email": "els@peeters.example",
}


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def test_a_firm_comes_in_with_a_user_and_a_mail(app, lead, client):
    lead.send("/aannemers/nieuw", FORM)
    with app.app_context():
        firm = db.session.scalars(select(Organisation).filter_by(kind="contractor")).one()
        assert firm.company_number == "0566.988.259"
        member = db.session.scalars(select(Membership).filter_by(organisation_id=firm.id)).one()
        assert member.role == "contractor_owner"
        assert own_account(db.session, member.person_id)
        mail = db.session.scalars(select(OutboxMessage)).one()
    assert mail.address == "els@peeters.example"
    token = re.search(r"/l/(\S+)", mail.body).group(1)
    assert client.post(f"/l/{token}").status_code == 302
    assert lead.page("/aannemers").says("Els Peeters")


@pytest.mark.parametrize("number", ["0566.988.258", "123", "2566988259", "O566988259", "x" * 39])
def test_a_number_that_cannot_exist_is_refused_in_words(app, lead, number):
    page = lead.send("/aannemers/nieuw", {**FORM, "company_number": number}, status=422)
    assert number[:40] in page.select_one(".refusal").text
    assert page.select_one("#name")["value"] == FORM["name"]
    with app.app_context():
        assert not db.session.scalars(select(Organisation).filter_by(kind="contractor")).all()


def test_who_works_for_a_firm_elsewhere_is_asked_to_work_here_too(app, given, lead):
    with given() as make:
        make._municipality = make.municipality(name="Elders", slug="elders")
        make.member(Role.CONTRACTOR_OWNER, email=FORM["email"])
    lead.send("/aannemers/nieuw", FORM)
    with app.app_context():
        firm = db.session.scalars(select(Organisation).filter_by(name=FORM["name"])).one()
        member = db.session.scalars(select(Membership).filter_by(organisation_id=firm.id)).one()
        assert own_account(db.session, member.person_id) is None  # not before they say yes
        mail = db.session.scalars(select(OutboxMessage)).one()
    assert mail.address == FORM["email"]
    assert mail.key.startswith("member_join:")
    lead.send(f"/aannemers/{firm.id}/nieuwe-link", {})
    with app.app_context():
        again = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [row.key.partition(":")[0] for row in again] == ["member_join", "member_join"]


def test_the_same_firm_or_the_same_user_twice_is_refused(app, lead):
    lead.send("/aannemers/nieuw", FORM)
    lead.send("/aannemers/nieuw", {**FORM, "email": "an@peeters.example"}, status=422)
    lead.send("/aannemers/nieuw", {**FORM, "company_number": "1000.000.120"}, status=422)
    with app.app_context():
        firms = select(func.count()).select_from(Organisation).filter_by(kind="contractor")
        assert db.session.scalar(firms) == 1
        assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


@pytest.mark.parametrize("field", ["name", "company_number", "person", "email"])
def test_what_must_be_filled_in(lead, field):
    page = lead.send("/aannemers/nieuw", {**FORM, field: " "}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")


def test_a_new_link_when_the_first_is_too_old(app, given, lead):
    with given() as make:
        firm = make.firm("Ramen bv")
        make.member(Role.CONTRACTOR, firm)
        id = firm.id
    lead.send(f"/aannemers/{id}/nieuwe-link")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_only_our_own_contractors(given, lead):
    with given() as make:
        office = make.organisation("energy_house").id
        other = make.firm(municipality_id=make.municipality().id).id
    for id in (office, other):
        assert lead.post(f"/aannemers/{id}/nieuwe-link").status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CONTRACTOR])
def test_others_do_not_add_contractors(client_as, role):
    client = client_as(role)
    assert client.get("/aannemers").status_code == 403
    assert client.post("/aannemers/nieuw", data=FORM).status_code == 403


@pytest.mark.parametrize("field", ["name", "person", "company_number", "email", "phone"])
def test_a_value_of_pages_long_is_refused_in_words(lead, field):
    long = "x" * 5_000 + ("@firma.be" if field == "email" else "")
    page = lead.send("/aannemers/nieuw", {**FORM, field: long}, status=422)
    assert page.select_one(f".error-summary a[href='#{field}']")


def test_a_firm_that_is_sent_twice_is_made_once(app, lead):
    lead.send("/aannemers/nieuw", FORM)
    assert lead.send("/aannemers/nieuw", FORM, status=422).select_one(".refusal")
