"""One moment for the quotes of a lot: what the lead sets stands everywhere at once."""

from datetime import timedelta

import pytest

from renogroep.infra.access import Role
from renogroep.tenders.models import Lot
from tests.support.make import NOW, TODAY
from tests.support.make_groups import street_of_homes
from tests.support.make_jobs import job

ASKED = TODAY + timedelta(days=20)
LATER = TODAY + timedelta(days=27)


@pytest.fixture
def asked(given):
    """A firm has an open job; the lot beside it keeps the day that was planned."""
    with given() as make:
        package = make.package(lots=2)
        one = job(make, lot=package.lots[0], deadline=NOW + timedelta(days=9))
        one.package_id, one.reference = package.id, package.reference
        one.planned = package.lots[1].quote_deadline
        return one


def pages(client_of, client_as, asked):
    """Public page, page of the lead, job and jobs of the firm."""
    lead, firm = client_as(Role.LEAD), client_of(asked.person_id)
    return {
        "public": lead.page(f"/pakket/{asked.reference}"),
        "lead": lead.page(f"/pakketten/{asked.package_id}"),
        "firm": firm.page(asked.url),
        "jobs": firm.page("/opdrachten"),
    }


def test_more_time_stands_on_every_page_at_once(asked, client_of, client_as):
    lead = client_as(Role.LEAD)
    link = f"/percelen/{asked.lot_id}/nieuwe-termijn"
    typed = {"deadline": f"{LATER.isoformat()}T12:00", "reason": "Bouwverlof"}
    lead.send(link, {**lead.page(link).values(), **typed})
    for name, page in pages(client_of, client_as, asked).items():
        assert page.says("20 december 2026"), name
    assert lead.page(f"/pakketten/{asked.package_id}").says("22 januari 2027")


def test_the_moment_of_the_question_replaces_the_planned_one(client_as, given):
    with given() as make:
        package = make.package()
        street_of_homes(make, package, "2 4 6 8")
        ids = package.id, package.lots[0].id, package.reference
    lead = client_as(Role.LEAD)
    groups = f"/pakketten/{ids[0]}/groepen"
    lead.send(groups, lead.page(groups).values() | {"min_size": "2", "max_size": "4"})
    link = f"/percelen/{ids[1]}/opvragen"
    lead.send(link, {**lead.page(link).values(), "day": ASKED.isoformat(), "hour": "14:00"})
    for address in (f"/pakket/{ids[2]}", f"/pakketten/{ids[0]}"):
        page = lead.page(address)
        assert page.says("13 december 2026")
        assert not page.says("22 januari 2027")


def test_the_draft_asks_it_once_for_all_its_lots(client_as, given):
    with given() as make:
        package = make.package(state="draft", lots=2)
        url = f"/pakketten/{package.id}/gegevens"
        empty = f"/pakketten/{make.package(state='draft', lots=0).id}/gegevens"
        lots = [lot.id for lot in package.lots]
    lead = client_as(Role.LEAD)
    lead.send(url, {**lead.page(url).values(), "quote_deadline": f"{ASKED.isoformat()}T14:00"})
    with given() as make:
        kept = {make.session.get_one(Lot, key).quote_deadline.isoformat() for key in lots}
        assert kept == {f"{ASKED.isoformat()}T13:00:00+00:00"}
    assert lead.page(empty).select("[name=quote_deadline]") == []
    lead.send(empty, lead.page(empty).values())
