"""Another owner is somebody else, reachable, and put right when it was written down wrongly."""

import pytest
from sqlalchemy import func, select

from renogroep.base.errors import Refused
from renogroep.identity.models import SignedLink
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import co_owners, ordering
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make_orders import place, surveyed

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mai@example.org"))
RIGHT = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))


@pytest.mark.parametrize(
    ("name", "way", "value", "code"),
    [
        ("Mia", "email", "mia at example", "contact.email"),
        ("Mia", "mobile", "12", "phone.unreadable"),
        ("Mia", "pigeon", "roof", "contact.way"),
        ("", "email", "mia@example.org", "person.no_name"),
        ("x" * 5000, "email", "mia@example.org", "person.long_name"),
        ("Mia", "email", "x" * 5000 + "@example.org", "contact.long"),
        ("Mia", "letter", "x" * 5000, "contact.long"),
    ],
)
def test_a_co_owner_that_cannot_be_reached_is_refused_in_words(make, name, way, value, code):
    _, _, orders = surveyed(make)
    with pytest.raises(Refused) as refused:
        place(make, orders["H1"], co_owner=CoOwnerAsked(name, Contact(way, value)))
    assert refused.value.code == code
    assert orders["H1"].state == OrderState.SURVEYED
    assert orders["H1"].co_owners == []


def test_the_households_own_mailbox_is_no_second_signature(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    letter = "Rozenstraat 12, 9999 Testgem"
    make.reach(order.person, "letter", postal_address=letter, email="an@example.org")
    with pytest.raises(Refused, match="order.own_mail"):
        place(make, order, co_owner=CoOwnerAsked("Mia", Contact("email", " AN@Example.org ")))
    assert order.state == OrderState.SURVEYED


def links(make, person_id):
    return make.session.scalars(select(SignedLink).where(SignedLink.person_id == person_id)).all()


def test_a_mistyped_address_is_corrected_and_the_old_link_stops(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    wrong = order.co_owners[0].person_id
    co_owners.change_co_owner(make.session, order, wrong, RIGHT, by=By(order.person_id))
    assert order.state == OrderState.AWAITING_CO_OWNER
    assert [row.person.email for row in order.co_owners] == ["mia@example.org"]
    assert all(link.revoked_at for link in links(make, wrong))
    right = order.co_owners[0].person_id
    assert not any(link.revoked_at for link in links(make, right))
    asked = select(func.count()).where(OutboxMessage.key.like("orders_co_sign:%"))
    assert make.session.scalar(asked) == 2
    ordering.co_sign(make.session, order, person_id=right, by=By(right))
    assert order.state == OrderState.ORDERED


def test_a_co_owner_that_does_not_exist_is_taken_off_and_the_household_signs_again(make):
    example, wave, orders = surveyed(make, ["H1", "H2"])
    example.lot.min_to_execute = example.lot.max_homes = 1
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    ordering.wait_for_place(make.session, orders["H2"], by=TICK)
    wrong = order.co_owners[0].person_id
    co_owners.remove_co_owner(make.session, order, wrong, by=By(order.person_id))
    assert (order.state, order.signed_at, order.co_owners, order.conditions) == (
        OrderState.SURVEYED,
        None,
        [],
        [],
    )
    assert all(link.revoked_at for link in links(make, wrong))
    with pytest.raises(Refused, match="order.no_place"):
        place(make, orders["H2"])  # the place is kept for who had it
    place(make, order)
    assert order.state == OrderState.ORDERED


def test_who_signed_is_not_changed_any_more(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    mia = order.co_owners[0].person_id
    ordering.co_sign(make.session, order, person_id=mia, by=By(mia))
    for act in (
        lambda: co_owners.change_co_owner(make.session, order, mia, RIGHT, by=By(1)),
        lambda: co_owners.remove_co_owner(make.session, order, mia, by=By(1)),
    ):
        with pytest.raises(Refused):
            act()
    assert order.state == OrderState.ORDERED
