"""Who must know of a step hears it: in their language, and no more than they may know."""

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, ordering, withdrawing
from renogroep.orders.actions.co_owners import CoOwnerAsked
from tests.support.make_orders import (
    FREEZE_ON,
    at,
    open_wave,
    place,
    ready_to_order,
    survey,
    surveyed,
)

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))


def heard(make, person_id, notice=""):
    """Every message to one person, newest last."""
    return make.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.key.like(f"{notice}%"))
        .order_by(OutboxMessage.id)
    ).all()


@pytest.fixture
def bound(make):
    """H1 ordered together with Mia: (example, wave, order, Mia's id, the advisor's id)."""
    advisor = make.member(Role.ADVISOR)
    example, wave, orders = surveyed(make)
    order = orders["H1"]
    order.subscription.case.advisor_id = advisor.id
    make.session.flush()
    make.session.refresh(order.subscription.case)
    place(make, order, co_owner=MIA)
    mia = order.co_owners[0].person_id
    ordering.co_sign(make.session, order, person_id=mia, by=By(mia))
    return example, wave, order, mia, advisor.id


def test_the_contractor_hears_a_provisional_yes_and_an_order_by_their_code_only(make, bound):
    example, _, order, _, _ = bound
    firm = example.contractors["B"].id
    messages = heard(make, firm, "orders_firm_to_survey") + heard(make, firm, "orders_firm_news")
    assert len(messages) == 2
    home = order.subscription.case.dwelling.address
    for message in heard(make, firm):
        text = message.subject + message.body
        assert order.person.name not in text
        assert home.label not in text
    assert all(order.reference in one.subject for one in messages)
    assert heard(make, example.contractors["A"].id, "orders_") == []


def test_the_advisor_hears_that_a_home_ordered(make, bound):
    _, _, order, _, advisor = bound
    message = heard(make, advisor, "orders_advisor_news")[0]
    assert order.person.name in message.body


@pytest.mark.parametrize("how", ["withdraw", "lapse"])
def test_everybody_hears_that_an_order_ended(make, bound, how):
    example, _, order, mia, advisor = bound
    if how == "withdraw":
        withdrawing.withdraw(make.session, order, by=By(order.person_id))
    else:
        row = order.conditions[0]
        row.kind = "permit"
        make.session.flush()
        withdrawing.decide_condition(make.session, order, "permit", met=False, by=By(1))
    for person, notice in (
        (mia, "orders_co_owner_news"),
        (advisor, "orders_advisor_news"),
        (example.contractors["B"].id, "orders_firm_news"),
    ):
        assert heard(make, person, f"{notice}:{order.id}.{order.state}"), notice


def test_the_co_owner_and_the_advisor_hear_the_final_price(make, bound):
    example, wave, order, mia, advisor = bound
    example.lot.min_to_execute = 1
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
    message = heard(make, mia, "orders_co_owner_news")[-1]
    assert "€ 8.768,00" in message.body.replace("\xa0", " ")
    round_over = heard(make, advisor, "orders_advisor_round")
    assert len(round_over) == 1
    assert f"{order.reference}, {order.person.name}" in round_over[0].body
    assert "8.768,00" in round_over[0].body


def test_a_contractor_to_whom_nobody_is_bound_hears_it(make):
    example, wave, _ = surveyed(make)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
    assert len(heard(make, example.contractors["B"].id, "orders_firm_no_contract")) == 1


def test_before_a_yes_contractor_and_advisor_hear_nothing(make):
    advisor = make.member(Role.ADVISOR)
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    assert heard(make, advisor.id, "orders_") == []
    assert heard(make, example.contractors["B"].id, "orders_") == []


def test_the_mail_of_an_order_holds_its_text_and_the_form_to_withdraw(make, bound):
    _, _, order, mia, _ = bound
    for person in (order.person_id, mia):
        body = heard(make, person, "orders_ordered")[0].body.replace("\xa0", " ")
        for words in (
            "€ 8.768,00",
            "01.01",
            "Modelformulier voor herroeping",
            order.subscription.case.dwelling.address.full,
        ):
            assert words in body


def test_a_letter_household_gets_the_order_to_sign_and_the_order_signed(make):
    example, _, orders = surveyed(make, [])
    person = orders["H1"].person
    make.reach(person, "letter", postal_address="Rozenstraat 12, 9999 Testgem")
    person.language = "fr"
    sign(make, example, orders["H1"])
    to_sign, signed = heard(make, person.id, "orders_surveyed") + heard(
        make, person.id, "orders_ordered"
    )
    assert {to_sign.way, signed.way} == {"letter"}
    assert "Date et signature" in to_sign.body
    assert "Modèle de formulaire de rétractation" in signed.body
    assert "Date et signature" not in signed.body


def test_a_household_on_the_phone_is_called_and_gets_the_order_on_paper(make):
    example, _, orders = surveyed(make, [])
    person = orders["H1"].person
    make.reach(person, "mobile", phone="0470 12 34 56", email="an@example.org")
    sign(make, example, orders["H1"])
    for notice in ("orders_surveyed", "orders_ordered"):
        call, letter = heard(make, person.id, notice)
        assert (call.way, letter.way) == ("call", "letter")
        assert letter.address == orders["H1"].subscription.case.dwelling.address.full
        assert "Modelformulier" in letter.body
        assert "Modelformulier" not in call.body


def sign(make, example, order):
    """From the provisional yes to the order."""
    survey(make, order, "H1", example)
    place(make, order)


def test_pressing_twice_tells_once(make, bound):
    example, _, order, _, _ = bound
    before = len(heard(make, example.contractors["B"].id))
    place(make, order)
    assert len(heard(make, example.contractors["B"].id)) == before
