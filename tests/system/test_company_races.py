"""Two at the same moment: one company for one number, and a firm that confirms once."""

from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from renogroep.identity.actions import companies, papers, people
from renogroep.identity.actions.people import create_organisation
from renogroep.identity.company_models import Company, CompanyPaper
from renogroep.identity.models import Organisation
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.papers import Paper, PaperKind
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from tests.support.make import TODAY
from tests.support.races import meet_after, together, unguarded

NUMBER = "0566.988.259"


@pytest.fixture
def homes(given):
    """Two municipalities."""
    with given() as make:
        return make.home.id, make.municipality().id


def invite(transaction, home):
    with transaction() as session:
        create_organisation(
            session,
            municipality_id=home,
            kind="contractor",
            name=f"Aerts {home}",
            company_number=NUMBER,
            by=TICK,
        )


def companies_there(app):
    with app.app_context():
        linked = db.session().scalars(select(Organisation.company_id)).all()
        return db.session().scalar(select(func.count()).select_from(Company)), linked


def test_two_municipalities_that_invite_one_number_find_one_company(app, homes, monkeypatch):
    monkeypatch.setattr(people, "check_free", meet_after(people.check_free))
    heard = together(app, *(partial(invite, db.transaction, home) for home in homes))
    assert heard == ["well", "well"]
    count, linked = companies_there(app)
    assert count == 1
    assert len(linked) == 2
    assert len(set(linked)) == 1


def test_control_who_looks_first_and_puts_afterwards_is_stopped_by_the_number(
    app, homes, monkeypatch
):
    """The unique number stands behind it: never two companies, but one of the two hears an error."""

    def look(session, number, _name):
        return session.scalar(select(Company).where(Company.company_number == number))

    look = meet_after(look)

    def put(session, number, name):
        if look(session, number, name) is None:
            session.add(Company(company_number=number, name=name))
            session.flush()

    crashed = []

    def tried(home):
        try:
            invite(unguarded, home)
        except IntegrityError:
            crashed.append(home)

    monkeypatch.setattr(companies, "_put_unless_there", put)
    heard = together(app, *(partial(tried, home) for home in homes))
    assert len(crashed) + heard.count("database error") == 1
    assert companies_there(app)[0] == 1


@pytest.fixture
def firm(app, homes):
    """Invited, and read by two of its people."""
    with app.app_context(), app.test_request_context():
        invite(db.transaction, homes[0])
        row = db.session().scalars(select(Organisation)).one()
        return row.id, row.version


def said(app, did):
    with app.app_context():
        return db.session().scalar(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.did == did)
        )


def test_two_people_of_the_firm_confirm_once(app, firm):
    key, version = firm

    def confirm():
        with db.transaction() as session:
            row = session.get_one(Organisation, key)
            companies.confirm_company(session, row, by=By(None, seen=version))

    assert together(app, confirm, confirm) == ["well", "well"]
    assert said(app, Did.ORGANISATION_CONFIRMED) == 1


def test_one_paper_that_two_people_add_is_one(app, firm):
    def add():
        with db.transaction() as session:
            row = session.get_one(Organisation, firm[0])
            companies.confirm_company(session, row, by=TICK)
            papers.add_paper(session, row, Paper(PaperKind.VCA, TODAY), by=TICK)

    assert together(app, add, add) == ["well", "well"]
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(CompanyPaper)) == 1
