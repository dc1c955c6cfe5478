"""What is kept of a person: exported whole, forgotten, and moved to who it turned out to be."""

from renogroep.identity.rules.contacts import Contact
from renogroep.orders.actions import people
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import CoOwner
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make_orders import place, surveyed

MIA = CoOwnerAsked("Mia Peeters", Contact("letter", "Rozenstraat 12, 9999 Testgem"))


def test_household_and_co_owner_get_the_order(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    mine = people.export_person(make.session, order.person_id)["orders"]
    assert mine[0]["ceiling"] == "8.768,00"
    assert mine[0]["as"] == "household"
    theirs = people.export_person(make.session, order.co_owners[0].person_id)["orders"]
    assert theirs[0]["as"] == "co_owner"
    assert theirs[0]["signed_at"] is None


def test_forgetting_ends_what_did_not_bind_and_keeps_a_contract(make):
    _, _, orders = surveyed(make, ["H1", "H2"])
    place(make, orders["H1"])
    orders["H1"].survey_note = "Hond in de tuin"
    for order in (orders["H1"], orders["H2"]):
        people.erase_person(make.session, order.person_id)
    assert (orders["H1"].state, orders["H1"].survey_note) == (OrderState.ORDERED, "")
    assert orders["H2"].state == OrderState.WITHDRAWN


def test_two_rows_that_are_one_person_sign_once(make):
    _, _, orders = surveyed(make, ["H1", "H2"])
    place(make, orders["H1"], co_owner=MIA)
    mia = orders["H1"].co_owners[0].person_id
    people.repoint_person(make.session, mia, orders["H2"].person_id)
    make.session.expire_all()
    assert orders["H1"].co_owners[0].person_id == orders["H2"].person_id
    people.repoint_person(make.session, orders["H2"].person_id, orders["H1"].person_id)
    make.session.expire_all()
    assert orders["H2"].person_id == orders["H1"].person_id
    assert make.session.query(CoOwner).count() == 0
