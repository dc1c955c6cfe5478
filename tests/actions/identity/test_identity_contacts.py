"""Several ways to reach one person: one is preferred, and none is lost by choosing another."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions import contacts, people
from renogroep.identity.models import ContactPoint, Person
from renogroep.identity.rules.contacts import Contact, ContactKind
from renogroep.infra.acts import TICK

MAIL = Contact("email", "An@Example.org")
CALL = Contact("mobile", "+32470123456")
LETTER = Contact("letter", "Laan 3, 9999 Testgem")


@pytest.fixture
def an(make):
    return people.create_person(
        make.session,
        municipality_id=make.home.id,
        name="An Verlinden",
        contact=MAIL,
        others=[CALL],
        language="nl",
        by=TICK,
    )


def points(person):
    return [(str(point.kind), point.value, point.preferred) for point in person.live_points]


def test_all_that_is_given_is_kept_and_the_chosen_way_comes_first(session, an):
    assert points(an) == [("email", "an@example.org", True), ("phone", "+32470123456", False)]
    assert (an.contact_way, an.reached_at) == ("email", "an@example.org")
    contacts.prefer(session, an, contacts.add_contact(session, an, LETTER))
    assert (an.contact_way, an.reached_at) == ("letter", LETTER.value)
    assert (an.email, an.phone) == ("an@example.org", "+32470123456")


@pytest.mark.parametrize("same", [MAIL, Contact("email", " AN@example.ORG "), CALL])
def test_the_same_way_twice_is_one(session, an, same):
    before = points(an)
    contacts.add_contact(session, an, same)
    assert points(an) == before


def test_the_database_knows_one_preferred_way(session, an):
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE contact_point SET preferred = true"))


def test_of_an_ended_way_the_next_takes_over_and_the_last_stays(session, an):
    mail, call = an.live_points
    for _again in range(2):
        contacts.end_contact(session, an, mail)
    assert points(an) == [("phone", "+32470123456", True)]
    with pytest.raises(Refused, match="contact.last"):
        contacts.end_contact(session, an, call)
    contacts.add_contact(session, an, MAIL, preferred=True)
    assert (an.contact_way, len(an.contact_points)) == ("email", 3)


def test_a_page_that_showed_other_contacts_is_old(session, an):
    session.flush()
    before = an.version
    contacts.add_contact(session, an, LETTER)
    session.flush()
    assert an.version == before + 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"contact_way": "letter", "postal_address": "Laan 1", "email": "an@example.org"}, True),
        ({"contact_way": "email", "email": "b@example.org", "phone": "+32470123456"}, True),
        ({"contact_way": "email", "email": "b@example.org"}, False),
    ],
)
def test_any_live_number_or_mailbox_makes_two_rows_look_the_same(session, make, an, change, same):
    other = make.person("Bo", **change)
    assert (other in queries.maybe_the_same(session, an)) is same


def test_a_number_that_ended_makes_nobody_the_same(session, make, an):
    other = make.person("Bo", phone=CALL.value)
    (call,) = (point for point in other.live_points if point.kind is ContactKind.PHONE)
    contacts.end_contact(session, other, call)
    session.flush()
    assert queries.maybe_the_same(session, an) == []


def test_the_column_of_the_number_is_the_one_on_the_card(session, make, an):
    contacts.add_contact(session, an, Contact("mobile", "+3291234567"), preferred=True)
    make.person("Zonder nummer")
    session.flush()
    rows = session.execute(select(Person, queries.phone_of_person()).order_by(Person.id)).all()
    assert [phone for _, phone in rows] == [person.phone for person, _ in rows]
    assert rows[0].phone == "+3291234567"


def test_of_two_rows_that_are_one_every_way_is_kept_once(session, make, an):
    old = make.person("An V.", contact_way="mobile", phone="0470 12 34 56", email="an@oud.example")
    people.repoint_person(session, old.id, an.id)
    assert points(an) == [
        ("email", "an@example.org", True),
        ("phone", "+32470123456", False),
        ("email", "an@oud.example", False),
    ]
    assert old.contact_points == []


def test_an_export_tells_all_and_erasing_leaves_none(session, an):
    contacts.end_contact(session, an, an.live_points[0])
    told = people.export_person(session, an.id)["person"]["contacts"]
    assert [(row["way"], row["value"], row["ended_at"] is None) for row in told] == [
        ("email", "an@example.org", False),
        ("mobile", "0470 12 34 56", True),
    ]
    people.erase_person(session, an.id)
    session.flush()
    assert session.scalars(select(ContactPoint)).all() == []
    assert (an.contact_way, an.phone) == ("", None)
