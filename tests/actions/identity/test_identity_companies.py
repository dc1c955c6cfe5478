"""One firm in two municipalities is one company, read only where its own people said so."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.identity.actions import companies, papers
from renogroep.identity.actions.contractors import add_contractor
from renogroep.identity.actions.people import create_organisation
from renogroep.identity.company_models import Company, CompanyPaper
from renogroep.identity.presenters.papers import shown_papers
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.papers import Paper, PaperKind
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from tests.support.make import TODAY

NUMBER = "0566.988.259"
OTHER = "0136.695.962"
INSURED = Paper(PaperKind.INSURANCE, TODAY + timedelta(days=30), "BA10")


def invited(session, home, typed=NUMBER, kind="contractor", name="Aerts"):
    row = create_organisation(
        session, municipality_id=home.id, kind=kind, name=name, company_number=typed, by=TICK
    )
    session.flush()
    return row


@pytest.fixture
def here(session, make):
    return invited(session, make.home)


@pytest.fixture
def there(session, make):
    return invited(session, make.municipality(), "BE 0566988259", name="Aerts nv")


def said(session, did):
    return session.scalars(select(AuditEvent).where(AuditEvent.did == did)).all()


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_known_number_is_the_same_company(session, here, there):
    assert here.company_id == there.company_id is not None
    company = session.scalars(select(Company)).one()
    assert (company.company_number, company.name) == (NUMBER, "Aerts")
    assert here.company_confirmed_at is there.company_confirmed_at is None


def test_an_invited_contractor_is_linked(session, make, here):
    firm = add_contractor(
        session,
        make.municipality().id,
        name="Aerts",
        company_number=NUMBER,
        phone="",
        person="Wim",
        email="wim@example.org",
        by=TICK,
    )
    assert firm.company_id == here.company_id


def test_only_contractors_are_companies(session, make):
    assert invited(session, make.home, kind="partner").company_id is None
    assert invited(session, make.home, "", kind="partner").company_id is None
    assert count(session, Company) == 0


def test_nobody_reads_papers_where_nobody_confirmed(session, here, there):
    companies.confirm_company(session, here, by=By(None, seen=here.version))
    papers.add_paper(session, here, INSURED, by=TICK)
    assert [row["note"] for row in shown_papers(session, here)] == ["BA10"]
    assert shown_papers(session, there) == []
    companies.confirm_company(session, there, by=TICK)
    assert shown_papers(session, there) == shown_papers(session, here)


def test_confirmed_twice_is_once(session, here):
    seen = By(None, seen=here.version)
    companies.confirm_company(session, here, by=seen)
    at = here.company_confirmed_at
    session.flush()
    companies.confirm_company(session, here, by=seen)
    assert here.company_confirmed_at == at
    assert len(said(session, Did.ORGANISATION_CONFIRMED)) == 1


def test_another_number_since_the_page_was_read_is_not_confirmed(session, here):
    seen = By(None, seen=here.version)
    companies.change_number(session, here, OTHER, by=TICK)
    session.flush()
    with pytest.raises(StaleDataError):
        companies.confirm_company(session, here, by=seen)
    assert here.company_confirmed_at is None


def test_without_a_number_nothing_is_confirmed(session, make):
    firm = make.organisation("contractor")
    with pytest.raises(Refused, match=r"^company\.none"):
        companies.confirm_company(session, firm, by=TICK)
    with pytest.raises(Refused, match=r"^company\.not_confirmed"):
        papers.add_paper(session, firm, INSURED, by=TICK)


def test_another_number_is_another_company_and_confirmed_anew(session, here, there):
    companies.confirm_company(session, here, by=TICK)
    companies.change_number(session, here, NUMBER, by=TICK)  # the same one changes nothing
    assert here.company_confirmed_at is not None
    papers.add_paper(session, here, INSURED, by=TICK)
    companies.change_number(session, here, OTHER, by=TICK)
    assert here.company_confirmed_at is None
    assert here.company_id != there.company_id
    assert shown_papers(session, here) == []
    (event,) = said(session, Did.ORGANISATION_NUMBER_CHANGED)
    assert event.facts == {"was_confirmed": True}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (OTHER, "organisation.known"),
        ("0566.988.258", "company_number.check_digits"),
        ("12", "company_number.shape"),
    ],
)
def test_a_number_that_cannot_be_changes_nothing(session, make, here, typed, code):
    invited(session, make.home, OTHER, name="Dhondt")
    with pytest.raises(Refused) as refused:
        companies.change_number(session, here, typed, by=TICK)
    assert refused.value.code == code
    assert here.company_number == NUMBER


def test_a_number_typed_on_an_old_page_changes_nothing(session, here):
    seen = By(None, seen=here.version)
    companies.change_number(session, here, OTHER, by=seen)
    session.flush()
    with pytest.raises(StaleDataError):
        companies.change_number(session, here, "1000.000.120", by=seen)


@pytest.fixture
def confirmed(session, here):
    companies.confirm_company(session, here, by=TICK)
    session.flush()
    return here


def test_a_paper_added_twice_is_one(session, confirmed):
    assert papers.add_paper(session, confirmed, INSURED, by=TICK) is papers.add_paper(
        session, confirmed, INSURED, by=TICK
    )
    (event,) = said(session, Did.PAPER_ADDED)
    assert event.municipality_id == confirmed.municipality_id
    assert "note" not in event.facts


def test_of_two_pages_one_changes_and_the_other_is_told(session, confirmed):
    row = papers.add_paper(session, confirmed, INSURED, by=TICK)
    seen = By(None, seen=row.version)
    longer = Paper(PaperKind.INSURANCE, TODAY + timedelta(days=400), "BA10")
    papers.change_paper(session, confirmed, row, longer, by=seen)
    session.flush()
    papers.change_paper(session, confirmed, row, longer, by=seen)  # pressed twice
    with pytest.raises(StaleDataError):
        papers.change_paper(session, confirmed, row, INSURED, by=seen)
    with pytest.raises(StaleDataError):
        papers.remove_paper(session, confirmed, row, by=seen)
    assert row.valid_until == longer.valid_until
    assert len(said(session, Did.PAPER_CHANGED)) == 1


def test_a_paper_goes_for_every_municipality(session, confirmed, there):
    companies.confirm_company(session, there, by=TICK)
    row = papers.add_paper(session, confirmed, INSURED, by=TICK)
    papers.remove_paper(session, there, row, by=By(None, seen=row.version))
    session.flush()
    assert shown_papers(session, confirmed) == []
    (event,) = said(session, Did.PAPER_REMOVED)
    assert event.municipality_id == there.municipality_id
    with pytest.raises(StaleDataError):
        papers.change_paper(session, confirmed, row, INSURED, by=TICK)


def test_a_day_that_is_over_is_refused_and_one_that_stays_is_not(session, confirmed, make):
    over = Paper(PaperKind.TAX, TODAY - timedelta(days=1))
    with pytest.raises(Refused, match=r"^paper\.over"):
        papers.add_paper(session, confirmed, over, by=TICK)
    row = make._add(
        CompanyPaper(company_id=confirmed.company_id, kind=over.kind, valid_until=over.valid_until)
    )
    papers.change_paper(
        session, confirmed, row, Paper(over.kind, over.valid_until, "nieuw gevraagd"), by=TICK
    )
    assert shown_papers(session, confirmed)[0]["over"]
    with pytest.raises(Refused, match=r"^paper\.far"):
        papers.change_paper(
            session, confirmed, row, Paper(over.kind, TODAY.replace(year=2206)), by=TICK
        )
