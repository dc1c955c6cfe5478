"""How an owner is reached changes; old links stop; two rows become one; somebody is forgotten."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Person, SignedLink
from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners.models import Case, MergeRecord
from tests.support.make import NOW


@pytest.fixture
def case_id(given):
    with given() as make:
        person = make.person("An Verlinden", email="an@example.org")
        return make.case(make.dwelling(), person).id


@pytest.fixture
def client(client_as):
    return client_as(Role.ADVISOR)


def person_of(case_id):
    return session().get_one(Case, case_id).person


def fields(page, **changed):
    from tests.support.html import form_values

    return {**form_values(page.select_one("main form[action$='/bewoner']")), **changed}


def newest_link(app):
    with app.app_context():
        mail = session().scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    return re.search(r"/l/\S+", mail.body).group()


def test_another_preferred_way_erases_nothing(app, client, case_id):
    url = f"/dossiers/{case_id}/bewoner"
    sent = fields(client.page(url), way="mobile", phone="0470 12 34 56", language="fr")
    client.send(url, sent)
    with app.app_context():
        person = person_of(case_id)
        assert (person.contact_way, person.email, person.language) == (
            "mobile",
            "an@example.org",
            "fr",
        )
        call = session().scalars(select(OutboxMessage)).one()
    assert (call.way, call.address) == ("call", person.phone)
    page = client.page(url)
    assert page.select_one("#email")["value"] == "an@example.org"
    assert page.select_one("#phone")["value"] == "0470 12 34 56"


def test_only_a_field_that_was_emptied_or_changed_ends_what_stood_there(app, client, case_id):
    url = f"/dossiers/{case_id}/bewoner"
    client.send(url, fields(client.page(url), phone="0470 12 34 56"))
    client.send(url, fields(client.page(url), email="nieuw@example.org", phone=""))
    with app.app_context():
        person = person_of(case_id)
        assert (person.email, person.phone) == ("nieuw@example.org", None)
        ended = [point.value for point in person.contact_points if point.ended_at]
        assert sorted(ended) == ["+32470123456", "an@example.org"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "#name"),
        ({"name": "x" * 5000}, "#name"),
        ({"way": "mobile", "phone": "geen nummer"}, "#phone"),
        ({"phone": "geen nummer"}, "#phone"),
        ({"way": "letter", "email": "geen adres"}, "#email"),
        ({"email": "geen adres"}, "#email"),
        ({"email": "x" * 5000 + "@example.org"}, "#email"),
        ({"way": "pigeon"}, "#way"),
        ({"language": "xx"}, "#language"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(app, client, case_id, changed, field):
    url = f"/dossiers/{case_id}/bewoner"
    page = client.send(url, fields(client.page(url), **changed), status=422)
    assert page.select_one(f"{field}-error")
    with app.app_context():
        assert person_of(case_id).email == "an@example.org"


def test_a_colleague_who_was_first_is_not_overwritten(app, client, case_id):
    url = f"/dossiers/{case_id}/bewoner"
    old = fields(client.page(url), name="Anna Verlinden")
    client.send(url, fields(client.page(url), name="An Verlinden-Maes"))
    page = client.send(url, old, status=409)
    assert page.select_one("#name")["value"] == "Anna Verlinden"
    with app.app_context():
        assert person_of(case_id).name == "An Verlinden-Maes"


def test_a_new_link_stops_the_old_ones(app, client, case_id):
    client.send(f"/dossiers/{case_id}/bewoner/nieuwe-link")
    first = newest_link(app)
    resident = app.test_client()
    assert resident.get(first).location == "/mijn-woning"
    with clock.frozen_at(NOW + timedelta(minutes=1)):
        client.send(f"/dossiers/{case_id}/bewoner/nieuwe-link")
    assert resident.get("/mijn-woning").status_code == 302
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(newest_link(app)).location == "/mijn-woning"
    client.send(f"/dossiers/{case_id}/bewoner/links-intrekken")
    assert app.test_client().get(newest_link(app)).status_code == 404


def test_another_address_stops_the_old_links_and_another_name_does_not(app, client, case_id):
    client.send(f"/dossiers/{case_id}/bewoner/nieuwe-link")
    link, url = newest_link(app), f"/dossiers/{case_id}/bewoner"
    client.send(url, fields(client.page(url), name="An V."))
    assert app.test_client().get(link).status_code == 302
    client.send(url, fields(client.page(url), email="nieuw@example.org"))
    assert app.test_client().get(link).status_code == 404


@pytest.fixture
def double(given, case_id):
    """The same person, come in twice."""
    with given() as make:
        other = make.person("An Verlinden", contact_way="mobile", email=None, phone="+32470123456")
        return make.case(make.dwelling(), other).id


def test_two_rows_become_one_only_with_a_tick(app, client, case_id, double):
    with app.app_context():
        keep, gone = person_of(case_id).id, person_of(double).id
    url = f"/dossiers/{case_id}/bewoner/samenvoegen/{gone}"
    with app.app_context():
        address = session().get_one(Case, double).dwelling.address.full
    assert client.page(f"/dossiers/{case_id}/bewoner").says(address)  # read before it is done
    client.send(url, status=422)
    client.send(url, {"sure": "yes"})
    with app.app_context():
        assert person_of(double).id == keep
        merged = session().scalars(select(MergeRecord)).one()
        assert (merged.old_id, merged.person_id, merged.case_ids) == (gone, keep, [double])
        row = session().get_one(Person, gone)
        assert (row.name, row.phone, row.erased_at is None) == ("–", None, False)
    client.send(url, {"sure": "yes"}, status=404)


def test_only_somebody_on_the_list_can_be_joined(given, client, case_id):
    with given() as make:
        stranger, colleague = make.person("Karel Peeters"), make.member(Role.DESK)
        ids = stranger.id, colleague.id
    for other in ids:
        client.send(f"/dossiers/{case_id}/bewoner/samenvoegen/{other}", {"sure": "yes"}, status=404)


def test_who_asks_to_be_forgotten_is(app, given, client, client_as, case_id):
    client.send(f"/dossiers/{case_id}/bewoner/nieuwe-link")
    with given() as make:
        make.session.add(
            OutboxMessage(
                municipality_id=make.home.id,
                key="told:1",
                way="mail",
                person_id=make.person().id,
                address="buur@example.org",
                language="nl",
                subject="Over An Verlinden",
                body="An Verlinden (an@example.org) heeft getekend.",
                created_at=make.session.scalars(select(SignedLink.created_at)).first(),
            )
        )
    url = f"/dossiers/{case_id}/bewoner/wissen"
    client.send(url, {"sure": "yes"}, status=403)
    team_lead = client_as(Role.TEAM_LEAD)
    team_lead.send(url, status=422)
    team_lead.send(url, {"sure": "yes"})
    with app.app_context():
        assert person_of(case_id).name == "–"
        assert session().scalars(select(SignedLink)).all() == []
        (told,) = session().scalars(select(OutboxMessage)).all()
        assert (told.subject, told.body) == ("Over –", "– (–) heeft getekend.")


@pytest.mark.parametrize("name", ["An", "An V"])
def test_forgetting_a_short_name_leaves_what_others_read_whole(
    app, given, client_as, case_id, name
):
    body = "Dag Hilde An Vos, de werken in de Anjerstraat beginnen bij An Verlinden.\n"
    with given() as make:
        make.session.get_one(Case, case_id).person.name = name
        make.session.add(
            OutboxMessage(
                municipality_id=make.home.id,
                key="told:1",
                way="mail",
                address="buur@example.org",
                language="nl",
                subject="Anjerstraat",
                body=body,
                created_at=NOW,
            )
        )
    client_as(Role.TEAM_LEAD).send(f"/dossiers/{case_id}/bewoner/wissen", {"sure": "yes"})
    with app.app_context():
        (told,) = session().scalars(select(OutboxMessage)).all()
        assert (told.subject, told.body) == ("Anjerstraat", body)


def test_another_neighbourhoods_owner_is_not_there(given, client_of, case_id):
    with given() as make:
        ann = make.member(Role.ADVISOR, neighbourhood_id=make.neighbourhood().id).id
    stranger = client_of(ann)
    assert stranger.get(f"/dossiers/{case_id}/bewoner").status_code == 404
    for act in ("nieuwe-link", "links-intrekken", "samenvoegen/1"):
        stranger.send(f"/dossiers/{case_id}/bewoner/{act}", {"sure": "yes"}, status=404)
