"""Nobody closes a case or ends an interest over the head of a running order."""

import pytest

from renogroep.identity.actions.keys import make_link
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import db
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.models import Case
from renogroep.subscriptions.models import Subscription
from tests.support.make_orders import open_wave, ready_to_order

ENDED = ("settled", "lapsed", "withdrawn", "cancelled")
RUNNING = sorted(set(map(str, OrderState)) - set(ENDED))


@pytest.fixture
def home(given):
    """A household with a price in a round; the ids of what is around it."""
    with given() as make:
        example = ready_to_order(make)
        _, orders = open_wave(make, example)
        one = orders["H1"]
        return {
            "order": one.id,
            "interest": one.subscription_id,
            "reference": one.subscription.reference,
            "token": make_link(
                make.session, person=one.subscription.person, purpose="my_home", by=TICK
            ),
            "case": one.subscription.case_id,
            "advisor": make.member(Role.ADVISOR).id,
        }


@pytest.fixture
def with_order(given, home):
    """``with_order(state)``: the order of the household stands so."""

    def put(state):
        with given() as make:
            make.session.get_one(Order, home["order"]).state = state

    return put


def kept(app, home):
    with app.app_context():
        case = db.session.get_one(Case, home["case"])
        return case.state, db.session.get_one(Subscription, home["interest"]).state


def close(app, client_of, home, status):
    with app.app_context():
        version = db.session.get_one(Case, home["case"]).version
    sent = {"case_version": version, "close-reason": "cost"}
    client_of(home["advisor"]).send(f"/dossiers/{home['case']}/sluiten", sent, status=status)


def stop(app, client, home, status):
    client.get(f"/l/{home['token']}")
    with app.app_context():
        version = db.session.get_one(Subscription, home["interest"]).version
    url = f"/mijn-woning/{home['reference']}/stoppen"
    client.send(url, {"version": version, "reason": ""}, status=status)


@pytest.mark.parametrize("state", RUNNING)
def test_a_running_order_keeps_case_and_interest_open(
    app, client, client_of, home, with_order, state
):
    with_order(state)
    before = kept(app, home)
    close(app, client_of, home, 422)
    stop(app, client, home, 422)
    assert kept(app, home) == before


@pytest.mark.parametrize("state", ENDED)
def test_an_order_that_ended_keeps_no_case_open(app, client_of, home, with_order, state):
    with_order(state)
    close(app, client_of, home, 302)
    assert kept(app, home) == ("closed", "withdrawn")


@pytest.mark.parametrize("state", [state for state in ENDED if state != "settled"])
def test_an_order_that_ended_keeps_no_interest_open(app, client, home, with_order, state):
    with_order(state)
    stop(app, client, home, 302)
    assert kept(app, home)[1] == "withdrawn"
