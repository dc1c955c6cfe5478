"""Every act has its own words, and leaving is called withdrawing only for an order that binds."""

import pytest

from renogroep.journeys.rules.acts import ACTS, button_of, is_possible, withdraw_beside
from renogroep.journeys.rules.standing_facts import LotFacts
from renogroep.orders.rules.guards import OrderAct
from tests.unit.journeys.standing_table import (
    AGREED,
    AWAITING,
    CHOOSING,
    ORDERED,
    UNCONFIRMED,
    dutch,
)

NL = dutch()


def facts(plain, **change) -> LotFacts:
    return LotFacts.from_plain({**plain, **change})


@pytest.mark.parametrize(
    ("word", "plain", "english", "label"),
    [
        ("confirm", UNCONFIRMED, "Confirm my interest", "Bevestig mijn interesse"),
        ("stop_interest", CHOOSING, "I no longer take part", "Ik doe niet meer mee"),
        ("choose", CHOOSING, "Compare and choose", "Vergelijk en kies"),
        ("choose", {**CHOOSING, "preferred": True}, "See or change your choice", "Bekijk of wijzig uw keuze"),
        ("say_yes", CHOOSING, "Yes, with %(firm)s", "Ja, met %(firm)s"),
        ("say_no", CHOOSING, "No", "Nee"),
        ("provisional", AGREED, "Yes, come and measure (free)", "Ja, kom meten (gratis)"),
        ("order", AGREED, "Look at the order and decide", "Bekijk de bestelling en beslis"),
        ("wait", AGREED, "Put me on the waiting list", "Zet mij op de wachtlijst"),
        ("co_sign", AWAITING, "Read and sign", "Lees en teken"),
        ("change_co_owner", AWAITING, "The name of the other owner is wrong", "De naam van de andere eigenaar klopt niet"),
        ("withdraw", AGREED, "Stop with these works", "Stop met deze werken"),
        ("withdraw", AWAITING, "Stop with these works", "Stop met deze werken"),
        ("withdraw", ORDERED, "Withdraw my order (I stop)", "Herroep mijn bestelling (ik stop)"),
    ],
)  # fmt: skip
def test_the_words_on_a_button(word, plain, english, label):
    act = next(act for act in ACTS if act == word)
    said = button_of(act, facts(plain))
    assert (said.msgid, NL.gettext(said.msgid)) == (english, label)


def test_there_are_fourteen_acts_and_each_has_words():
    assert 14 == len(ACTS) == len({str(button_of(act, facts(CHOOSING))) for act in ACTS})


@pytest.mark.parametrize(
    ("last", "label"),
    [
        ("2027-01-14", None),
        ("2027-01-15", "Herroep mijn bestelling (ik stop, vandaag is de laatste dag)"),
        ("2027-01-16", "Herroep mijn bestelling (ik stop, nog 1 dag)"),
        ("2027-01-29", "Herroep mijn bestelling (ik stop, nog 14 dagen)"),
    ],
)
def test_the_days_left_to_withdraw_stand_beside_a_binding_order(last, label):
    said = withdraw_beside(facts(ORDERED, withdraw_until=last))
    assert (NL.gettext(said.msgid) % dict(said.params) if said else None) == label


def test_an_order_that_does_not_bind_has_no_days_left():
    assert withdraw_beside(facts(AWAITING)) is None


def test_without_an_order_no_act_on_an_order_is_possible():
    assert [act for act in OrderAct if is_possible(act, facts(CHOOSING))] == []
