"""The log: found by case, person, package, kind and day; whoever reads it stands in it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.names import sort_key
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent, record
from renogroep.infra.db import db
from renogroep.journeys.queries.log_search import PAGE
from renogroep.owners.rules.events import Did as CaseDid
from renogroep.tenders.rules.events import Did as TenderDid
from tests.support.make import NOW


@pytest.fixture
def world(given):
    """A case that An worked on and Bert looked in, and a package of An."""
    with given() as make:
        case = make.case()
        package = make.package()
        an = make.member(Role.ADVISOR, name="An Peeters")
        bert = make.member(Role.ADVISOR, name="Bert %_Maes")
        record(make.session, CaseDid.CASE_CHANGED, actor_id=an.id, subject=case)
        record(make.session, CaseDid.CASE_READ, actor_id=bert.id, subject=case)
        record(make.session, TenderDid.PACKAGE_CLOSED, actor_id=an.id, subject=package)
        with clock.frozen_at(NOW - timedelta(days=1)):
            record(make.session, CaseDid.CASE_CHANGED, actor_id=None, subject=package)
        return {"case": case.id, "package": package.id, "an": an.id}


READ, CHANGED, CLOSED = "Case with sensitive answers looked at", "Case changed", "Package closed"


def found(page):
    return [cell.get_text() for cell in page.select("tbody td:nth-of-type(2)")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("case={case}", [READ, CHANGED]),
        ("case={case}&looked=y", [READ]),
        ("person=an+pee", [CLOSED, CHANGED]),
        ("person={an}", [CLOSED, CHANGED]),
        ("person=%25_", [READ]),
        ("person=niemand", []),
        ("package={package}&kind=package.closed", [CLOSED]),
        ("kind=case.sensitive_read", [READ]),
        ("day=2026-11-22", [CHANGED]),
        ("day=21/11/2026", []),
        ("case=999999999", []),
    ],
)
def test_what_is_looked_for_is_found(world, client_as, asked, expected):
    page = client_as(Role.ADMIN).page("/logboek?" + asked.format(**world))
    assert found(page) == expected


def test_what_happened_stands_in_the_words_of_the_reader(world, given, client_of):
    with given() as make:
        admin = make.member(Role.ADMIN, language="nl").id
    client = client_of(admin)
    client.get("/taal/nl")
    page = client.page(f"/logboek?case={world['case']}")
    assert found(page) == ["Dossier met gevoelige antwoorden bekeken", "Dossier gewijzigd"]
    kinds = [option.get_text() for option in page.select("select[name=kind] option")]
    assert kinds[1:] == sorted(kinds[1:], key=sort_key)
    assert "Dossier gewijzigd" in kinds


def test_who_looked_in_this_case_is_one_click(world, client_as):
    admin = client_as(Role.ADMIN)
    page = admin.page(f"/logboek?case={world['case']}")
    link = page.select_one("main a[href*='looked=y']")["href"]
    # Whoever read the log of this case stands in it too.
    assert found(admin.page(link)) == ["Log looked at", READ]


def test_reading_is_recorded_without_what_was_typed(world, client_as, app):
    client_as(Role.ADMIN).page("/logboek?person=an+pee&looked=y&day=2026-11-23")
    with app.app_context():
        row = db.session.scalars(select(AuditEvent).where(AuditEvent.did == "audit.read")).one()
    assert row.actor_id is not None
    assert row.facts == {"people": [world["an"]], "looked": True, "day": "2026-11-23"}


@pytest.mark.parametrize(
    "asked",
    ["case=x", "case=-1", "case=1234567890", "day=31/02/2026", "kind=x", "package=x", "package=99"],
)
def test_a_question_that_is_none_says_so_and_reads_nothing(world, client_as, asked):
    answer = client_as(Role.ADMIN).get(f"/logboek?{asked}")
    assert answer.status_code == 422
    assert f"{CHANGED}</td>" not in answer.text


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADVISOR, Role.TEAM_LEAD])
def test_nobody_else_reads_it(client_as, role):
    assert client_as(role).get("/logboek").status_code == 403


def test_another_municipality_reads_its_own(world, given, client_of):
    with given() as make:
        make._municipality = make.municipality(slug="elders", email="wonen@elders.example")
        stranger = make.member(Role.ADMIN).id
    page = client_of(stranger).page(f"/logboek?case={world['case']}")
    assert found(page) == []
    page = client_of(stranger).page("/logboek?person=an+pee")
    assert found(page) == []


def test_a_long_log_comes_in_pages(given, client_as):
    with given() as make:
        case = make.case()
        for _ in range(PAGE + 3):
            record(make.session, CaseDid.CASE_SEEN, actor_id=None, subject=case)
    admin = client_as(Role.ADMIN)
    first = admin.page("/logboek?kind=case.read")
    assert len(found(first)) == PAGE
    second = admin.page(first.select_one("main a[href*='before=']")["href"])
    assert len(found(second)) == 3
    assert second.select_one("main a[href*='before=']") is None
