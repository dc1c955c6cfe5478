"""Who forgot a password gets a link by mail; whoever asks reads the same, account or not."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import passwords
from renogroep.identity.models import Account
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from tests.support.make import NOW

EMAIL, OLD, NEW = "baas@dak.example", "een zin van vroeger", "een zin van vandaag"
ASK, SENT = "/aanmelden/link", "/aanmelden/link/verstuurd"


@pytest.fixture
def firm(given):
    with given() as make:
        make.member(Role.CONTRACTOR_OWNER, email=EMAIL)
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, OLD, by=TICK)


def links(app):
    with app.app_context():
        rows = db.session().scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert {row.address for row in rows} <= {EMAIL}
        return [re.search(r"/l/\S+", row.body)[0] for row in rows]


@pytest.mark.parametrize("email", [EMAIL, EMAIL.upper(), "niemand@dak.example", "geen adres"])
def test_everybody_reads_the_same(app, client, firm, email):
    answer = client.post(ASK, data={"email": email})
    assert (answer.status_code, answer.location) == (303, SENT)
    assert client.get(SENT).status_code == 200
    assert len(links(app)) == (email.lower() == EMAIL)


def test_an_account_that_is_off_gets_no_mail(app, given, client, firm):
    with given() as make:
        make.session.scalars(select(Account)).one().active = False
    client.send(ASK, {"email": EMAIL})
    assert links(app) == []


def test_an_empty_form_says_what_is_missing(client, firm):
    assert client.send(ASK, {}, status=422).select("#email-error")


def test_it_leads_to_a_new_password_without_the_old_one_whoever_guesses(app, client, firm):
    for n in range(40):
        bad = {"email": EMAIL, "password": f"mis {n}"}
        app.test_client().post("/aanmelden", data=bad)
    client.send(ASK, {"email": EMAIL})
    link = links(app)[0]
    assert client.page(link).heading == "Sign in with this link"
    assert client.post(link).location == "/wachtwoord"
    client.send("/wachtwoord", {"password": NEW})
    with app.app_context():
        kept = db.session().scalars(select(Account.password_hash)).one()
    assert passwords.fits(kept, NEW)
    assert app.test_client().post(link).status_code == 404


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 404)])
def test_it_works_a_quarter_of_an_hour(app, client, firm, minutes, status):
    client.send(ASK, {"email": EMAIL})
    with clock.frozen_at(NOW + timedelta(minutes=minutes)):
        assert client.get(links(app)[0]).status_code == status


def test_a_mailbox_is_not_flooded_and_a_new_password_ends_the_other_links(app, client, firm):
    for _ in range(7):
        client.send(ASK, {"email": EMAIL})
    found = links(app)
    assert len(found) == 5
    client.post(found[0])
    client.send("/wachtwoord", {"password": NEW})
    assert [app.test_client().get(link).status_code for link in found[1:]] == [404] * 4
