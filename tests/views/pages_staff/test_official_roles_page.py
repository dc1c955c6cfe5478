"""An administrator says which role the official sign-in gives, and takes it back."""

import pytest
from sqlalchemy import select

from renogroep.identity.models import ClaimRole
from renogroep.infra.access import Role
from renogroep.infra.db import session

PAGE = "/instellingen/aanmelden"


@pytest.fixture
def admin(client_as):
    return client_as(Role.ADMIN)


@pytest.fixture
def house(given):
    with given() as make:
        return make.organisation("energy_house").id


def row(house, **changed):
    return {
        "code": "OVO002949",
        "claim": "Adviseur",
        "organisation": house,
        "role": "advisor",
        "neighbourhood": 0,
        **changed,
    }


def rows(app):
    with app.app_context():
        return [(one.code, one.claim, one.role) for one in session().scalars(select(ClaimRole))]


def test_a_row_comes_and_goes(app, admin, house):
    assert admin.page(PAGE).says("Nothing stands here yet")
    admin.send(PAGE, row(house))
    page = admin.page(PAGE)
    assert page.says("OVO002949")
    assert rows(app) == [("OVO002949", "Adviseur", "advisor")]
    (gone,) = [
        form["action"]
        for form in page.select("main form[action]")
        if form["action"].endswith("/weg")
    ]
    admin.send(gone)
    assert rows(app) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": ""}, "Enter the code"),
        ({"claim": "  "}, "Enter the role"),
        ({"role": "contractor"}, "Choose another role or organisation"),
        ({"neighbourhood": 999}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(app, admin, house, changed, words):
    page = admin.send(PAGE, row(house, **changed), status=422)
    assert page.says(words)
    assert rows(app) == []


def test_the_same_row_twice_is_refused(app, admin, house):
    admin.send(PAGE, row(house))
    assert admin.send(PAGE, row(house), status=422).says("in the list already")
    assert len(rows(app)) == 1


def test_nobody_maps_into_another_municipality(app, given, admin, house):
    with given() as make:
        make._municipality = make.municipality(slug="elders", email="wonen@elders.example")
        theirs = make.organisation("energy_house").id
    admin.send(PAGE, row(theirs), status=422)
    assert rows(app) == []
