"""Somebody with two roles: each opens its own rows, and never those that the other one shows."""

import pytest
from sqlalchemy import select

from renogroep.infra import db
from renogroep.infra.access import May, Role, may, may_in
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.reports.presenters import funnel
from renogroep.tenders.models import Package


@pytest.fixture
def places(given):
    """Two neighbourhoods, a draft in each: {neighbourhood id: package id}."""
    with given() as make:
        rows = [make.neighbourhood(), make.neighbourhood()]
        return {row.id: make.package(neighbourhood=row, state="draft").id for row in rows}


@pytest.fixture
def with_roles(given, client_of):
    """The browser of somebody with a role in one place and another role elsewhere."""

    def browser(first, place, other, elsewhere=None):
        with given() as make:
            person = make.member(first, neighbourhood_id=place)
            person_id = make.also(person, other, elsewhere).id
        return client_of(person_id)

    return browser


def test_a_lead_elsewhere_who_watches_all_edits_nothing_here(app, places, with_roles):
    first, second = places
    client = with_roles(Role.LEAD, second, Role.ALDERMAN)
    assert client.get(f"/wijken/{second}").status_code == 200
    assert client.get(f"/wijken/{first}").status_code == 404
    assert client.post(f"/wijken/{first}", data={"name": "Anders"}).status_code == 404
    with app.app_context():
        assert "Anders" not in db.session().scalars(select(Neighbourhood.name)).all()


def test_a_package_is_read_everywhere_and_worked_on_only_where_one_leads(places, with_roles):
    first, second = places
    client = with_roles(Role.LEAD, second, Role.ALDERMAN)
    for place, manages in ((first, False), (second, True)):
        page = client.page(f"/pakketten/{places[place]}")
        assert bool(page.select(f"a[href='/pakketten/{places[place]}/gegevens']")) is manages
        answer = client.get(f"/pakketten/{places[place]}/gegevens")
        assert answer.status_code == (200 if manages else 404)


@pytest.fixture
def asked(app, client_of):
    """``asked(client, work)``: what ``work`` says in a request of this reader."""

    def ask(client, work):
        with client.session_transaction() as cookie:
            kept = dict(cookie)
        with app.test_request_context():
            from flask import session

            session.update(kept)
            return work()

    return ask


@pytest.mark.parametrize(
    ("working", "watching", "permission"),
    [
        (Role.ADVISOR, Role.DESK, May.CASE_SENSITIVE),
        (Role.LEAD, Role.ALDERMAN, May.QUOTES_AWARD),
        (Role.LEAD, Role.ALDERMAN, May.HOMES_COUNT),
        (Role.TEAM_LEAD, Role.STEERING, May.HOMES_COUNT),
    ],
)
def test_what_a_role_elsewhere_shows_stays_there(
    places, with_roles, asked, working, watching, permission
):
    first, second = places
    client = with_roles(working, second, watching)
    assert asked(client, lambda: may(permission))
    assert asked(client, lambda: [may_in(permission, one) for one in (first, second)]) == [
        False,
        True,
    ]
    assert not asked(client, lambda: may_in(permission, None))


def test_small_counts_are_hidden_where_one_only_watches(places, with_roles, asked, monkeypatch):
    first, second = places
    client = with_roles(Role.LEAD, second, Role.ALDERMAN)
    told = []
    monkeypatch.setattr(
        funnel, "figures", lambda ways, cuts, *, only_watching: told.append(only_watching)
    )

    def work():
        for place in (first, second):
            funnel.figures_of(db.session(), db.session().get_one(Package, places[place]))

    asked(client, work)
    assert told == [True, False]


def test_a_stranger_may_nothing(app):
    with app.test_request_context():
        assert not may(May.CASE_SEE)
        assert not may_in(May.CASE_SEE, 1)
