"""Rows that tests of interest need: a package with addresses, and answers that lead somewhere."""

from dataclasses import dataclass
from typing import Any

from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import By
from renogroep.neighbourhoods.models import Address
from renogroep.subscriptions.actions import confirming, interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.tenders.models import Package

BY_THEMSELVES = By(None)
ANSWERS: dict[str, list[str]] = {
    "owner_kind": ["live_here"],
    "house_type": ["row"],
    "built_in": ["1946_1970"],
    "works": ["1"],
    "seen": ["damp"],
    "when": ["within_1"],
    "life_stage": ["family"],
    "budget": ["10_20"],
}
TENANT = {"owner_kind": ["tenant"]}


@dataclass
class Place:
    """Ids of an open package and one address in its neighbourhood."""

    package: Package
    address: Address
    reference: str
    package_id: int
    address_id: int
    slug: str

    @property
    def url(self) -> str:
        return f"/pakket/{self.reference}/interesse/{self.address_id}"


def place(make: Any, **given: Any) -> Place:
    """A published package and an address where it is open."""
    neighbourhood = given.pop("neighbourhood", None) or make.neighbourhood(name="Bloemenwijk")
    street = make.street(neighbourhood, "Rozenstraat")
    address = make.address(street, "12")
    package = make.package(neighbourhood=neighbourhood, **given)
    return Place(package, address, package.reference, package.id, address.id, neighbourhood.slug)


def sender(name: str = "Ann Peeters", way: str = "email", value: str = "ann@example.org") -> Sender:
    """Somebody with one contact way."""
    return Sender(name=name, contact=Contact(way, value), language="nl")


def show_interest(session: Any, *, by: By = BY_THEMSELVES, **given: Any) -> Subscription:
    """Somebody shows interest and, on the pages, confirms it in the same breath."""
    row = interest.register_interest(session, by=by, **given)
    if row.unconfirmed:
        confirming.confirm_interest(session, row, by=By(row.person_id))
    return row


def answer_all(client: Any, url: str, answers: dict[str, list[str]] | None = None) -> None:
    """Walk through the questions as a visitor does."""
    for code, given in (answers or ANSWERS).items():
        client.send(f"{url}/{code}", {"answer": given})


CONTACT = {
    "name": "Ann Peeters",
    "way": "email",
    "email": "ann@example.org",
    "language": "nl",
    "consent": "y",
}
