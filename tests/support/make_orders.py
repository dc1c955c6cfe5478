"""Waves, orders and people around them, on top of the worked example of the money model."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.units import Quantity
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import ordering, surveying, waves
from renogroep.orders.models import Order, Wave, WaveFirm
from renogroep.orders.queries import offers
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.quotes.models import Decision, Quote
from tests.support.make import NOW, TODAY, Make
from tests.support.make_quotes import HOMES, Example, worked_example

ORDER_UNTIL = date(2027, 1, 11)
FREEZE_ON = date(2027, 1, 26)


def at(day: date) -> datetime:
    """Ten in the morning of a day, for ``clock.frozen_at``."""
    return clock.at_local(day, time(10))


def ready_to_order(make: Make, mode: str = "procurement", **package: Any) -> Example:
    """The worked example up to its contractor: B won, and the lot takes orders."""
    example = worked_example(make, mode=mode, **package)
    seed_rules(make.session, make.home.id, by=TICK)
    make._add(
        Decision(
            municipality_id=example.lot.municipality_id,
            lot_id=example.lot.id,
            quote_id=example.quotes["B"].id,
            ranking=[],
            motive="B heeft de beste score.",
            decided_by=make.member(Role.LEAD).id,
            decided_at=NOW,
            standstill_until=TODAY,
        )
    )
    example.quotes["B"].state = "awarded"
    example.lot.state = "ordering"
    make.session.flush()
    return example


def open_wave(make: Make, example: Example, **given: Any) -> tuple[Wave, dict[str, Order]]:
    """A round with an indicative order per home, by the names of the worked example."""
    values = {"order_until": ORDER_UNTIL, "freeze_on": FREEZE_ON, "by": TICK}
    wave = waves.open_wave(make.session, example.lot, **{**values, **given})
    rows = make.session.scalars(select(Order).where(Order.wave_id == wave.id)).all()
    names = {subscription.id: name for name, subscription in example.homes.items()}
    return wave, {names[row.subscription_id]: row for row in rows if row.subscription_id in names}


def survey(make: Make, order: Order, name: str, example: Example) -> None:
    """Provisional yes, and both agree on the quantities and scaffolds of the worked example."""
    ordering.say_provisional_yes(make.session, order, by=By(order.person_id))
    m2, sill, run, *_ = HOMES[name]
    sharing = sum(1 for home in HOMES.values() if home[2] == run)
    surveying.measure(
        make.session,
        order,
        quantities={
            "01.01": Quantity.of(m2),
            "01.02": Quantity.of(sill),
            "01.03": Quantity.of(m2),
        },
        run_code=run if sharing > 1 else "",
        run_size=sharing,
        by=By(make.member(Role.ADVISOR).id),
    )
    surveying.agree(make.session, order, by=By(example.contractors["B"].id))


def place(make: Make, order: Order, **given: Any) -> None:
    """The household signs."""
    signing = ordering.Signing(**given)
    ordering.place_order(make.session, order, signing, by=By(order.person_id))


def ordered(
    make: Make, example: Example, names: Iterable[str] = HOMES
) -> tuple[Wave, dict[str, Order]]:
    """A round in which these homes ordered."""
    wave, orders = open_wave(make, example)
    for name in names:
        survey(make, orders[name], name, example)
        place(make, orders[name])
    return wave, orders


def surveyed(
    make: Make, names: Iterable[str] = ("H1",), **package: Any
) -> tuple[Example, Wave, dict[str, Order]]:
    """A round in which these homes may order."""
    example = ready_to_order(make, **package)
    wave, orders = open_wave(make, example)
    for name in names:
        survey(make, orders[name], name, example)
        assert orders[name].state == OrderState.SURVEYED
    return example, wave, orders


def firm_of(wave: Wave, quote: Quote) -> WaveFirm:
    """What the freeze of a round meant for one contractor."""
    return next(row for row in wave.firms if row.quote_id == quote.id)


def ceiling(make: Make, order: Order) -> Any:
    """The most this home pays, worked out again from its lines."""
    return offers.ceiling_of(order, offers.offer_of(make.session, order.quote)).total
