"""On one address for several municipalities each page is of the right one."""

from datetime import timedelta

import pytest
from flask import request_finished
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import keys, passwords
from renogroep.identity.models import Municipality, Person
from renogroep.identity.queries import own_account
from renogroep.infra import tenant
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import session, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.tenant import NoTenant, TenantChanged
from renogroep.journeys.models import CaseStage
from renogroep.owners.models import CallRequest
from renogroep.subscriptions.actions.asking import CONFIRM
from renogroep.subscriptions.actions.codes import make_code
from renogroep.subscriptions.rules.codes import CodeKind
from renogroep.web import jobs
from tests.support.signing_in import reader_of

DATABASES = ("sqlite",)
PASSWORD = "een lang genoeg wachtwoord"
OTHER_HOST = "twee.example"


class Two:
    """The first municipality answers on the shared address; the second has a name of its own too."""

    def __init__(self, make):
        self.first = make.municipality(slug="een").id
        second = make.municipality(slug="twee", host=OTHER_HOST)
        self.second = second.id
        make._municipality = second
        person = make.member(Role.LEAD, email="lead@twee.example")
        passwords.set_password(
            make.session, own_account(make.session, person.id), PASSWORD, by=By(person.id)
        )
        self.lead = person.id
        self.link = keys.make_link(make.session, person=person, purpose="my_home", by=TICK)
        place = make.neighbourhood(slug="achterwijk", name="Achterwijk")
        self.package = make.package(neighbourhood=place).reference


@pytest.fixture
def two(given):
    with given() as make:
        return Two(make)


@pytest.fixture
def said(app):
    """Of which municipality each request was, at its end."""
    found = []
    with request_finished.connected_to(lambda *_, **__: found.append(tenant.current()), app):
        yield found


def test_the_first_page_is_of_the_front_door(client, two, said):
    client.get("/")
    client.get("/", base_url=f"http://{OTHER_HOST}")
    assert said == [two.first, two.second]


@pytest.mark.parametrize("page", ["/wijk/achterwijk", "/pakket/{package}", "/l/{link}"])
def test_a_page_that_names_something_is_of_what_it_names(client, two, said, page):
    assert client.get(page.format(package=two.package, link=two.link)).status_code in {200, 302}
    assert said == [two.second]


def test_who_signs_in_is_of_the_account(app, client, two, said):
    client.post("/aanmelden", data={"email": "Lead@twee.example", "password": PASSWORD})
    assert reader_of(app, client) == two.lead
    assert client.get("/vandaag").status_code == 200
    assert set(said) == {two.second}


def test_a_reader_on_the_front_page_of_another_sees_that_one(app, client_of, two, said):
    client = client_of(two.lead)
    assert client.get("/").status_code == 200
    assert client.post("/bel-mij", data={"phone": "0470 12 34 56"}).status_code == 303
    assert set(said) == {two.first}
    with app.app_context():
        assert session().scalars(select(CallRequest.municipality_id)).all() == [two.first]


def test_who_leaves_is_of_the_account(app, client_of, two, said):
    client = client_of(two.lead)
    client.post("/afmelden")
    assert reader_of(app, client) is None
    assert said == [two.second]


def test_a_code_of_a_letter_is_of_who_got_it(app, client, given, two, said):
    with given() as make:
        make._municipality = make.session.get_one(Municipality, two.second)
        row = make.subscription(make.package(), state="interested")
        code = make_code(
            make.session,
            person=row.person,
            purpose=CONFIRM,
            subject_id=row.id,
            kind=CodeKind.LETTER,
            expires_at=clock.now() + timedelta(days=14),
        )
    client.post("/bevestig", data={"code": code})
    assert said == [two.second]


def test_a_machine_page_is_of_nobody(client, two, said):
    assert client.get("/gezond").status_code == 200
    assert said == [None]


def test_what_a_request_said_ends_with_it(client, two):
    client.get("/")
    with tenant.afresh():
        client.get("/")
        assert tenant.current() is None


def test_every_municipality_has_its_tick_and_its_mails(app, given, two):
    with given() as make:
        for home in (two.second, two.first):
            make._municipality = make.session.get_one(Municipality, home)
            person = make.person(email=f"p{home}@example.org")
            make._add(
                OutboxMessage(
                    municipality_id=home,
                    key=f"k{home}",
                    way="mail",
                    channel="mail",
                    person_id=person.id,
                    address=str(person.email),
                    language="nl",
                    subject="S",
                    body="B",
                    created_at=clock.now(),
                    waits_since=clock.now(),
                    next_try_at=clock.now(),
                )
            )
            make.case()
    with tenant.afresh(), app.test_request_context():
        jobs.tick()
        jobs.night()
        assert jobs.deliver() == 2
    with app.app_context():
        assert set(session().scalars(select(OutboxMessage.state))) == {"sent"}
        homes = session().scalars(select(CaseStage.municipality_id)).all()
        assert sorted(homes) == [two.first, two.second]


def test_a_job_that_says_nothing_breaks(app, two):
    with tenant.afresh(), app.app_context(), pytest.raises(NoTenant):
        session().scalars(select(Person)).all()


def test_another_municipality_waits_for_the_end_of_a_transaction(app, two):
    with tenant.afresh(), app.app_context(), tenant.acting_for(two.first), transaction():
        with pytest.raises(TenantChanged), tenant.acting_for(two.second):
            pass
