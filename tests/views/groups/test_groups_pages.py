"""A lead makes groups, moves a home, and asks for quotes; nobody's life is on the page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.groups.models import BundlingRun, Request
from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import db, transaction
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from tests.support.make import TODAY
from tests.support.make_groups import street_of_homes


@pytest.fixture
def lead(given):
    with given() as make:
        return make.member(Role.LEAD).id


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


@pytest.fixture
def package(given):
    """Five homes of two streets; gives the ids of the package and of its lot."""
    with given() as make:
        row = make.package(min_group=2, max_group=4)
        street_of_homes(make, row, "2 4 6", life_stage="senior", budget_band="under_10")
        street_of_homes(make, row, "1 3", "Lindestraat", life_stage="family")
        return row.id, row.lots[0].id


SIZES = {"basis": "adjacency", "min_size": "2", "max_size": "4"}


def version(client, package):
    """Of the groups as the page shows them now."""
    return client.page(f"/pakketten/{package[0]}/groepen").select_one("[name=version]")["value"]


def make_groups(client, package, **given):
    sent = {**SIZES, "version": version(client, package), **given}
    return client.send(f"/pakketten/{package[0]}/groepen", sent)


def test_groups_are_made_with_a_reason_per_home(client, package):
    url = f"/pakketten/{package[0]}/groepen"
    assert len(client.page(url).select("#new-homes tbody tr")) == 5
    make_groups(client, package)
    page = client.page(url)
    assert len(page.select("table[id^=group-] tbody tr")) == 5
    assert all(
        row.select("td")[-1].get_text(strip=True) for row in page.select("#group-1 tbody tr")
    )


@pytest.mark.parametrize("basis", ["life_stage", "budget"])
def test_what_households_chose_stays_with_them(client, package, basis):
    make_groups(client, package, basis=basis)
    text = client.page(f"/pakketten/{package[0]}/groepen").get_text(" ")
    for words in ("grow old", "children at home", "10,000", "10.000", "Less than"):
        assert words not in text


@pytest.mark.parametrize(
    "wrong",
    [{"min_size": "5"}, {"min_size": ""}, {"max_size": "many"}, {"min_size": "0"}, {"basis": "x"}],
)
def test_wrong_sizes_are_said_and_make_nothing(app, client, package, wrong):
    sent = {**SIZES, "version": "0", **wrong}
    page = client.send(f"/pakketten/{package[0]}/groepen", sent, status=422)
    assert page.select_one(".refusal, .error-summary")
    with app.app_context():
        assert db.session.scalars(select(BundlingRun)).all() == []


def test_a_second_time_says_what_changed(client, package, given):
    make_groups(client, package)
    make_groups(client, package)
    url = f"/pakketten/{package[0]}/groepen"
    assert not client.page(url).select("main details.why")
    with given() as make:
        row = make.session.scalars(select(Subscription)).first()
        row.state = "withdrawn"
    make_groups(client, package)
    assert len(client.page(url).select("main details.why li")) == 1


def test_a_home_is_moved_by_hand(client, package):
    make_groups(client, package)
    url = f"/pakketten/{package[0]}/groepen"
    page = client.page(url)
    move = page.select_one("form[action$=verplaatsen]")
    home = move.select("[name=subscription_id] option")[0]["value"]
    sent = {"subscription_id": home, "to_group_id": "0", "reason": "Lives abroad"}
    sent["version"] = version(client, package)
    client.send(f"{url}/verplaatsen", {**sent, "reason": ""}, status=422)
    client.send(f"{url}/verplaatsen", sent)
    assert client.page(url).select_one("#left-out").get_text().count("Lives abroad") == 1
    sent["version"] = version(client, package)
    client.send(f"{url}/verplaatsen", {**sent, "to_group_id": "987654"}, status=422)


def asking(lot_id, days=30, hour="14:00"):
    return f"/percelen/{lot_id}/opvragen", {"day": str(TODAY + timedelta(days)), "hour": hour}


def test_the_lead_sees_the_bill_before_asking_and_no_names(client, package, given):
    make_groups(client, package)
    with given() as make:
        names = [row.person.name for row in make.session.scalars(select(Subscription))]
    page = client.page(f"/percelen/{package[1]}/opvragen")
    assert len(page.select("table[id^=bill-]")) == 2
    assert page.select_one("[name=day]")["value"] == str(TODAY + timedelta(days=60))
    text = page.get_text(" ")
    assert not [name for name in names if name in text]
    assert "Rozenstraat 2" not in text


def test_asking_freezes_and_leads_to_the_invitations(app, client, package):
    make_groups(client, package)
    client.send(*asking(package[1]))
    page = client.page(f"/percelen/{package[1]}/opvragen")
    assert page.select_one(f"main a[href*='{package[1]}']")
    assert not page.select_one("main form[method=post]")
    with app.app_context():
        assert db.session.get(Lot, package[1]).state == "quoting"
        assert len(db.session.scalars(select(Request)).all()) == 2
    client.send(*asking(package[1]), status=422)
    groups = client.page(f"/pakketten/{package[0]}/groepen")
    assert not groups.select("form[action$=verplaatsen]")


def test_a_day_may_be_typed_as_people_write_it(app, client, package):
    make_groups(client, package)
    day = TODAY + timedelta(days=30)
    sent = {"day": f"{day:%d/%m/%Y}", "hour": "14:00"}
    client.send(f"/percelen/{package[1]}/opvragen", sent)
    with app.app_context():
        assert db.session.scalars(select(Lot.quote_deadline)).first().date() == day


@pytest.mark.parametrize(
    "sent", [(-1, "14:00"), (30, ""), (30, "noon")], ids=["past", "no hour", "words"]
)
def test_a_wrong_deadline_is_said_and_asks_nothing(app, client, package, sent):
    make_groups(client, package)
    page = client.send(*asking(package[1], *sent), status=422)
    assert page.select_one(".refusal, .error-summary")
    with app.app_context():
        assert db.session.scalars(select(Request)).all() == []


@pytest.mark.parametrize(
    ("hour", "days", "warned"), [("16:00", 60, False), ("23:30", 60, True), ("14:00", 61, True)]
)
def test_a_deadline_outside_office_hours_is_allowed_with_a_word(
    client, package, given, hour, days, warned
):
    from datetime import time

    from renogroep.base import clock
    from renogroep.tenders.models import Package

    make_groups(client, package)
    with given() as make:
        row = make.session.get(Package, package[0])
        row.lots[0].quote_deadline = clock.at_local(
            TODAY + timedelta(days), time.fromisoformat(hour)
        )
    page = client.page(f"/percelen/{package[1]}/opvragen")
    assert bool(page.select(".note--warn")) is warned


def test_too_few_homes_are_refused_in_words(client, given):
    with given() as make:
        row = make.package()
        street_of_homes(make, row, "2")
        lot_id = row.lots[0].id
    page = client.page(f"/percelen/{lot_id}/opvragen")
    assert page.select_one(".refusal")
    assert not page.select_one("main form[method=post]")


def test_procurement_asks_one_request_without_groups(client, given):
    with given() as make:
        row = make.package(mode="procurement")
        street_of_homes(make, row, "2 4")
        package, lot_id = row.id, row.lots[0].id
    assert not client.page(f"/pakketten/{package}/groepen").select("main form[method=post]")
    assert len(client.page(f"/percelen/{lot_id}/opvragen").select("table[id^=bill-]")) == 1
    client.send(*asking(lot_id))


def test_a_lead_of_another_neighbourhood_finds_nothing(client_of, given, package):
    with given() as make:
        other = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
    client = client_of(other)
    client.page(f"/pakketten/{package[0]}/groepen", status=404)
    client.page(f"/percelen/{package[1]}/opvragen", status=404)
    client.send(f"/pakketten/{package[0]}/groepen", SIZES, status=404)
    moved = {"subscription_id": "1", "to_group_id": "0", "reason": "Lives abroad"}
    client.send(f"/pakketten/{package[0]}/groepen/verplaatsen", moved, status=404)
    client.send(*asking(package[1]), status=404)


def test_a_household_reads_its_group_and_why(app, client, package):
    make_groups(client, package)
    with app.app_context():
        person_id = db.session.scalars(select(Subscription)).first().person_id
    page = resident(app, person_id).page("/mijn-woning")
    assert page.says("Rozenstraat")
    assert len(page.select("article h3 ~ ul li")) >= 3


def resident(app, person_id):
    """The browser of a household that came through its own link."""
    with app.test_request_context(), transaction() as session:
        person = session.get_one(Person, person_id)
        token = keys.make_link(session, person=person, purpose="my_home", by=TICK)
    browser = app.test_client()
    browser.get(f"/l/{token}")
    return browser


@pytest.mark.parametrize("field", ["subscription_id", "to_group_id"])
@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "x"])
def test_a_choice_that_is_no_home_or_group_moves_nothing(client, package, field, typed):
    make_groups(client, package)
    url = f"/pakketten/{package[0]}/groepen"
    before = version(client, package)
    home = client.page(url).select_one("[name=subscription_id] option")["value"]
    sent = {"subscription_id": home, "to_group_id": "0", "reason": "Lives abroad"}
    page = client.send(f"{url}/verplaatsen", {**sent, "version": before, field: typed}, status=422)
    assert page.select_one(".refusal")
    assert version(client, package) == before


def test_who_was_second_with_the_groups_is_told_so_and_keeps_what_was_typed(client, package):
    make_groups(client, package)
    url = f"/pakketten/{package[0]}/groepen"
    old = version(client, package)
    first, second = client.page(url).select("[name=subscription_id] option")[:2]
    moved = {"to_group_id": "0", "reason": "Lives abroad", "version": old}
    client.send(f"{url}/verplaatsen", {**moved, "subscription_id": first["value"]})
    moved["reason"] = "Wants to be with the neighbours"
    page = client.send(
        f"{url}/verplaatsen", {**moved, "subscription_id": second["value"]}, status=409
    )
    assert page.select_one("[name=reason]")["value"] == "Wants to be with the neighbours"
    again = client.send(url, {**SIZES, "version": old}, status=409)
    client.send(url, {**SIZES, "version": again.select_one("[name=version]")["value"]})


def test_the_same_groups_sent_twice_are_made_once(app, client, package):
    sent = {**SIZES, "version": version(client, package)}
    url = f"/pakketten/{package[0]}/groepen"
    client.send(url, sent)
    client.send(url, sent, status=409)
    with app.app_context():
        assert len(db.session.scalars(select(BundlingRun)).all()) == 1
