"""The funnel page, its CSV and the rows say the same."""

import csv
import io

import pytest
from sqlalchemy import select

from renogroep.groups.actions import bundling
from renogroep.groups.models import Group
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db
from renogroep.infra.i18n import in_language, say_stored
from renogroep.subscriptions.models import SubscriptionLot
from renogroep.tenders.models import Lot
from tests.support.make import NOW
from tests.support.make_groups import street_of_homes
from tests.support.make_orders import open_wave, ready_to_order


@pytest.fixture
def package_id(given):
    """Eleven households: six screened, two withdrawn because of the cost, one not fit."""
    with given() as make:
        package = make.package()
        for _ in range(6):
            make.subscription(package, state="screened_fit")
        for _ in range(2):
            make.subscription(
                package, state="withdrawn", screened_at=None, loss_reason="cost", ended_at=NOW
            )
        make.subscription(package, state="not_fit", screened_at=NOW)
        make.subscription(package, state="subscribed")
        make.subscription(package, state="interested", subscribed_at=None)
        return package.id


def numbers(page, table):
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select(f"#{table} tbody tr")
    ]


def csv_lines(client, package_id):
    text = client.get(f"/cijfers/{package_id}.csv").data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_counts_equal_the_rows_and_the_csv(client_as, package_id):
    client = client_as(Role.LEAD)
    rows = numbers(client.page(f"/cijfers/{package_id}"), "steps")
    assert [int(row[1]) for row in rows] == [11, 10, 7, 0, 0, 0]
    assert [int(row[2]) for row in rows] == [0, 2, 1, 0, 0, 0]
    lines = csv_lines(client, package_id)
    assert [int(n) for n in lines[0][2:]] == [11, 10, 7, 0, 0, 0]
    assert [int(n) for n in lines[1][2:]] == [0, 2, 1, 0, 0, 0]


@pytest.fixture
def mixed_id(given):
    """Two streets, three channels, two groups; seven screened, six who stopped at screening."""
    with given() as make:
        package = make.package()
        lead = make.member(Role.LEAD)
        rose = street_of_homes(make, package, "2 4 6 8 10 12", "Rozenstraat")
        street_of_homes(make, package, "1", "Tulpenstraat")
        bundling.bundle(make.session, package, by=By(lead.id))
        for home in rose[:2]:
            home.channel = "phone"
        for _ in range(5):
            home = make.subscription(package, state="not_fit", screened_at=NOW)
            home.case.owner_kind = "landlord"
        make.subscription(package, state="expired", ended_at=NOW, channel="paper")
        return package.id


@pytest.mark.parametrize("role", [Role.LEAD, Role.ALDERMAN])
def test_reasons_and_breakdowns_on_the_page_equal_the_csv(client_as, mixed_id, role):
    client = client_as(role)
    client.set_cookie("language", "en")
    page, lines = client.page(f"/cijfers/{mixed_id}"), csv_lines(client, mixed_id)
    steps = numbers(page, "steps")
    by_kind = {}
    for kind, of_what, *counts in lines:
        by_kind.setdefault(kind, []).append([of_what, *counts])
    assert by_kind["Households"] == [["all", *(row[1] for row in steps)]]
    assert by_kind["Stopped here"] == [["all", *(row[2] for row in steps)]]
    for place, step in enumerate(steps, start=1):
        why = [f"{row[0]}: {row[place]}" for row in by_kind["Reason"] if row[place] != "0"]
        assert step[3] == "; ".join(why)
    for place, title in enumerate(page.select("main h2"), start=1):
        assert numbers(page, f"by-{place}") == by_kind[title.get_text(strip=True)]
    assert {"Street", "Channel", "Kind of owner", "Renovation group"} < set(by_kind)


def test_reasons_and_breakdowns_equal_the_rows(app, client_as, mixed_id):
    client = client_as(Role.LEAD)
    client.set_cookie("language", "en")
    lines = csv_lines(client, mixed_id)
    reasons = {line[1]: line[2:] for line in lines if line[0] == "Reason"}
    assert reasons["The home does not fit the works"][2] == "5"
    assert reasons["The round ended"][1] == "1"
    assert "Another reason" not in reasons
    with app.app_context(), in_language("en"):
        groups = db.session.scalars(select(Group).order_by(Group.number)).all()
        sizes = {say_stored(group.name): len(group.members) for group in groups}
        rest = 13 - sum(sizes.values())
    found = {line[1]: line[2] for line in lines if line[0] == "Renovation group"}
    assert found.pop("In no group") == str(rest)
    assert set(found) == set(sizes)
    assert found == {name: str(size) for name, size in sizes.items()}


def test_who_only_watches_finds_no_small_number(client_as, mixed_id):
    client = client_as(Role.ALDERMAN)
    for line in csv_lines(client, mixed_id):
        assert not {"1", "2", "3", "4"} & set(line[2:])
    page = client.page("/cijfers")
    shown = {cell.get_text(strip=True) for cell in page.select(".chart__table td.number")}
    assert not {"1", "2", "3", "4"} & shown


def test_a_home_whose_other_lot_goes_on_has_not_stopped(app, client_as, given):
    with given() as make:
        example = ready_to_order(make)
        wave, orders = open_wave(make, example)
        order = next(iter(orders.values()))
        order.state, order.ended_at, order.loss_reason = "lapsed", NOW, "funding"
        other = make.lot(example.package, number=2)
        make._add(
            SubscriptionLot(
                municipality_id=other.municipality_id,
                subscription_id=order.subscription_id,
                lot_id=other.id,
            )
        )
        package_id, lot_id = example.package.id, other.id
    client = client_as(Role.LEAD)

    def stopped():
        return sum(int(count) for count in csv_lines(client, package_id)[1][2:])

    assert stopped() == 0
    with given() as make:
        make.session.get_one(Lot, lot_id).state = "failed"
    assert stopped() == 1


def test_small_streets_cannot_be_recognised(client_as, package_id):
    page = client_as(Role.ALDERMAN).page(f"/cijfers/{package_id}")
    streets = numbers(page, "by-1")
    assert streets
    assert {cell for row in streets for cell in row[1:]} == {"< 5"}


def test_another_municipality_is_not_there(client_as, package_id, given):
    with given() as make:
        other = make.municipality()
        neighbourhood = make.neighbourhood(municipality_id=other.id)
        foreign = make.package(neighbourhood=neighbourhood).id
    client_as(Role.LEAD).page(f"/cijfers/{foreign}", status=404)


def test_the_index_names_every_published_package(client_as, package_id):
    assert client_as(Role.STEERING).page("/cijfers").select("section h2")
