"""A lead invites contractors, and before the opening sees only how many quotes are in."""

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.models import Invitation
from renogroep.tenders.models import Lot
from tests.support.english import english_pages  # noqa: F401
from tests.support.make_jobs import fields, job, typed


@pytest.fixture
def lot(given):
    with given() as make:
        return make.package().lots[0].id


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def firms(given, count=2):
    with given() as make:
        made = []
        for number in range(count):
            firm = make.firm(f"Bouw {number}")
            make.member(Role.CONTRACTOR, firm)
            made.append(firm.id)
        return made


def test_invited_firms_get_a_message_once(app, given, lead, lot):
    chosen = firms(given)
    for _ in range(2):
        lead.send(f"/percelen/{lot}/aannemers", {"firms": chosen})
    with app.app_context():
        assert len(db.session.scalars(select(Invitation)).all()) == 2
        mails = db.session.scalars(select(OutboxMessage)).all()
        assert len(mails) == 2
        assert all("/opdrachten" in mail.body for mail in mails)
        assert [e.did for e in db.session.scalars(select(AuditEvent))] == ["quote.invited"] * 2
    page = lead.page(f"/percelen/{lot}/aannemers")
    assert page.says("Bouw 0")
    assert page.select_one(".empty-state")  # nobody is left to invite


def test_a_firm_without_an_account_is_told_how_it_gets_one(app, given, lead, lot):
    with given() as make:
        chosen = make.firm("Bouw Nieuw", email="info@nieuw.example").id
    lead.send(f"/percelen/{lot}/aannemers", {"firms": [chosen]})
    with app.app_context():
        mail = db.session.scalars(select(OutboxMessage)).one()
        assert (mail.address, mail.person_id) == ("info@nieuw.example", None)
        assert "Uw bedrijf heeft hier nog geen account." in mail.body
        assert "/opdrachten" not in mail.body


def test_an_invited_firm_sees_the_job(given, client_of, lead):
    with given() as make:
        one = job(make)
        firm = make.firm()
        person = make.member(Role.CONTRACTOR, firm).id
        chosen = firm.id
    assert client_of(person).get(one.url).status_code == 404
    lead.send(f"/percelen/{one.lot_id}/aannemers", {"firms": [chosen]})
    client_of(person).page(one.url)


def test_nothing_chosen_is_said(lead, given, lot):
    firms(given)
    page = lead.send(f"/percelen/{lot}/aannemers", {}, status=422)
    assert page.select_one(".error-summary")


@pytest.mark.parametrize("kind", ["missing", "energy house", "inactive", "elsewhere"])
def test_only_active_contractors_of_this_municipality_are_invited(app, given, lead, lot, kind):
    with given() as make:
        if kind == "missing":
            chosen = 987654
        elif kind == "energy house":
            chosen = make.organisation("energy_house").id
        elif kind == "inactive":
            chosen = make.firm(active=False).id
        else:
            other = make.municipality()
            assert isinstance(other, Municipality)
            chosen = make.firm(municipality_id=other.id).id
    page = lead.send(f"/percelen/{lot}/aannemers", {"firms": [chosen]}, status=422)
    assert page.select_one(".refusal")
    with app.app_context():
        assert db.session.scalars(select(Invitation)).all() == []


@pytest.mark.parametrize("state", ["opened", "choosing", "ordering", "failed"])
def test_a_lot_that_takes_no_quotes_takes_no_firms(given, lead, lot, state):
    chosen = firms(given, 1)
    with given() as make:
        make.session.get(Lot, lot).state = state
    assert lead.send(f"/percelen/{lot}/aannemers", {"firms": chosen}, status=422).select_one(
        ".refusal"
    )


def test_after_the_deadline_nobody_is_invited(given, lead):
    chosen = firms(given, 1)
    with given() as make:
        one = job(make, deadline=clock.now().replace(year=2026, month=11, day=22))
    page = lead.send(f"/percelen/{one.lot_id}/aannemers", {"firms": chosen}, status=422)
    assert page.says("The deadline for quotes has passed")


def test_a_lead_sees_how_many_quotes_are_in_and_no_price(given, client_of, lead):
    with given() as make:
        one = job(make)
    firm = client_of(one.person_id)
    firm.send(
        f"{one.url}/invullen",
        fields(typed()) | {"version": "0", "revision": "1"},
    )
    assert count(lead, one) == "0"  # a draft is nobody's business
    firm.send(f"{one.url}/indienen", firm.page(f"{one.url}/indienen").values() | {"agreed": "y"})
    assert count(lead, one) == "1"
    assert "121" not in lead.page(f"/percelen/{one.lot_id}/aannemers").get_text()


def count(lead, one):
    page = lead.page(f"/percelen/{one.lot_id}/aannemers")
    return page.select("#asked tbody td")[-1].get_text(strip=True)


def test_a_lead_of_another_neighbourhood_or_municipality_finds_nothing(given, client_of, lot):
    with given() as make:
        elsewhere = make.neighbourhood()
        narrow = make.member(Role.LEAD, neighbourhood_id=elsewhere.id).id
        other = make.municipality()
        foreign = make.member(Role.LEAD, make.organisation(municipality_id=other.id)).id
    for person in (narrow, foreign):
        assert client_of(person).get(f"/percelen/{lot}/aannemers").status_code == 404
        assert client_of(person).post(f"/percelen/{lot}/aannemers").status_code == 404
