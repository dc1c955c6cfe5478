"""The administrator reads what would go before it goes; the privacy page says how long."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.identity.rules.events import Did
from renogroep.infra import upkeep
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent, record
from renogroep.infra.db import everywhere, session
from renogroep.web import jobs
from tests.support.make import NOW


@pytest.fixture
def old(given):
    with given() as make:
        person = make.person("Oude Bekende")
        record(make.session, Did.PERSON_CREATED, actor_id=None, subject=person)
        return person.id


def test_the_dry_run_changes_nothing_and_the_button_does(app, client_as, old):
    admin = client_as(Role.ADMIN)
    page = admin.page("/bewaren")
    assert page.says("Nothing would be warned or erased now.")
    with clock.frozen_at(NOW + timedelta(days=730)):
        assert admin.page("/bewaren").says("Warn and erase them now")
        admin.send("/bewaren", {})
        assert admin.page("/bewaren").says("People warned: 1.")
        admin.send("/bewaren", {})
        assert admin.page("/bewaren").says("People warned: 0.")


def test_the_night_does_it_by_itself(app, old):
    for days in (700, 730):
        with clock.frozen_at(NOW + timedelta(days=days)), app.test_request_context():
            jobs.night()
    with app.app_context():
        assert session().get(Person, old).erased_at is not None
        assert upkeep.last(session(), upkeep.NIGHT).at == NOW + timedelta(days=730)


def test_everybody_reads_how_long(client, old):
    page = client.page("/privacy")
    assert page.says("2 jaar")
    assert page.says("10 jaar")


def test_only_an_administrator_starts_it(client_as):
    assert client_as(Role.LEAD).post("/bewaren").status_code == 403


WHERE = {"postal_address": "Markt 1, 9999 Testgem", "contact": "privacy@testgem.example"}


def test_everybody_reads_who_answers_by_which_right_and_where_to_complain(app, client, client_as):
    admin = client_as(Role.ADMIN)
    for _ in range(2):
        admin.send("/bewaren/privacy", WHERE)
    with app.app_context(), everywhere() as across:
        said = across.scalars(
            select(AuditEvent.facts).where(AuditEvent.did == Did.MUNICIPALITY_PRIVACY_SET)
        ).all()
    assert said == [WHERE]
    assert admin.page("/bewaren").select_one("#contact")["value"] == WHERE["contact"]
    page = client.page("/privacy")
    for words in (*WHERE.values(), "6.1.a", "6.1.b", "6.1.e", "1210 Brussel", "1000 Brussel"):
        assert page.says(words), words


def test_half_an_answer_is_refused(client_as):
    admin = client_as(Role.ADMIN)
    page = admin.send("/bewaren/privacy", {**WHERE, "contact": ""}, status=422)
    assert page.select_one("#contact[aria-invalid='true']")
    assert page.select_one("#postal_address")["value"] == WHERE["postal_address"]
    assert client_as(Role.LEAD).post("/bewaren/privacy", data=WHERE).status_code == 403
