"""The first page after signing in is the work of today, for every role."""

from datetime import timedelta

import pytest

from renogroep.infra.access import Role
from renogroep.quotes.models import Invitation, Opening
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
            "2": {"advisor_id": ann, "due_on": TODAY},
            "4": {"advisor_id": ann, "due_on": TODAY + timedelta(days=1)},
            "6": {},
        }.items():
            make.case(make.dwelling(make.address(street, number)), **values)
    page = client_of(ann).page("/vandaag")
    assert "Rozenstraat 2" in block(page, "due")
    assert "Rozenstraat 4" not in block(page, "due")
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
        bundling.bundle(make.session, package, actor_id=lead.id)
        lot = package.lots[0]
        deadline = NOW + timedelta(days=1)
        open_requests(make.session, lot, deadline=deadline, actor_id=lead.id)
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


def test_a_job_leaves_the_list_at_its_deadline(client_of, asked):
    from renogroep.base import clock

    with clock.frozen_at(NOW + timedelta(days=1)):
        assert "Perceel 1" not in block(client_of(asked[1]).page("/vandaag"), "jobs")


def test_an_opening_waits_for_a_second_person(client_as, given, asked):
    from renogroep.base import clock

    officer = client_as(Role.OPENING_OFFICER)
    assert "Warme gevels" not in block(officer.page("/vandaag"), "openings")
    with clock.frozen_at(NOW + timedelta(days=1)):
        assert "Warme gevels" in block(officer.page("/vandaag"), "openings")
        with given() as make:
            make._add(
                Opening(
                    municipality_id=make.home.id,
                    lot_id=asked[0],
                    first_id=asked[2],
                    first_at=NOW,
                    minutes=[],
                )
            )
        assert "second person" in block(officer.page("/vandaag"), "openings")


def test_a_lead_sees_the_next_step_of_a_package(client_of, asked):
    assert "Invite contractors" in block(client_of(asked[2]).page("/vandaag"), "packages")
