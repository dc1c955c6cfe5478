"""The first page after signing in is the work of today, for every role."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.base.calendar import DAY, add_working_days, working_days_before
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.holidays import belgian
from renogroep.journeys.actions.restage import restage_all
from renogroep.orders.models import Wave
from renogroep.quotes.models import Invitation, Opening
from tests.support import make_orders
from tests.support.make import NOW, TODAY
from tests.support.make_groups import street_of_homes


@pytest.mark.parametrize("role", [role for role in Role if role != Role.RESIDENT])
def test_every_role_has_a_first_page(client_as, role):
    page = client_as(role).page("/vandaag")
    assert page.select("main section, main .empty-state")


def test_a_resident_has_another_first_page(client_as):
    client_as(Role.RESIDENT).page("/vandaag", status=403)


def block(page, name):
    return page.select_one(f"section[aria-labelledby={name}]").get_text(" ", strip=True)


def test_an_advisor_sees_what_is_due_and_what_nobody_has(client_of, given):
    with given() as make:
        ann = make.member(Role.ADVISOR).id
        street = make.street(name="Rozenstraat")
        for number, values in {
            "2": {"advisor_id": ann, "opened_at": NOW - timedelta(days=7)},
            "4": {"advisor_id": ann, "opened_at": NOW - timedelta(days=6)},
            "6": {},
            "8": {"danger": True},
        }.items():
            person = make.person(phone="+32470123456")
            make.case(make.dwelling(make.address(street, number)), person, **values)
        restage_all(make.session)
    page = client_of(ann).page("/vandaag")
    assert "Rozenstraat 2" in block(page, "due")
    assert "Make the first call" in block(page, "due")
    assert "0470 12 34 56" in block(page, "due")
    assert "Rozenstraat 4" not in block(page, "due")
    assert "Rozenstraat 8" not in block(page, "unassigned")
    assert page.select("main section")[0]["aria-labelledby"] == "danger"
    assert "Rozenstraat 6" in block(page, "unassigned")


@pytest.fixture
def asked(given):
    """A lot whose quotes are asked, one invited firm, and the deadline."""
    from renogroep.groups.actions import bundling
    from renogroep.groups.actions.requests import open_requests

    with given() as make:
        lead = make.member(Role.LEAD)
        package = make.package(title="Warme gevels")
        street_of_homes(make, package)
        bundling.bundle(make.session, package, by=By(lead.id))
        lot = package.lots[0]
        deadline = NOW + timedelta(days=1)
        open_requests(make.session, lot, deadline=deadline, by=By(lead.id))
        firm = make.member(Role.CONTRACTOR)
        make._add(
            Invitation(
                municipality_id=lot.municipality_id,
                lot_id=lot.id,
                organisation_id=firm.memberships[0].organisation_id,
                invited_at=NOW,
                invited_by=lead.id,
            )
        )
        return lot.id, firm.id, lead.id


def test_a_contractor_sees_the_deadline_and_nobody_elses_job(client_of, client_as, asked):
    lot_id, firm, _ = asked
    assert "Perceel 1" in block(client_of(firm).page("/vandaag"), "jobs")
    assert "Perceel 1" not in block(client_as(Role.CONTRACTOR).page("/vandaag"), "jobs")


AFTER_DEADLINE = NOW + timedelta(days=1, seconds=1)  # the second of the deadline is in time


def test_a_job_leaves_the_list_at_its_deadline(client_of, asked):
    with clock.frozen_at(NOW + timedelta(days=1)):
        assert "Perceel 1" in block(client_of(asked[1]).page("/vandaag"), "jobs")
    with clock.frozen_at(AFTER_DEADLINE):
        assert "Perceel 1" not in block(client_of(asked[1]).page("/vandaag"), "jobs")


def test_an_opening_waits_for_a_second_person(client_as, given, asked):
    officer = client_as(Role.OPENING_OFFICER)
    assert "Warme gevels" not in block(officer.page("/vandaag"), "openings")
    with clock.frozen_at(AFTER_DEADLINE):
        assert "Warme gevels" in block(officer.page("/vandaag"), "openings")
        with given() as make:
            make._add(
                Opening(
                    municipality_id=make.home.id,
                    lot_id=asked[0],
                    first_id=asked[2],
                    first_at=AFTER_DEADLINE,
                    minutes=[],
                )
            )
        assert "second person" in block(officer.page("/vandaag"), "openings")


def test_a_lead_sees_the_next_step_of_a_package(client_of, asked):
    said = block(client_of(asked[2]).page("/vandaag"), "packages")
    assert "Contractors make quotes. Answer their questions." in said


@pytest.fixture
def ordering(given):
    """Ids of a lead and an advisor, a lot in a round, and a home that waits for its survey."""
    from renogroep.orders.actions.ordering import say_provisional_yes

    with given() as make:
        example = make_orders.ready_to_order(make)
        wave, orders = make_orders.open_wave(make, example)
        order = orders["H1"]
        say_provisional_yes(make.session, order, by=By(order.person_id))
        home = order.subscription.case.dwelling.address.label
        people = make.member(Role.LEAD).id, make.member(Role.ADVISOR).id
        return (*people, home, f"/opmetingen/{order.id}", wave.id)


def dates(page):
    rows = page.select("section[aria-labelledby=deadlines] tbody tr")
    return [row.get_text(" ", strip=True) for row in rows]


def ten_working_days_before(day):
    return working_days_before(day, 10, belgian(day))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (ten_working_days_before(make_orders.ORDER_UNTIL) - DAY, []),
        (ten_working_days_before(make_orders.ORDER_UNTIL), ["Last day to order"]),
        (make_orders.ORDER_UNTIL, ["Last day to order"]),
        (ten_working_days_before(make_orders.FREEZE_ON), ["Freeze the prices"]),
        (make_orders.FREEZE_ON + timedelta(days=3), ["Freeze the prices"]),  # nobody did it yet
    ],
)
def test_a_lead_sees_the_last_order_and_the_freeze_coming(client_of, ordering, day, expected):
    with clock.frozen_at(make_orders.at(day)):
        found = dates(client_of(ordering[0]).page("/vandaag"))
    assert [line.split(":")[0] for line in found] == expected
    late = day >= make_orders.ORDER_UNTIL and expected == ["Last day to order"]
    late = late or day > make_orders.FREEZE_ON
    assert all(("Hurry" in line) == late for line in found)


def test_a_round_that_is_frozen_has_no_date_left(client_of, given, ordering):
    with given() as make:
        make.session.get_one(Wave, ordering[4]).state = "frozen"
    with clock.frozen_at(make_orders.at(make_orders.FREEZE_ON)):
        assert dates(client_of(ordering[0]).page("/vandaag")) == []


def test_a_lead_sees_the_end_of_interest_with_how_far_it_is(client_of, given):
    with given() as make:
        lead = make.member(Role.LEAD).id
        package = make.package(title="Warme gevels", interest_deadline=TODAY + timedelta(days=9))
        make.subscription(package)
        make.subscription(package, state="subscribed")
        later = add_working_days(TODAY, 10, belgian(TODAY)) + DAY
        make.package(title="Later", interest_deadline=later)
    (line,) = dates(client_of(lead).page("/vandaag"))
    assert "End of interest: Warme gevels" in line
    assert "Homes that fit: 1. Needed: 2." in line


def test_an_advisor_sees_which_homes_wait_for_a_survey(client_of, ordering):
    _, advisor, home, url, _ = ordering
    page = client_of(advisor).page("/vandaag")
    assert home in block(page, "surveys")
    assert page.select(f"section[aria-labelledby=surveys] a[href='{url}']")
