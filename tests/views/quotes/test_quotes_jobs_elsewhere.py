"""A firm of two municipalities finds the jobs of both on one page, and opens each where it is."""

import pytest

from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import transaction
from renogroep.quotes.models import Invitation
from tests.support.make_jobs import open_request
from tests.support.municipalities import enter, municipality_of, works_for_two


def job(make, municipality_id, firm_id, person_id, title):
    """A request that a firm was invited for: its address."""
    neighbourhood = make.neighbourhood(municipality_id=municipality_id)
    package = make.package(lots=0, neighbourhood=neighbourhood)
    lot = make.lot(package, title=title, municipality_id=municipality_id)
    request = open_request(make, lot)
    make._add(
        Invitation(
            municipality_id=municipality_id,
            lot_id=lot.id,
            organisation_id=firm_id,
            invited_at=request.opened_for_quotes_at,
            invited_by=person_id,
        )
    )
    return f"/opdrachten/{request.id}"


def world(given, host=None):
    """(the two people of one human, the job here, the job there)"""
    with given() as make:
        two = works_for_two(make, Role.CONTRACTOR, host=host)
        firms = [
            make.session.get_one(Person, key).memberships[0].organisation_id
            for key in (two.here, two.there)
        ]
        here = job(make, two.home, firms[0], two.here, "Gevels van hier")
        there = job(make, two.away, firms[1], two.there, "Daken van daar")
        job(make, two.away, make.firm(municipality_id=two.away).id, two.there, "Van een ander")
    return two, here, there


@pytest.fixture
def both(given):
    return world(given)


def test_each_job_stands_under_its_municipality(app, both):
    client = enter(app.test_client())
    page = client.page("/opdrachten")
    assert [one.text for one in page.select("main h2")] == ["Testgem", "Zulgem"]
    rows = [row.select_one("th").text for row in page.select("tbody tr")]
    assert ["Gevels" in rows[0], "Daken" in rows[1], len(rows)] == [True, True, 2]


def test_a_job_of_the_other_municipality_opens_through_the_switch(app, both):
    two, here, there = both
    client = enter(app.test_client())
    assert client.get(there).status_code == 404  # not before
    page = client.page("/opdrachten")
    (form,) = [one for one in page.select("main form") if one.select("[name=next]")]
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    answer = client.post(form["action"], data=fields)
    assert answer.location == there
    assert municipality_of(app, client) == two.away
    assert client.page(there).says("Daken van daar")
    assert client.get(here).status_code == 404


def test_at_another_front_door_it_opens_there(app, given):
    _, _, there = world(given, host="wijk.zulgem.example")
    page = enter(app.test_client()).page("/opdrachten")
    (link,) = [a["href"] for a in page.select("main a") if "wijk.zulgem.example" in a["href"]]
    assert link.endswith(f"next={there.replace('/', '%2F')}")


def test_who_works_for_one_municipality_sees_its_jobs_alone(app, given, both, client_of):
    with given() as make:
        person = make.session.get_one(Person, both[0].here)
        colleague = make.member(Role.CONTRACTOR, person.memberships[0].organisation).id
    page = client_of(colleague).page("/opdrachten")
    assert page.select("main h2") == []
    assert page.says("Gevels van hier")
    assert not page.says("Daken van daar")


def test_a_link_of_one_municipality_shows_nothing_of_the_other(app, both):
    with app.app_context(), transaction() as current:
        person = current.get_one(Person, both[0].there)
        token = keys.make_link(current, person=person, purpose="sign_in", by=TICK)
    client = app.test_client()
    client.post(f"/l/{token}")
    page = client.page("/opdrachten")
    assert page.says("Daken van daar")
    assert not page.says("Gevels van hier")
