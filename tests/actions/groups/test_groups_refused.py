"""Groups and requests that cannot be made: each says why, and nothing is asked."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.actions import bundling
from renogroep.groups.actions.requests import open_requests
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from tests.support.make import TODAY
from tests.support.make_groups import street_of_homes

LATER = clock.at_local(TODAY + timedelta(days=30))


@pytest.fixture
def by(make):
    return By(make.member(Role.LEAD).id)


@pytest.fixture
def package(make):
    return make.package(min_group=2, max_group=4)


def refused(code):
    return pytest.raises(Refused, match=f"^{code}:".replace(".", r"\."))


def moved(session, run, home, by):
    bundling.move_member(
        session, run, subscription_id=home.id, to_group_id=None, reason="Verhuist", by=by
    )


def test_a_home_moves_in_the_groups_of_now(session, make, package, by):
    home, _ = street_of_homes(make, package, "2 4")
    old, new = (bundling.bundle(session, package, by=by) for _ in range(2))
    with refused("groups.old_run"):
        moved(session, old, home, by)
    moved(session, new, home, by)


def test_a_home_that_fits_no_more_does_not_move(session, make, package, by):
    home, _ = street_of_homes(make, package, "2 4")
    run = bundling.bundle(session, package, by=by)
    home.state = "not_fit"
    with refused("groups.not_screened"):
        moved(session, run, home, by)


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_prices_are_asked_for_an_open_package(session, make, by, state):
    lot = make.package(state=state).lots[0]
    with refused("request.not_published"):
        open_requests(session, lot, deadline=LATER, by=by)


def test_a_procurement_is_asked_for_a_number_of_homes(session, make, by):
    package = make.package(mode="procurement")
    street_of_homes(make, package, "2 4")
    for scenario in list(package.scenarios):
        session.delete(scenario)
    session.flush()
    session.refresh(package)
    with refused("request.no_scenario"):
        open_requests(session, package.lots[0], deadline=LATER, by=by)


def test_some_home_in_the_groups_wants_the_works(session, make, package, by):
    """Everybody in the groups stopped; the two who came in later are in none."""
    homes = street_of_homes(make, package, "2 4")
    bundling.bundle(session, package, by=by)
    for home in homes:
        home.state = "withdrawn"
    street_of_homes(make, package, "6 8", street="Lindestraat")
    with refused("request.no_homes_in_groups"):
        open_requests(session, package.lots[0], deadline=LATER, by=by)
