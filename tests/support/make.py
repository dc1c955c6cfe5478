"""Neutral rows for tests: ``make.package(mode="procurement")``. The test sets what matters."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.names import search_key, sort_key
from renogroep.base.units import Quantity
from renogroep.identity.actions import contacts
from renogroep.identity.models import (
    Account,
    AccountPerson,
    Membership,
    Municipality,
    Organisation,
    Person,
)
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.owners.models import Case, Dwelling, DwellingMeasure
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.tenders.models import Band, Criterion, Lot, Package, Post, Scenario

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Brussels
TODAY = date(2026, 11, 23)
QUOTES_BY = clock.at_local(TODAY + timedelta(days=60)) + timedelta(hours=12)

# number, description, nature, unit, scope, source, presumed per home/run/lot
FACADE_POSTS = (
    ("01.01", "Gevelisolatie EPS 14 cm met crepi", "VH", "m²", "home", "facade_m2", "64"),
    ("01.02", "Raamdorpel aluminium", "VH", "lm", "home", "sill_lm", "6"),
    ("01.03", "Stelling per m²", "VH", "m²", "home", "facade_m2", "64"),
    ("02.01", "Plaatsen en wegnemen stelling", "FH", "st", "run", "run", "1"),
    ("02.02", "Werfinrichting", "TP", "forfait", "lot", "lot", "1"),
)
COMPANY_NUMBERS = ("0566.988.259", "0136.695.962", "0999.999.922", "1000.000.120")
FIELD_OF_WAY = {"email": "email", "mobile": "phone", "letter": "postal_address"}
REACHED = ("contact_way", *FIELD_OF_WAY.values())

_numbers = count(1)


class Make:
    """Factories on one session. They flush; the test's block commits."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._municipality: Municipality | None = None

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def municipality(self, **given: Any) -> Municipality:
        n = next(_numbers)
        values = {
            "name": "Testgem",
            "slug": f"testgem-{n}",
            "phone": "09 123 45 67",
            "email": "wonen@testgem.example",
        }
        return self._add(Municipality(**{**values, **given}))

    @property
    def home(self) -> Municipality:
        """The one municipality of most tests."""
        if self._municipality is None:
            known = self.session.scalar(select(Municipality).where(Municipality.slug == "testgem"))
            self._municipality = known or self.municipality(slug="testgem")
        return self._municipality

    def organisation(self, kind: str = "municipality", **given: Any) -> Organisation:
        n = next(_numbers)
        name = given.pop("name", f"{kind.title()} {n}")
        values = {"municipality_id": self.home.id, "kind": kind, "name": name, "active": True}
        return self._add(Organisation(**{**values, **given}, sort_key=sort_key(name)))

    def firm(self, name: str = "", **given: Any) -> Organisation:
        """A contractor with a number that could exist."""
        n = next(_numbers)
        base = f"04{n:06d}"
        number = base + f"{97 - int(base) % 97:02d}"
        shown = f"{number[:4]}.{number[4:7]}.{number[7:]}"
        return self.organisation(
            "contractor", name=name or f"Firma {n}", company_number=shown, **given
        )

    def person(self, name: str = "", **given: Any) -> Person:
        n = next(_numbers)
        name = name or f"Persoon {n}"
        reached = {"contact_way": "email", "email": f"p{n}@example.org"}
        reached |= {key: given.pop(key) for key in REACHED if key in given}
        values = {"municipality_id": self.home.id, "language": "nl", **given}
        row = self._add(Person(**values, name=name, sort_key=sort_key(name)))
        self.reach(row, **reached)
        return row

    def reach(self, person: Person, contact_way: str, **typed: str | None) -> None:
        """From now on this is how somebody is reached, and nothing else: ``email=...``."""
        contacts.forget_contacts(person)
        self.session.flush()
        for way, field in FIELD_OF_WAY.items():
            if typed.get(field):
                contact = Contact(way, str(typed[field]))
                contacts.add_contact(self.session, person, contact, preferred=way == contact_way)
        self.session.flush()

    def member(self, role: Role, organisation: Organisation | None = None, **given: Any) -> Person:
        """A person with a role, in an organisation that fits it."""
        kinds = {
            Role.ADVISOR: "energy_house",
            Role.TEAM_LEAD: "energy_house",
            Role.CONTRACTOR: "contractor",
            Role.CONTRACTOR_OWNER: "contractor",
            Role.PARTNER: "partner",
        }
        if organisation is None:
            kind = kinds.get(role, "municipality")
            organisation = self.firm() if kind == "contractor" else self.organisation(kind)
        neighbourhood_id = given.pop("neighbourhood_id", None)
        person = self.person(municipality_id=organisation.municipality_id, **given)
        self._add(
            Membership(
                municipality_id=person.municipality_id,
                person_id=person.id,
                organisation_id=organisation.id,
                role=role,
                neighbourhood_id=neighbourhood_id,
            )
        )
        self.account(person, person.email or f"a{person.id}@example.org")
        self.session.refresh(person, ["memberships"])
        return person

    def account(self, person: Person, email: str) -> Account:
        """An account without a password for this person."""
        row = self._add(Account(email=email))
        self.hang_on(row, person)
        return row

    def hang_on(self, account: Account, person: Person) -> None:
        """Somebody with this account is this person too, of another municipality."""
        self._add(
            AccountPerson(
                municipality_id=person.municipality_id,
                account_id=account.id,
                person_id=person.id,
            )
        )

    def also(self, person: Person, role: Role, neighbourhood_id: int | None = None) -> Person:
        """One more membership of somebody, for the same organisation."""
        self._add(
            Membership(
                municipality_id=person.municipality_id,
                person_id=person.id,
                organisation_id=person.memberships[0].organisation_id,
                role=role,
                neighbourhood_id=neighbourhood_id,
            )
        )
        self.session.refresh(person, ["memberships"])
        return person

    def neighbourhood(self, **given: Any) -> Neighbourhood:
        n = next(_numbers)
        values = {
            "municipality_id": self.home.id,
            "slug": f"wijk-{n}",
            "name": f"Wijk {n}",
            "story": "Samen renoveren.",
            "phone": "09 123 45 67",
            "brand_colour": "#1f5c4d",
            "accent_colour": "#8a4b08",
        }
        return self._add(Neighbourhood(**{**values, **given}))

    def street(self, neighbourhood: Neighbourhood | None = None, name: str = "") -> Street:
        neighbourhood = neighbourhood or self.neighbourhood()
        name = name or f"Straat {next(_numbers)}"
        return self._add(
            Street(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood_id=neighbourhood.id,
                name=name,
                search_key=search_key(name),
                sort_key=sort_key(name),
                postcode="9999",
                town="Testgem",
            )
        )

    def address(
        self, street: Street | None = None, number: str = "", built: str = "row"
    ) -> Address:
        street = street or self.street()
        number = number or str(next(_numbers) % 4_900 * 2 + 2)  # four digits, however long a run is
        digits = "".join(c for c in number if c.isdigit())
        return self._add(
            Address(
                municipality_id=street.municipality_id,
                street_id=street.id,
                number=number,
                sort_number=int(digits),
                built=built,
            )
        )

    def dwelling(
        self, address: Address | None = None, measures: dict[str, str] | None = None, **given: Any
    ) -> Dwelling:
        address = address or self.address()
        values = {"municipality_id": address.municipality_id, "build_year": 1965}
        row = self._add(Dwelling(**{**values, **given}, address_id=address.id))
        for source, amount in (measures or {}).items():
            self._add(
                DwellingMeasure(
                    municipality_id=row.municipality_id,
                    dwelling_id=row.id,
                    source=source,
                    quantity=Quantity.of(amount),
                    measured_at=NOW,
                )
            )
        return row

    def case(
        self, dwelling: Dwelling | None = None, person: Person | None = None, **given: Any
    ) -> Case:
        dwelling = dwelling or self.dwelling()
        person = person or self.person()
        values = {
            "municipality_id": dwelling.municipality_id,
            "owner_kind": "owner_occupier",
            "channel": "online",
            "opened_at": NOW,
        }
        return self._add(Case(**{**values, **given}, dwelling_id=dwelling.id, person_id=person.id))

    def package(
        self,
        mode: str = "group_quotes",
        state: str = "published",
        lots: int = 1,
        neighbourhood: Neighbourhood | None = None,
        **given: Any,
    ) -> Package:
        """A complete package whose dates lie ahead of NOW, with façade lots."""
        neighbourhood = neighbourhood or self.neighbourhood()
        n = next(_numbers)
        values: dict[str, Any] = {
            "municipality_id": neighbourhood.municipality_id,
            "neighbourhood_id": neighbourhood.id,
            "reference": f"pakket-{n}",
            "mode": mode,
            "state": state,
            "title": f"Gevelisolatie {n}",
            "summary": "Samen de gevels isoleren.",
            "min_group": 2,
            "max_group": 12,
            "interest_deadline": TODAY + timedelta(days=30),
            "order_deadline": TODAY + timedelta(days=120),
            "freeze_on": TODAY + timedelta(days=140),
            "published_at": NOW if state != "draft" else None,
        }
        if mode == "procurement":
            values |= {
                "legal_form": "limited_value",
                "max_value": Money(2_900_000),
                "ends_on": TODAY + timedelta(days=700),
            }
        quotes_by = {"quote_deadline": given.pop("quote_deadline", QUOTES_BY)}
        package = self._add(Package(**{**values, **given}))
        for number in range(1, lots + 1):
            self.lot(package, number=number, **quotes_by)
        if mode == "procurement":
            self._procurement(package)
        return package

    def _procurement(self, package: Package) -> None:
        common = {"municipality_id": package.municipality_id, "package_id": package.id}
        self._add(
            Criterion(
                **common,
                position=1,
                code="price",
                title="Prijs",
                weight=60,
                formula="proportional",
            )
        )
        self._add(Criterion(**common, position=2, code="plan", title="Plan van aanpak", weight=40))
        self._add(Scenario(**common, homes=7, runs=4, weight=50))
        self._add(Scenario(**common, homes=10, runs=4, weight=50))

    def lot(
        self,
        package: Package,
        number: int = 1,
        posts: Sequence[tuple[str, ...]] = FACADE_POSTS,
        bands: Sequence[tuple[int, int | None]] = ((1, 8), (9, None)),
        **given: Any,
    ) -> Lot:
        values = {
            "municipality_id": package.municipality_id,
            "title": f"Perceel {number}: gevelisolatie",
            "measure": "wall_outside",
            "min_to_quote": 2,
            "min_to_execute": 2,
            "max_homes": 12,
            "quote_deadline": package.first_quote_deadline or QUOTES_BY,
        }
        lot = self._add(Lot(**{**values, **given}, package_id=package.id, number=number))
        for position, (code, text, nature, unit, scope, source, presumed) in enumerate(posts):
            self._add(
                Post(
                    municipality_id=lot.municipality_id,
                    lot_id=lot.id,
                    position=position,
                    number=code,
                    description=text,
                    nature=nature,
                    unit=unit,
                    scope=scope,
                    source=source,
                    presumed=Quantity.of(presumed),
                )
            )
        for n, (first, last) in enumerate(bands, start=1):
            self._add(
                Band(
                    municipality_id=lot.municipality_id,
                    lot_id=lot.id,
                    number=n,
                    from_homes=first,
                    to_homes=last,
                )
            )
        self.session.refresh(package)
        return lot

    def subscription(
        self,
        package: Package,
        dwelling: Dwelling | None = None,
        state: str = "screened_fit",
        person: Person | None = None,
        **given: Any,
    ) -> Subscription:
        """A household that wants every lot of the package."""
        n = next(_numbers)
        dwelling = dwelling or self.dwelling(measures={"facade_m2": "60", "sill_lm": "6"})
        person = person or self.person()
        case = self.case(dwelling, person)
        values: dict[str, Any] = {
            "municipality_id": package.municipality_id,
            "reference": f"RG-T{n:03d}",
            "state": state,
            "channel": "online",
            "answers": {},
            "screening": [],
            "interested_at": NOW,
            "subscribed_at": NOW,
            "screened_at": NOW if state.startswith("screened") else None,
        }
        row = self._add(
            Subscription(
                **{**values, **given},
                package_id=package.id,
                dwelling_id=dwelling.id,
                case_id=case.id,
                person_id=person.id,
            )
        )
        for lot in package.lots:
            self.want(row, lot)
        return row

    def want(self, subscription: Subscription, lot: Lot) -> None:
        """The household wants these works too."""
        self._add(
            SubscriptionLot(
                municipality_id=lot.municipality_id,
                subscription_id=subscription.id,
                lot_id=lot.id,
            )
        )
        self.session.refresh(subscription, ["lots"])
