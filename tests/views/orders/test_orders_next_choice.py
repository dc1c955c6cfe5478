"""A lead gives the homes of a contractor that does not come their next choice."""

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.actions import freezing
from renogroep.orders.models import Order
from renogroep.quotes.models import Assignment
from tests.actions.orders.test_orders_group_mode import chosen, say_yes
from tests.support.make_orders import FREEZE_ON, at, firm_of, open_wave
from tests.support.make_quotes import preferences


@pytest.fixture
def left(given):
    """Only H1 ordered at A, which comes from six homes on and says no."""
    with given() as make:
        example = chosen(make)
        preferences(make, example)
        wave, orders = open_wave(make, example)
        say_yes(make, example, orders["H1"], "A")
        with clock.frozen_at(at(FREEZE_ON)):
            freezing.freeze(make.session, wave, by=TICK)
            freezing.keep_minimum(make.session, firm_of(wave, example.quotes["A"]), by=TICK)
        return example.lot.id


def test_the_button_stands_there_when_homes_are_left_and_works_once(app, client_as, left):
    with clock.frozen_at(at(FREEZE_ON)):
        lead, url = client_as(Role.LEAD), f"/percelen/{left}/volgende-keuze"
        assert lead.page(f"/percelen/{left}/bestellingen").select(f"form[action='{url}']")
        assert (
            not client_as(Role.ADVISOR)
            .page(f"/percelen/{left}/bestellingen")
            .select(f"form[action='{url}']")
        )
        lead.send(url)
        assert not lead.page(f"/percelen/{left}/bestellingen").select(f"form[action='{url}']")
    with app.app_context():
        asked = session().scalars(select(Assignment).where(Assignment.yes_by.is_not(None))).all()
        assert asked
        assert not session().scalars(select(Order).where(Order.state == "ordered")).all()


def test_before_the_freeze_it_is_refused_in_words(given, client_as):
    with given() as make:
        example = chosen(make)
        open_wave(make, example)
        lot_id = example.lot.id
    page = client_as(Role.LEAD).send(f"/percelen/{lot_id}/volgende-keuze", status=422)
    assert page.select_one(".refusal")
