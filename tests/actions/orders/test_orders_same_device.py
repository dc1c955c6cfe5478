"""Two owners on one device: not in one session; after signing out it counts, is marked and is called."""

from datetime import date

import pytest
from sqlalchemy import select

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.identity.actions.people import Contact
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.device import Device
from renogroep.infra.i18n import in_language, say_stored
from renogroep.orders.actions import co_owners, ordering
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.queries.order_text import order_text
from renogroep.owners.models import Task
from tests.support.make_orders import place, surveyed

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
PHONE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def order(make):
    """Signed by the household on PHONE; Mia must sign too."""
    _, _, orders = surveyed(make)
    place(make, orders["H1"], co_owner=MIA, device=PHONE)
    return orders["H1"]


def sign(make, order, device, by=None):
    mia = order.co_owners[0].person_id
    people = frozenset({mia}) if device else frozenset()
    where = Device(device, people) if device else None
    ordering.co_sign(make.session, order, person_id=mia, by=by or By(mia), device=where)
    return order.co_owners[0]


def tasks(make, order):
    query = select(Task).where(Task.case_id == order.subscription.case_id)
    return [one for one in make.session.scalars(query) if "same device" in one.what["msgid"]]


def signatures(make, order):
    return dict(order_text(make.session, order)[-1].facts)


def test_where_the_household_is_signed_in_nobody_else_signs(make, order):
    mia = order.co_owners[0].person_id
    here = Device(PHONE, frozenset({order.person_id, mia}))
    with pytest.raises(Refused, match="order.asker_here"):
        ordering.co_sign(make.session, order, person_id=mia, by=By(mia), device=here)
    assert (order.state, order.co_owners[0].signed_at) == ("awaiting_co_owner", None)


def test_the_same_device_counts_is_marked_and_the_advisor_calls(make, order):
    advisor = make.member("advisor")
    order.subscription.case.advisor_id = advisor.id
    assert sign(make, order, PHONE).same_device
    assert order.state == "ordered"
    (task,) = tasks(make, order)
    assert (task.due_on, task.assignee_id) == (date(2027, 1, 25), advisor.id)
    with in_language("nl"):
        assert "hetzelfde toestel" in say_stored(task.what)
        assert "26 januari 2027" in say_stored(task.what)
        assert signatures(make, order)["Mia Peeters"].endswith("zelfde toestel")
    facts = make.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.did == "order.co_signed")
    ).one()
    assert facts["same_device"] is True


@pytest.mark.parametrize("device", [OTHER, None], ids=["own device", "paper"])
def test_another_device_or_paper_leaves_no_mark_and_no_task(make, order, device):
    by = By(1, Channel.PAPER) if device is None else None
    assert not sign(make, order, device, by).same_device
    assert (order.state, tasks(make, order)) == ("ordered", [])


def test_signing_twice_leaves_one_task(make, order):
    sign(make, order, PHONE)
    sign(make, order, PHONE)
    assert len(tasks(make, order)) == 1


def test_an_order_on_paper_knows_no_device(make):
    _, _, orders = surveyed(make)
    place(make, orders["H1"], co_owner=MIA)
    assert not sign(make, orders["H1"], PHONE).same_device


def test_a_second_signature_of_the_household_starts_from_a_blank_page(make, order):
    wrong = order.co_owners[0].person_id
    co_owners.remove_co_owner(make.session, order, wrong, by=TICK)
    assert order.signed_device is None
