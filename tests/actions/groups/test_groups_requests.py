"""What contractors price is made once, complete, without names, and never changes afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.groups import queries
from renogroep.groups.actions import bundling
from renogroep.groups.actions.requests import open_requests
from renogroep.groups.models import Request
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners.actions.facts import set_measures
from tests.support.make import NOW, TODAY
from tests.support.make_groups import street_of_homes

LATER = clock.at_local(TODAY + timedelta(days=30))


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD)


@pytest.fixture
def package(make):
    return make.package(min_group=2, max_group=4)


def totals(request):
    return {line.number: line.quantity for line in request.lines}


@pytest.fixture
def ask(session, lead):
    def open_lot(lot, deadline=LATER):
        return open_requests(session, lot, deadline=deadline, by=By(lead.id))

    return open_lot


def test_a_group_is_asked_for_what_its_homes_measure(session, make, lead, package, ask):
    street_of_homes(make, package, "2 4 6 10")
    bundling.bundle(session, package, by=By(lead.id))
    (request,) = ask(package.lots[0])
    assert (request.homes, request.runs) == (4, 2)
    assert totals(request) == {
        "01.01": Quantity.of(240),
        "01.02": Quantity.of(24),
        "01.03": Quantity.of(240),
        "02.01": Quantity.of(2),
        "02.02": Quantity.of(1),
    }
    assert [row.run_code for row in request.home_rows] == ["R1", "R1", "R1", "R2"]
    assert request.home_rows[0].quantities == {"01.01": 60_000, "01.02": 6_000, "01.03": 60_000}
    assert {line.per_home for line in request.lines} == {Quantity(0)}
    assert package.lots[0].state == "quoting"


def test_each_group_is_asked_for_itself(session, make, lead, package, ask):
    street_of_homes(make, package, "2 4 6")
    street_of_homes(make, package, "1 3", street="Lindestraat")
    bundling.bundle(session, package, by=By(lead.id))
    requests = ask(package.lots[0])
    assert sorted(request.homes for request in requests) == [2, 3]
    assert len({request.reference for request in requests}) == 2
    assert len({request.checksum for request in requests}) == 2


def test_who_withdrew_after_the_groups_were_made_is_not_asked_for(
    session, make, lead, package, ask
):
    homes = street_of_homes(make, package, "2 4 6")
    bundling.bundle(session, package, by=By(lead.id))
    homes[1].state = "withdrawn"
    (request,) = ask(package.lots[0])
    assert (request.homes, request.runs) == (2, 2)  # number 4 is gone: two scaffolds


def test_procurement_asks_once_on_the_largest_scenario(make, ask):
    package = make.package(mode="procurement")
    street_of_homes(make, package, "2 4", measures={})
    (request,) = ask(package.lots[0])
    assert (request.group_id, request.homes, request.runs) == (None, 10, 4)
    assert totals(request)["01.01"] == Quantity.of(640)
    assert totals(request)["02.01"] == Quantity.of(4)
    assert request.lines[0].per_home == Quantity.of(64)
    assert request.home_rows == []


def test_the_request_stays_as_it_was(session, make, lead, package, ask):
    homes = street_of_homes(make, package)
    bundling.bundle(session, package, by=By(lead.id))
    (request,) = ask(package.lots[0])
    before = totals(request), request.checksum
    set_measures(session, homes[0].case.dwelling, {"facade_m2": Quantity.of(99)}, by=By(lead.id))
    package.lots[0].posts[0].description = "Something else"
    session.flush()
    session.expire_all()
    assert (totals(request), request.checksum) == before
    with pytest.raises(Refused, match=r"^groups\.frozen:"):
        bundling.bundle(session, package, by=By(lead.id))
    with pytest.raises(Refused, match=r"^lot\.wrong_state:"):
        ask(package.lots[0])


def test_homes_that_are_not_measured_are_named_all_at_once(session, make, lead, package, ask):
    street_of_homes(make, package, "2 4")
    bare = street_of_homes(make, package, "6 8", street="Lindestraat", measures={"facade_m2": "60"})
    bundling.bundle(session, package, by=By(lead.id))
    with pytest.raises(Refused, match=r"^request\.not_measured:") as no:
        ask(package.lots[0])
    assert all(home.reference in str(no.value) for home in bare)
    assert session.scalar(select(func.count()).select_from(Request)) == 0


@pytest.mark.parametrize(("homes", "good"), [("2 4", False), ("2 4 6", True)])
def test_enough_screened_homes_is_the_first_gate(session, make, lead, package, ask, homes, good):
    package.lots[0].min_to_quote = 3
    street_of_homes(make, package, homes)
    bundling.bundle(session, package, by=By(lead.id))
    if good:
        assert ask(package.lots[0])
    else:
        with pytest.raises(Refused, match=r"^request\.too_few:"):
            ask(package.lots[0])


def test_without_groups_nothing_is_asked(make, package, ask):
    street_of_homes(make, package)
    with pytest.raises(Refused, match=r"^request\.no_groups:"):
        ask(package.lots[0])


@pytest.mark.parametrize("seconds", [-1, 0])
def test_the_deadline_lies_ahead(session, make, lead, package, ask, seconds):
    street_of_homes(make, package)
    bundling.bundle(session, package, by=By(lead.id))
    with pytest.raises(Refused, match=r"^request\.past_deadline:"):
        ask(package.lots[0], NOW + timedelta(seconds=seconds))
    assert package.lots[0].state == "collecting"


def test_every_household_in_a_request_is_told_once(session, make, lead, package, ask):
    homes = street_of_homes(make, package)
    bundling.bundle(session, package, by=By(lead.id))
    ask(package.lots[0])
    told = session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.key.startswith("quotes_asked:"))
    ).all()
    assert sorted(told) == sorted(home.person_id for home in homes)


def test_only_lots_that_a_home_wants_are_asked(session, make, lead, ask):
    package = make.package(lots=2)
    homes = street_of_homes(make, package, "2 4 6 8")
    for home in homes[:2]:
        session.delete(home.lots[1])
    session.flush()
    bundling.bundle(session, package, by=By(lead.id))
    first = ask(package.lots[0])
    second = ask(package.lots[1])
    assert sum(request.homes for request in first) == 4
    assert [request.homes for request in second] == [2]
    assert queries.requests_of(session, package.id)


@pytest.mark.parametrize("limit", ["order_deadline", "freeze_on"])
def test_quotes_come_in_before_the_last_day_to_order(session, make, lead, package, ask, limit):
    street_of_homes(make, package, "2 4")
    bundling.bundle(session, package, by=By(lead.id))
    setattr(package, limit, TODAY + timedelta(days=30))
    with pytest.raises(Refused) as refused:
        ask(package.lots[0])
    assert refused.value.code == "request.after_orders"
    setattr(package, limit, TODAY + timedelta(days=31))
    assert ask(package.lots[0])


def messages(session):
    return {
        row.person_id: (row.key.split(":")[0], row.body)
        for row in session.scalars(select(OutboxMessage))
    }


def test_a_home_without_a_group_hears_why_and_what_comes_next(session, make, lead, package, ask):
    inside = street_of_homes(make, package, "2 4 6 8")
    (apart,) = street_of_homes(make, package, "1", "Lindestraat")
    bundling.bundle(session, package, by=By(lead.id))
    (late,) = street_of_homes(make, package, "3", "Kerkstraat")
    assert messages(session) == {}  # groups are made a few times before they are used
    ask(package.lots[0])
    told = messages(session)
    assert {told[one.person_id][0] for one in inside} == {"quotes_asked"}
    for one in (apart, late):
        key, body = told[one.person_id]
        assert key == "left_out"
        assert "Lindestraat 1" in body or "Kerkstraat 3" in body
        assert make.home.phone in body
    assert "volgende ronde" in told[apart.person_id][1]


def test_nobody_is_left_out_of_a_procurement(session, make, ask):
    row = make.package("procurement")
    homes = street_of_homes(make, row, "2 4")
    ask(row.lots[0])
    assert {key for key, _ in messages(session).values()} == {"quotes_asked"}
    assert len(messages(session)) == len(homes)
