"""A street of screened homes for tests of groups and requests."""

from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Package
from tests.support.make import Make

FACTS = (
    "asbestos",
    "protected",
    "building_line",
    "damp",
    "cables_meters",
    "tenant",
    "permit",
    "shared_wall",
)


def street_of_homes(
    make: Make,
    package: Package,
    numbers: str = "2 4 6 10",
    street: str = "Rozenstraat",
    measures: dict[str, str] | None = None,
    **given: object,
) -> list[Subscription]:
    """One screened home per house number."""
    place = make.street(package.neighbourhood, name=street)
    found = {"facade_m2": "60", "sill_lm": "6"} if measures is None else measures
    return [
        make.subscription(
            package, make.dwelling(make.address(place, number), measures=found), **given
        )
        for number in numbers.split()
    ]
