"""Who works in the demo municipality?"""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base.calendar import DAY
from renogroep.identity.actions import companies, keys, municipalities, papers, people
from renogroep.identity.models import Municipality, Organisation, Person
from renogroep.identity.rules.contacts import Contact
from renogroep.identity.rules.papers import Paper, PaperKind
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.tenant import become

MAIL = "testgem.example"
# key, kind, name, company number (they could exist, and belong to nobody)
ORGANISATIONS = (
    ("town", "municipality", "Testgem, dienst Wonen", ""),
    ("energy", "energy_house", "Energiehuis De Warme Wijk", ""),
    ("ocmw", "partner", "OCMW Testgem", ""),
    ("aerts", "contractor", "Gevelwerken Aerts", "0999.000.129"),
    ("dhondt", "contractor", "Isolatie Dhondt", "0999.000.228"),
    ("goossens", "contractor", "Bouwgroep Goossens", "0999.000.327"),
    ("lemmens", "contractor", "Ramen Lemmens", "0999.000.426"),
)
# key, name, organisation, roles; the e-mail address is the key
STAFF: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("lies.peeters", "Lies Peeters", "town", (Role.LEAD,)),
    ("karim.haddad", "Karim Haddad", "town", (Role.OPENING_OFFICER,)),
    ("bram.maes", "Bram Maes", "town", (Role.ASSESSOR,)),
    ("greet.willems", "Greet Willems", "town", (Role.DESK,)),
    ("nele.wouters", "Nele Wouters", "town", (Role.ADMIN,)),
    ("sofie.jacobs", "Sofie Jacobs", "town", (Role.ALDERMAN,)),
    ("paul.mertens", "Paul Mertens", "town", (Role.STEERING,)),
    ("ann.desmet", "Ann De Smet", "energy", (Role.TEAM_LEAD,)),
    ("joris.claes", "Joris Claes", "energy", (Role.ADVISOR,)),
    ("fatma.yildiz", "Fatma Yildiz", "energy", (Role.ADVISOR,)),
    ("mieke.baert", "Mieke Baert", "ocmw", (Role.PARTNER,)),
    ("wim.aerts", "Wim Aerts", "aerts", (Role.CONTRACTOR_OWNER, Role.CONTRACTOR)),
    ("elke.dhondt", "Elke Dhondt", "dhondt", (Role.CONTRACTOR_OWNER, Role.CONTRACTOR)),
    ("tom.goossens", "Tom Goossens", "goossens", (Role.CONTRACTOR_OWNER, Role.CONTRACTOR)),
    ("sara.lemmens", "Sara Lemmens", "lemmens", (Role.CONTRACTOR_OWNER, Role.CONTRACTOR)),
)
# firm, who of it confirmed the company; kind, days until the last day, note. Two firms did not yet.
PAPERS = (
    (
        "aerts",
        "wim.aerts",
        (
            (PaperKind.INSURANCE, 200, "Tienjarige aansprakelijkheid (BA10)"),
            (PaperKind.RECOGNITION, 1500, "D13, klasse 2"),
            (PaperKind.TAX, -20, ""),
        ),
    ),
    ("lemmens", "sara.lemmens", ((PaperKind.INSURANCE, 45, "BA uitbating"),)),
)
SCOPED = "fatma.yildiz"  # works in the second neighbourhood only


def email_of(key: str) -> str:
    """The address with which somebody signs in."""
    return f"{key}@{MAIL}"


@dataclass
class Cast:
    """Everybody who acts in the demo, by key."""

    home: Municipality
    firms: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def id(self, key: str) -> int:
        """Of a person."""
        return self.people[key].id

    @property
    def lead(self) -> int:
        """Lies, who runs the programme."""
        return self.id("lies.peeters")

    @property
    def opening_officer(self) -> int:
        """Karim, the second person at an opening."""
        return self.id("karim.haddad")

    @property
    def advisor(self) -> int:
        """Joris, who works in the large neighbourhood."""
        return self.id("joris.claes")

    @property
    def desk(self) -> int:
        """Greet, who makes the calls and prints the letters."""
        return self.id("greet.willems")


def found_municipality(session: Session) -> Cast:
    """The municipality with its organisations and everybody's account."""
    home = people.create_municipality(
        session,
        name="Testgem",
        slug="testgem",
        phone="09 000 12 34",
        email=f"wonen@{MAIL}",
        postal_address="Marktplein 1, 9999 Testgem",
    )
    become(home.id)
    municipalities.set_privacy(
        session, home, postal_address=home.postal_address, contact=f"privacy@{MAIL}", by=TICK
    )
    cast = Cast(home)
    for key, kind, name, number in ORGANISATIONS:
        cast.firms[key] = people.create_organisation(
            session,
            municipality_id=home.id,
            kind=kind,
            name=name,
            company_number=number,
            phone="09 000 12 34",
            email=f"{key}@{MAIL}",
            by=TICK,
        )
    for key, name, organisation, roles in STAFF:
        cast.people[key] = _hire(session, cast, key, name)
        if key != SCOPED:
            give_roles(session, cast, key, organisation, roles, None)
    return cast


def keep_papers(session: Session, cast: Cast, today: date) -> None:
    """Two firms confirmed which company they are and keep its papers; one paper is over by today."""
    for firm, person, rows in PAPERS:
        by = By(cast.id(person))
        companies.confirm_company(session, cast.firms[firm], by=by)
        for kind, days, note in rows:
            paper = Paper(kind, today + DAY * days, note)
            papers.add_paper(session, cast.firms[firm], paper, by=by)


def scope_advisor(session: Session, cast: Cast, neighbourhood_id: int) -> None:
    """Fatma works for the energy house, in one neighbourhood."""
    _, _, organisation, roles = next(row for row in STAFF if row[0] == SCOPED)
    give_roles(session, cast, SCOPED, organisation, roles, neighbourhood_id)


def _hire(session: Session, cast: Cast, key: str, name: str) -> Person:
    person = people.create_person(
        session,
        municipality_id=cast.home.id,
        name=name,
        contact=Contact("email", email_of(key)),
        language="nl",
        by=TICK,
    )
    keys.create_account(session, person=person, email=email_of(key), by=TICK)
    return person


def give_roles(
    session: Session,
    cast: Cast,
    key: str,
    organisation: str,
    roles: tuple[Role, ...],
    neighbourhood_id: int | None,
) -> None:
    """What somebody is, within an organisation and a scope."""
    for role in roles:
        people.give_membership(
            session,
            person=cast.people[key],
            organisation=cast.firms[organisation],
            role=role,
            neighbourhood_id=neighbourhood_id,
            by=TICK,
        )
