"""How do advisor and contractor agree on what is to be done to one home?"""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.names import cleaned
from renogroep.base.units import Quantity
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check_fits, check_open
from renogroep.orders.actions.holding import end, hold
from renogroep.orders.actions.places import offer_free
from renogroep.orders.actions.waves import write_lines
from renogroep.orders.models import Order, OrderCondition
from renogroep.orders.queries import cards, offers
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import ORDERS, OrderState
from renogroep.orders.rules.reasons import LapseReason
from renogroep.owners.actions.facts import MAX_QUANTITY

MAX_NOTE = 500
HEARD_BY_WORDS = tell.EVERYBODY - {tell.Ear.ADVISORS}  # advisors get the words themselves


def measure(
    session: Session,
    order: Order,
    *,
    quantities: Mapping[str, Quantity],
    run_code: str,
    run_size: int,
    by: By,
) -> None:
    """The advisor writes down what was measured, and agrees with it.

    A fixed quantity (nature FH) stays as it was ordered, whatever was measured. Whatever the contractor or the household agreed to before is void: it was about other numbers.
    raises   Refused before a provisional yes or after the order; when a post has no quantity.
    """
    wave = hold(session, order)
    check_seen(order, by)
    check_open(session, order)
    check_fits(session, order)
    _check_surveyable(order)
    if run_size < 1 or (not run_code and run_size != 1):
        raise Refused(
            "survey.run",
            "A home that shares its scaffold has a code and a number of homes. A home that is alone has no code and counts for 1.",
        )
    offer = offers.offer_of(session, order.quote)
    quantities = {**quantities, **offers.fixed_quantities(order, offer)}
    _check_quantities(offer, quantities)
    write_lines(session, order, offer, quantities)
    order.run_code, order.run_size = cleaned(run_code), run_size
    order.advisor_agreed_at, order.advisor_agreed_by = clock.now(), by.actor_id
    flag_modified(order, "run_size")  # lines are other rows: whoever looked at them must look again
    order.survey_note = ""
    _void(session, order)
    record(
        session,
        Did.ORDER_MEASURED,
        actor_id=by.actor_id,
        subject=order,
        quantities={number: amount.scaled for number, amount in quantities.items()},
        run_size=run_size,
    )
    key = f"{order.id}.{order.version}"
    tell.firm(session, order.quote, "orders_survey_ready", key, wave=wave, order=order)


def _check_quantities(offer: offers.Offer, quantities: Mapping[str, Quantity]) -> None:
    """Every post of the home has an amount that a home can have."""
    for line in offer.home_lines:
        if line.number not in quantities:
            raise Refused(
                "survey.no_quantity",
                "Post %(post)s has no quantity. Measure it, or fill in 0.",
                post=line.number,
            )
        if quantities[line.number] > MAX_QUANTITY:
            raise Refused(
                "survey.absurd",
                "Post %(post)s has a quantity above %(most)s. Look at the decimal comma.",
                post=line.number,
                most=MAX_QUANTITY,
            )


def _check_surveyable(order: Order) -> None:
    """Only after a provisional yes, and only until the order binds."""
    if order.state == OrderState.INDICATIVE:
        raise Refused(
            "survey.no_yes",
            "This household has not said its provisional yes. Call first, then measure.",
        )
    ORDERS.after(order.state, _survey_move(order))


def _survey_move(order: Order) -> str:
    return "survey" if order.state == OrderState.PROVISIONAL else "survey_again"


def _void(session: Session, order: Order) -> None:
    """Nobody agreed to these quantities yet: not the contractor, not the household."""
    order.contractor_agreed_at = order.contractor_agreed_by = None
    had_place = order.state == OrderState.AWAITING_CO_OWNER
    if had_place:  # it is not the household that changed something: it stays first in line
        order.waiting_at = order.signed_at
    order.signed_at = order.signed_channel = order.own_money_until = None
    for signer in order.co_owners:
        signer.signed_at = signer.channel = None
    session.execute(delete(OrderCondition).where(OrderCondition.order_id == order.id))
    if had_place:
        ORDERS.move(order, "survey_again")
    session.flush()
    session.refresh(order, ["conditions"])
    if had_place:
        offer_free(session, order.wave)


def agree(session: Session, order: Order, *, by: By) -> None:
    """The contractor agrees with what the advisor measured: the price of this home is known.

    Agreeing twice is once. Raises Refused when the advisor has not measured.
    """
    wave = hold(session, order)
    if order.contractor_agreed_at is not None:
        return
    check_seen(order, by)
    check_open(session, order)
    check_fits(session, order)
    _check_surveyable(order)
    if order.advisor_agreed_at is None:
        raise Refused(
            "survey.not_measured",
            "The advisor has not written down the quantities yet. You get a message when they are there.",
        )
    offer = offers.offer_of(session, order.quote)
    before = order.ceiling
    order.contractor_agreed_at, order.contractor_agreed_by = clock.now(), by.actor_id
    # Of this home only: neighbours keep the ceiling that they were told.
    order.ceiling = offers.ceiling_of(order, offer).total
    ORDERS.move(order, _survey_move(order))
    record(
        session,
        Did.ORDER_MEASURES_AGREED,
        actor_id=by.actor_id,
        subject=order,
        ceiling_before=_cents(before),
        ceiling=_cents(order.ceiling),
    )
    event = f"{order.version}"
    periods, _ = periods_on(session, order.municipality_id, clock.today())
    tell.household_on_paper(
        session,
        order,
        "orders_surveyed",
        event,
        online=False,
        before=before,
        until=wave.order_until,
        days=periods.days("withdrawal"),
        incl=cards.vat_of(session, order, clock.today()).total,
    )


def _cents(amount: Money | None) -> int | None:
    return None if amount is None else amount.cents


def dispute(session: Session, order: Order, *, words: str, by: By) -> None:
    """The contractor measured something else: the advisor looks again. Needs words; twice is once."""
    hold(session, order)
    note = _note(words)
    if order.advisor_agreed_at is None and order.survey_note == note:
        return
    check_seen(order, by)
    check_open(session, order)
    _check_surveyable(order)
    order.survey_note = note
    order.advisor_agreed_at = order.advisor_agreed_by = None
    _void(session, order)
    record(session, Did.ORDER_MEASURES_DISPUTED, actor_id=by.actor_id, subject=order)
    session.flush()
    tell.advisors(session, order, "orders_survey_differs", f"{order.version}")


def not_fit(
    session: Session, order: Order, *, words: str, by: By, by_advisor: bool = False
) -> None:
    """Advisor or contractor saw that the works cannot be done here: the order falls, without cost.

    An order that binds falls only when the advisor says so (MONEY, who bears what: "not fit, before
    the freeze"): a contractor does not get rid of it by itself. Twice is once.
    """
    hold(session, order)
    if order.state == OrderState.LAPSED and order.loss_reason == LapseReason.NOT_FIT:
        return
    check_seen(order, by)
    check_open(session, order)
    if not (by_advisor and order.state == OrderState.ORDERED):
        _check_surveyable(order)
    order.survey_note = _note(words)
    end(
        session,
        order,
        "lapse",
        LapseReason.NOT_FIT,
        Did.ORDER_NOT_FIT,
        by=by,
        hear=HEARD_BY_WORDS,
    )
    tell.household(session, order, "orders_not_fit", "once", words=order.survey_note)
    tell.advisors(session, order, "orders_survey_not_fit", "once")


def _note(words: str) -> str:
    note = cleaned(words)
    if not note:
        raise Refused("survey.no_words", "Write what you saw, so that the household can read why.")
    if len(note) > MAX_NOTE:
        raise Refused("survey.long_words", "Keep it under %(most)s characters.", most=MAX_NOTE)
    return note
