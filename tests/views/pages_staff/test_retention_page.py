"""The administrator reads what would go before it goes; the privacy page says how long."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.identity.rules.events import Did
from renogroep.infra import upkeep
from renogroep.infra.access import Role
from renogroep.infra.audit import record
from renogroep.infra.db import session
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
