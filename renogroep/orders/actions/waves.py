"""How does a round of orders begin, and who gets a price in it?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check_takes_prices
from renogroep.orders.actions.holding import hold
from renogroep.orders.models import Order, OrderLine, Wave
from renogroep.orders.queries import cards, finding, offers, waves
from renogroep.orders.queries.offers import Offer
from renogroep.orders.queries.once import Once
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.freeze import check_freeze_date
from renogroep.orders.rules.guards import TAKES_ORDERS
from renogroep.orders.rules.lifecycle import LIVE, ORDERS, OrderState, WaveState
from renogroep.owners.actions.search_words import add_reference
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.home_price import Quantities
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot


def open_wave(session: Session, lot: Lot, *, order_until: date, freeze_on: date, by: By) -> Wave:
    """Start a round: every household with a contractor gets its own price.

    raises   Refused when the lot takes no orders, another round is open, the dates are too close
             together or lie in the past, or nobody may order.
    """
    locked(session, Lot, lot.id)
    pairs = _who_may_order(session, lot)
    _check_dates(session, lot, order_until, freeze_on)
    wave = Wave(
        municipality_id=lot.municipality_id,
        lot_id=lot.id,
        number=waves.next_number(session, lot.id),
        state=WaveState.ORDERING,
        order_until=order_until,
        freeze_on=freeze_on,
    )
    session.add(wave)
    session.flush()
    session.refresh(wave)
    record(
        session,
        Did.WAVE_OPENED,
        actor_id=by.actor_id,
        subject=wave,
        lot_id=lot.id,
        order_until=order_until.isoformat(),
        freeze_on=freeze_on.isoformat(),
    )
    _offer(session, wave, pairs, by)
    return wave


def _who_may_order(session: Session, lot: Lot) -> list[tuple[Subscription, Quote]]:
    if lot.state not in TAKES_ORDERS:
        raise Refused(
            "wave.lot_not_ordering",
            "Orders can start when a contractor is known for this lot. That is not so yet.",
        )
    if waves.ordering_wave(session, lot.id) is not None:
        raise Refused(
            "wave.open", "There is an open round for this lot. Close it before you start another."
        )
    pairs = _new(session, lot)
    if not pairs:
        raise Refused(
            "wave.nobody", "No household of this lot can order now. Look at the choices first."
        )
    return pairs


def _new(session: Session, lot: Lot) -> list[tuple[Subscription, Quote]]:
    """Households with a contractor, without a live order for this lot.

    Whoever stopped in the open round, or fell out of it, is not asked again in that round: only
    staff give such a household its price once more, when it changes its mind.
    """
    busy = {
        order.subscription_id
        for wave in waves.waves_of(session, lot.id)
        for order in finding.of_wave(session, wave.id)
        if order.state in LIVE or wave.state == WaveState.ORDERING
    }
    return [pair for pair in waves.households(session, lot) if pair[0].id not in busy]


def _check_dates(session: Session, lot: Lot, order_until: date, freeze_on: date) -> None:
    today = clock.today()
    if order_until < today:
        raise Refused("wave.past", "%(day)s is over. Choose today or a later day.", day=order_until)
    last = lot.package.ends_on
    if last is not None and order_until > last:
        raise Refused(
            "wave.after_end",
            "Residents may order until %(last)s, the end of the contract. Choose that day or an earlier one.",
            last=last,
        )
    periods, _ = periods_on(session, lot.municipality_id, today)
    check_freeze_date(freeze_on, order_until, periods, belgian(order_until) | belgian(freeze_on))


def invite_more(session: Session, wave: Wave, *, by: By) -> int:
    """Give a price to households that got a contractor after the round began; how many.

    A second choice is never a contract: such a household comes in with its new yes.
    """
    locked(session, Wave, wave.id)
    if wave.state != WaveState.ORDERING:
        raise Refused("wave.closed", "This round is closed. Start a new one for these homes.")
    pairs = _new(session, wave.lot)
    _offer(session, wave, pairs, by)
    return len(pairs)


def offer_again(session: Session, order: Order, *, by: By) -> Order:
    """A household that stopped, or fell out, changed its mind while the round is open.

    raises   Refused when the order goes on, the round is closed, or the home may not order now.
    """
    wave = hold(session, order)
    check_takes_prices(session, order)
    pairs = waves.households(session, wave.lot)
    pair = next((one for one in pairs if one[0].id == order.subscription_id), None)
    live = finding.live_orders(session, wave.id)
    if pair is None or any(one.subscription_id == order.subscription_id for one in live):
        raise Refused(
            "wave.not_again",
            "This household cannot get a price in this round now: it has one, or its home does not fit these works.",
        )
    return _offer(session, wave, [pair], by)[0]


def _offer(
    session: Session,
    wave: Wave,
    pairs: Sequence[tuple[Subscription, Quote]],
    by: By,
) -> list[Order]:
    """One order per household, in the order in which they came, at the ceiling of its contractor."""
    quotes = {quote.id: quote for _, quote in pairs}
    known = {key: offers.offer_of(session, quote) for key, quote in quotes.items()}
    before = len(finding.of_wave(session, wave.id))
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    made = [
        _new_order(session, wave, pair, known[pair[1].id], before + place)
        for place, pair in enumerate(ordered, start=1)
    ]
    session.flush()
    for key, offer in known.items():
        mine = [order for order in made if order.quote_id == key]
        _price(session, wave, key, offer, mine)
    once = Once(session, made[0], clock.today()) if made else None
    for order in made:
        session.flush()
        session.refresh(order)
        record(
            session,
            Did.ORDER_OFFERED,
            actor_id=by.actor_id,
            subject=order,
            quote_id=order.quote_id,
            ceiling=order.ceiling.cents if order.ceiling else None,
            run_size=order.run_size,
        )
        carried = order.state == OrderState.SURVEYED
        tell.household(
            session,
            order,
            "orders_indicative",
            "first",
            until=wave.order_until,
            carried=carried,
            incl=cards.vat_of(session, order, clock.today(), once).total,
        )
    record(session, Did.WAVE_INVITED, actor_id=by.actor_id, subject=wave, homes=len(made))
    return made


def _new_order(
    session: Session, wave: Wave, pair: tuple[Subscription, Quote], offer: Offer, number: int
) -> Order:
    subscription, quote = pair
    before = offers.earlier_survey(session, quote, subscription)
    amounts = (
        offers.agreed_quantities(before)
        if before
        else offers.first_quantities(session, offer, quote, subscription)
    )
    order = Order(
        municipality_id=wave.municipality_id,
        # Digits are padded: odd cents go to the lowest references.
        reference=f"B{wave.id:04d}-{number:03d}",
        wave_id=wave.id,
        subscription_id=subscription.id,
        quote_id=quote.id,
        person_id=subscription.person_id,
        state=OrderState.INDICATIVE,
        run_code=before.run_code if before else offers.run_of(session, quote, subscription),
        run_size=1,
        created_at=clock.now(),
    )
    session.add(order)
    session.flush()
    add_reference(session, subscription.case_id, order.reference)
    write_lines(session, order, offer, amounts)
    if before is not None:
        _carry(order, before)
    return order


def _carry(order: Order, before: Order) -> None:
    """Nobody is measured twice: what both agreed on in an earlier round still holds."""
    ORDERS.move(order, "carry")
    order.provisional_at = before.provisional_at
    order.advisor_agreed_at, order.advisor_agreed_by = (
        before.advisor_agreed_at,
        before.advisor_agreed_by,
    )
    order.contractor_agreed_at, order.contractor_agreed_by = (
        before.contractor_agreed_at,
        before.contractor_agreed_by,
    )


def write_lines(session: Session, order: Order, offer: Offer, amounts: Quantities) -> None:
    """The quantities of one home, in the order of the bill; whatever was there goes."""
    for line in list(order.lines):
        session.delete(line)
    session.flush()
    for asked in offer.home_lines:
        session.add(
            OrderLine(
                municipality_id=order.municipality_id,
                order_id=order.id,
                position=asked.position,
                number=asked.number,
                quantity=amounts[asked.number],
            )
        )
    session.flush()
    session.refresh(order, ["lines"])


def _price(session: Session, wave: Wave, quote_id: int, offer: Offer, new: Sequence[Order]) -> None:
    """Ceilings of the new homes. Others keep what they were told."""
    everybody = finding.live_orders(session, wave.id, quote_id)
    for order in new:
        mates = sum(1 for o in everybody if order.run_code and o.run_code == order.run_code)
        order.run_size = max(mates, 1)
        order.ceiling = offers.ceiling_of(order, offer).total
