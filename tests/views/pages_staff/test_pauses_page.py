"""During a pause everything is read, nothing changes, and nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Pause
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import session
from renogroep.neighbourhoods.models import Neighbourhood
from tests.support.make import NOW

WORDS = {"words": "Wij verhuizen.", "words_fr": "Nous déménageons.", "words_en": "We move."}
PLACE = {
    "name": "Bloemenwijk",
    "phone": "09 123 45 67",
    "story": "Samen beter wonen",
    "brand_colour": "#1f5a50",
    "accent_colour": "#b24a26",
}


def typed(moment):
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def a_pause(what="municipality:", start=NOW, end=NOW + timedelta(hours=2), **changed):
    return {"what": what, "starts_at": typed(start), "ends_at": typed(end), **WORDS, **changed}


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def places(app):
    with app.app_context():
        return [one.name for one in session().scalars(select(Neighbourhood))]


def test_what_is_sent_is_kept_in_words_and_not_in_the_database(app, lead, client):
    lead.send("/pauze", a_pause())
    answer = lead.post("/wijken/nieuw", data=PLACE)
    assert answer.status_code == 503
    assert "Samen beter wonen" in answer.text
    assert "We move." in answer.text
    assert "12:00" in answer.text or "11:00" in answer.text
    assert places(app) == []
    assert lead.get("/wijken").status_code == 200
    assert client.get("/").status_code == 200


def test_it_is_said_in_the_language_of_the_reader(app, lead):
    lead.send("/pauze", a_pause())
    lead.get("/pauze")  # reads what was done
    lead.get("/taal/fr")
    answer = lead.post("/wijken/nieuw", data=PLACE)
    assert "Nous déménageons." in answer.text


def test_afterwards_and_before_everything_works(app, lead):
    lead.send("/pauze", a_pause(start=NOW + timedelta(hours=1)))
    assert lead.post("/wijken/nieuw", data=PLACE).status_code == 303
    with clock.frozen_at(NOW + timedelta(hours=1)):
        assert lead.post("/wijken/nieuw", data={**PLACE, "name": "Twee"}).status_code == 503
    with clock.frozen_at(NOW + timedelta(hours=2)):
        lead.comes_back()
        assert lead.post("/wijken/nieuw", data={**PLACE, "name": "Drie"}).status_code == 303
    assert places(app) == ["Bloemenwijk", "Drie"]


def test_who_paused_signs_in_and_ends_it(app, lead, given):
    lead.send("/pauze", a_pause())
    lead.send("/afmelden", {})
    lead.comes_back()
    page = lead.page("/pauze")
    assert page.says("We move.")
    with app.app_context():
        row = session().scalars(select(Pause)).one()
    lead.send(f"/pauze/{row.id}/einde", {"version": row.version})
    lead.send(f"/pauze/{row.id}/einde", {"version": row.version})
    assert lead.post("/wijken/nieuw", data=PLACE).status_code == 303
    with app.app_context():
        did = session().scalars(select(AuditEvent.did).order_by(AuditEvent.id)).all()
    assert [one for one in did if one.startswith("pause.")] == ["pause.set", "pause.ended"]


def test_somebody_else_changed_it_first(app, lead):
    lead.send("/pauze", a_pause())
    with app.app_context():
        row = session().scalars(select(Pause)).one()
    lead.send(f"/pauze/{row.id}/einde", {"version": row.version + 1}, status=409)


def test_a_package_stands_still_and_its_neighbour_goes_on(app, lead, given):
    with given() as make:
        one, other = make.package(mode="procurement", lots=1), make.package(lots=1)
        one_id, other_id = one.id, other.id
    lead.send("/pauze", a_pause(what=f"package:{one_id}"))
    cancel = {"reason": "Te weinig woningen", "version": 1}
    stopped = lead.post(f"/pakketten/{one_id}/stoppen", data=cancel)
    went = lead.post(f"/pakketten/{other_id}/stoppen", data=cancel)
    assert (stopped.status_code, went.status_code) == (503, 303)


def test_a_firm_stands_still_and_the_lead_goes_on(app, lead, given, client_of):
    with given() as make:
        person = make.member(Role.CONTRACTOR)
        person_id, firm_id = person.id, person.memberships[0].organisation_id
    lead.send("/pauze", a_pause(what=f"organisation:{firm_id}"))
    firm = client_of(person_id)
    assert firm.post("/opdrachten/1/intrekken").status_code == 503
    assert firm.get("/vandaag").status_code == 200
    assert lead.post("/wijken/nieuw", data=PLACE).status_code == 303


def test_the_server_itself_is_for_an_administrator(app, lead, client_as, client, given):
    lead.send("/pauze", a_pause(what="installation:"), status=422)
    admin = client_as(Role.ADMIN)
    admin.send("/pauze", a_pause(what="installation:"))
    assert client.post("/aanmelden", data={"email": "x@y.be", "password": "z"}).status_code != 503
    assert client.post("/bel-mij", data={"phone": "0470 12 34 56"}).status_code == 503


def test_a_lead_of_one_neighbourhood_pauses_its_packages_only(app, given, client_of):
    with given() as make:
        mine, other = make.package(lots=1), make.package(lots=1)
        person = make.member(Role.LEAD, neighbourhood_id=mine.neighbourhood_id)
        ids, person_id = (mine.id, other.id), person.id
    lead = client_of(person_id)
    lead.send("/pauze", a_pause(), status=422)
    lead.send("/pauze", a_pause(what=f"package:{ids[1]}"), status=422)
    lead.send("/pauze", a_pause(what=f"package:{ids[0]}"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": typed(NOW - timedelta(hours=1))},
        {"starts_at": typed(NOW - timedelta(hours=2)), "ends_at": typed(NOW)},
        {"ends_at": typed(NOW + timedelta(days=32))},
        {"ends_at": "morgen"},
        {"words": ""},
        {"what": "package:987"},
    ],
)
def test_what_cannot_be_is_said_and_kept(app, lead, wrong):
    page = lead.send("/pauze", a_pause(**wrong), status=422)
    assert page.values()["words_en"] == "We move."
    with app.app_context():
        assert session().scalars(select(Pause)).all() == []
