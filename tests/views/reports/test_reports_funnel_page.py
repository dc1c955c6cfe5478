"""The funnel page, its CSV and the rows say the same."""

import csv
import io

import pytest

from renogroep.infra.access import Role
from tests.support.make import NOW


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
        make.subscription(package, state="not_fit", loss_reason="asbestos", screened_at=NOW)
        make.subscription(package, state="subscribed")
        make.subscription(package, state="interested", subscribed_at=None)
        return package.id


def numbers(page, table):
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select(f"#{table} tbody tr")
    ]


def test_counts_equal_the_rows_and_the_csv(client_as, package_id):
    client = client_as(Role.LEAD)
    rows = numbers(client.page(f"/cijfers/{package_id}"), "steps")
    assert [int(row[1]) for row in rows] == [11, 10, 7, 0, 0, 0]
    assert [int(row[2]) for row in rows] == [0, 2, 1, 0, 0, 0]
    text = client.get(f"/cijfers/{package_id}.csv").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [int(n) for n in lines[1][2:]] == [11, 10, 7, 0, 0, 0]
    assert [int(n) for n in lines[2][2:]] == [0, 2, 1, 0, 0, 0]


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
