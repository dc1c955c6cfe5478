"""A lead closes a lot when its works are over, from the page of the package."""

import pytest

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.tenders.models import Lot
from tests.support.make_orders import open_wave, ready_to_order


@pytest.fixture
def works(given):
    """A lot in the works; gives its id, its package and a function that sets the state of its round."""
    with given() as make:
        example = ready_to_order(make)
        wave, _ = open_wave(make, example)
        wave.state, example.lot.state = "executing", "executing"
        lot_id, package_id, wave_id, kind = (
            example.lot.id,
            example.lot.package_id,
            wave.id,
            type(wave),
        )

    def now(state):
        with given() as make:
            make.session.get(kind, wave_id).state = state

    return lot_id, package_id, now


def state(app, lot_id):
    with app.app_context():
        return db.session.get(Lot, lot_id).state


def test_the_lead_closes_a_lot_whose_rounds_are_over(app, client_as, works):
    lot_id, package_id, now = works
    lead = client_as(Role.LEAD)
    url = f"/percelen/{lot_id}/afsluiten"
    assert lead.page(f"/pakketten/{package_id}").select(f"a[href='{url}']")
    now("done")
    assert lead.page(url).select_one("main form[method=post]")
    lead.send(url)
    assert state(app, lot_id) == "closed"
    assert not lead.page(url).select_one("main form[method=post]")
    lead.send(url)  # pressed twice: closed once
    assert state(app, lot_id) == "closed"


def test_a_lot_with_a_round_going_on_is_not_closed_and_says_what_to_do(app, client_as, works):
    lot_id, _, _ = works
    lead = client_as(Role.LEAD)
    url = f"/percelen/{lot_id}/afsluiten"
    page = lead.page(url)
    assert not page.select_one("main form[method=post]")
    assert page.select_one(f"main a[href='/percelen/{lot_id}/bestellingen']")
    assert lead.send(url, status=422).select_one(".refusal")
    assert state(app, lot_id) == "executing"


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CONTRACTOR, Role.ALDERMAN])
def test_only_a_lead_closes(client_as, works, role):
    client = client_as(role)
    assert client.get(f"/percelen/{works[0]}/afsluiten").status_code == 403
    assert client.post(f"/percelen/{works[0]}/afsluiten").status_code == 403


def test_another_neighbourhood_is_not_found(given, client_of, works):
    with given() as make:
        other = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
    assert client_of(other).get(f"/percelen/{works[0]}/afsluiten").status_code == 404
    assert client_of(other).post(f"/percelen/{works[0]}/afsluiten").status_code == 404
