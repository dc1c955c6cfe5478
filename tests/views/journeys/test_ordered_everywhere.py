"""“Ordered” is one number: households with an order that stands now, on every page and in the CSV."""

import csv
import io

import pytest

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.orders.actions import withdrawing
from renogroep.orders.models import Order, Wave
from tests.support import make_orders
from tests.support.make import NOW

NAMES = ("H1", "H2", "H3", "H4", "H5", "H6", "H7")


@pytest.fixture
def package(given):
    """Seven homes ordered and one of them withdrew; another one has an order in two waves."""
    with given() as make:
        example = make_orders.ready_to_order(make)
        wave, orders = make_orders.ordered(make, example, NAMES)
        first = orders["H1"]
        withdrawing.withdraw(make.session, first, reason="cost", by=By(first.person_id))
        later = make._add(
            Wave(
                municipality_id=wave.municipality_id,
                lot_id=wave.lot_id,
                number=2,
                state="frozen",
                order_until=wave.order_until,
                freeze_on=wave.freeze_on,
            )
        )
        again = orders["H2"]
        make._add(
            Order(
                municipality_id=again.municipality_id,
                reference="B-twice",
                wave_id=later.id,
                subscription_id=again.subscription_id,
                quote_id=again.quote_id,
                person_id=again.person_id,
                state="frozen",
                ceiling=again.ceiling,
                ordered_at=NOW,
                created_at=NOW,
            )
        )
        return example.package.id, example.package.reference


def funnel(client, package_id):
    text = client.get(f"/cijfers/{package_id}.csv").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return [line[2:] for line in lines]


def figures(page):
    return [cell.get_text(strip=True) for cell in page.select(".figures dd")]


@pytest.mark.parametrize("role", [Role.LEAD, Role.ALDERMAN])
def test_a_member_of_staff_reads_six_on_every_page(client_as, package, role):
    client, (package_id, _) = client_as(role), package
    assert figures(client.page(f"/pakketten/{package_id}"))[3] == "6"
    row = client.page("/pakketten").select("#packages tbody td.number")
    assert row[-1].get_text(strip=True) == "6"
    assert funnel(client, package_id)[0][4] == "6"
    lot = client.page(f"/pakketten/{package_id}").select_one("main .card").get_text(" ", strip=True)
    assert " 6; " in lot


def test_a_visitor_reads_six(client, package):
    client.set_cookie("language", "en")
    assert client.page(f"/pakket/{package[1]}").says("6, enough: 6 needed")


def test_who_withdrew_stands_under_stopped_after_the_provisional_yes(client_as, package):
    reached, stopped, *_ = funnel(client_as(Role.LEAD), package[0])
    assert reached[3:5] == ["7", "6"]
    assert stopped == ["0", "0", "0", "1", "0", "0"]
