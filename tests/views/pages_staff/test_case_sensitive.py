"""Who sees can, will and income: a matrix of every role against every sensitive field."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import GRANTS, May, Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.owners.actions import facts, routes
from renogroep.owners.models import Case, RouteDecision

SEES_CASE = {Role.ADVISOR, Role.TEAM_LEAD, Role.DESK}
SEES_SENSITIVE = {Role.ADVISOR, Role.TEAM_LEAD}


@pytest.fixture
def told(given):
    """A case whose owner told everything; gives its id and the sentences that must stay hidden."""
    with given() as make:
        ann = make.member(Role.ADVISOR)
        case = make.subscription(make.package()).case
        routes.record_answers(
            make.session,
            case,
            {2: ("within_1", ""), 4: ("dated", ""), 8: ("impossible", "SECRET NOTE")},
            by=By(ann.id),
        )
        facts.set_income(
            make.session,
            case,
            income_category=4,
            other_dwelling=True,
            life_event_on=None,
            by=By(ann.id),
        )
        decision = make.session.scalars(select(RouteDecision)).one()
        hidden = [decision.action["msgid"], decision.who["msgid"]]
        hidden += [row["msgid"] for row in decision.notes if not row["params"]]
        return case.id, hidden


def test_the_permission_table_says_the_same():
    assert GRANTS[May.CASE_SEE] == SEES_CASE
    assert GRANTS[May.CASE_SENSITIVE] == SEES_SENSITIVE


@pytest.mark.parametrize("role", list(Role))
def test_each_role_against_each_sensitive_field(client_as, told, role):
    case_id, hidden = told
    client = client_as(role)
    answer = client.get(f"/dossiers/{case_id}")
    assert answer.status_code == (200 if role in SEES_CASE else 403)
    marks = {
        "route": hidden[0],
        "who": hidden[1],
        "income": 'name="income-category"',
        "other home": 'name="income-other_dwelling"',
        "change in life": 'name="income-life_event_on"',
        "questions": "/kan-wil",
        "override": "/andere-route",
    }
    shown = {name for name, mark in marks.items() if mark in answer.text}
    assert shown == (set(marks) if role in SEES_SENSITIVE else set())
    questions = client.get(f"/dossiers/{case_id}/kan-wil")
    assert questions.status_code == (200 if role in SEES_SENSITIVE else 403)
    assert ("SECRET NOTE" in questions.text) == (role in SEES_SENSITIVE)


@pytest.mark.parametrize("role", [Role.DESK, Role.LEAD])
@pytest.mark.parametrize("part", ["kan-wil", "inkomen", "andere-route", "gevaar-voorbij"])
def test_nobody_else_changes_them(client_as, told, role, part):
    client_as(role).send(f"/dossiers/{told[0]}/{part}", {}, status=403)


@pytest.mark.parametrize("role", sorted(SEES_CASE))
def test_everybody_on_the_case_reads_danger_and_an_advisor_ends_it(given, client_as, told, role):
    with given() as make:
        make.session.get_one(Case, told[0]).danger = True
    text = client_as(role).get(f"/dossiers/{told[0]}").text
    assert "Acute danger" in text
    assert ("/gevaar-voorbij" in text) == (role in SEES_SENSITIVE)


@pytest.mark.parametrize("page", ["/vandaag", "/dossiers"])
def test_the_desk_sees_no_route_on_other_pages(client_as, told, page):
    text = client_as(Role.DESK).get(page).text
    assert not [words for words in told[1] if words in text]


def reads(app, did="case.sensitive_read"):
    with app.app_context():
        statement = select(AuditEvent).where(AuditEvent.did == did)
        return [row.subject_id for row in db.session.scalars(statement)]


@pytest.mark.parametrize(
    ("role", "path", "did"),
    [
        (Role.ADVISOR, "", "case.sensitive_read"),
        (Role.ADVISOR, "/kan-wil", "case.sensitive_read"),
        (Role.DESK, "", "case.read"),
    ],
)
def test_looking_at_a_case_leaves_a_trace(app, client_as, told, role, path, did):
    client_as(role).page(f"/dossiers/{told[0]}{path}")
    found = {kind: reads(app, kind) for kind in ("case.sensitive_read", "case.read")}
    assert found.pop(did) == [told[0]]
    assert list(found.values()) == [[]]


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.DESK])
def test_the_list_leaves_a_trace_of_whose_names_were_read(app, client_as, told, role):
    client = client_as(role)
    client.page("/dossiers?stapel=all&zoek=NOBODY")
    client.page("/dossiers?stapel=all")
    with app.app_context():
        events = db.session.scalars(
            select(AuditEvent).where(AuditEvent.did == "caseload.read")
        ).all()
    assert [event.facts for event in events] == [{"cases": [told[0]]}]
    assert reads(app) == []
