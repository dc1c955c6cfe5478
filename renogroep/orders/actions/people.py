"""What does this room know of a person, and how is it given, forgotten or moved?"""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.orders.actions.places import offer_free
from renogroep.orders.models import CoOwner, Order, OrderCondition, OrderTicket
from renogroep.orders.rules.conditions import Condition
from renogroep.orders.rules.lifecycle import BEFORE_FREEZE, ORDERS, OrderState, WaveState
from renogroep.subscriptions.words import in_words

MONEY_CONDITIONS = frozenset({Condition.FUNDING})
NOT_BOUND = BEFORE_FREEZE - {OrderState.ORDERED}


def export_person(session: Session, person_id: int) -> dict[str, object]:
    """Every order that this person asked for or signed with somebody."""
    signed = select(CoOwner.order_id).where(CoOwner.person_id == person_id)
    rows = session.scalars(
        select(Order)
        .where(or_(Order.person_id == person_id, Order.id.in_(signed)))
        .order_by(Order.id)
    ).all()
    pressed = session.scalars(
        select(OrderTicket).where(OrderTicket.person_id == person_id).order_by(OrderTicket.id)
    ).all()
    return {
        "orders": [_exported(row, person_id) for row in rows],
        "presses": [_pressed(row) for row in pressed],
    }


def _pressed(row: OrderTicket) -> dict[str, object]:
    return {
        "reference": row.order.reference,
        "pressed_at": row.pressed_at.isoformat(),
        "ceiling": str(row.ceiling),
        "outcome": row.outcome,
    }


def _exported(row: Order, person_id: int) -> dict[str, object]:
    """The loan and the premium follow from the money of the household: only it reads them."""
    own = row.person_id == person_id
    signatures = [one.signed_at for one in row.co_owners if one.person_id == person_id]
    signed_at = row.signed_at if own else signatures[0]
    return {
        "reference": row.reference,
        "as": "household" if own else "co_owner",
        "works": in_words(row.wave.lot, "title"),
        "contractor": row.quote.organisation.name,
        "state": row.state,
        "ceiling": str(row.ceiling) if row.ceiling else None,
        "final": str(row.final) if row.final else None,
        "vat_percent": row.vat_percent,
        "premium": str(row.premium) if own and row.premium else None,
        "quantities": {line.number: str(line.quantity) for line in row.lines},
        "conditions": {
            one.kind: one.state for one in row.conditions if own or one.kind not in MONEY_CONDITIONS
        },
        **(_own_money(row) if own else {}),
        "survey": row.survey_note,
        "signed_at": signed_at.isoformat() if signed_at else None,
        "withdraw_until": row.withdraw_until.isoformat() if row.withdraw_until else None,
        "planned_on": row.planned_on.isoformat() if row.planned_on else None,
    }


def _own_money(row: Order) -> dict[str, object]:
    """When there was no loan: until when it could answer, and when it said that it pays by itself."""
    until, at = row.own_money_until, row.own_money_at
    return {
        "own_money_until": until.isoformat() if until else None,
        "own_money_at": at.isoformat() if at else None,
    }


def erase_person(session: Session, person_id: int) -> None:
    """A contract keeps its numbers, without the words about the home; what did not bind ends."""
    session.execute(delete(OrderTicket).where(OrderTicket.person_id == person_id))
    for row in session.scalars(select(Order).where(Order.person_id == person_id)).all():
        row.survey_note, row.waiting_at, row.place_until = "", None, None
        row.signed_device = row.own_money_until = row.own_money_at = row.afterwards = None
        if row.state in NOT_BOUND:
            ORDERS.move(row, "withdraw")
            row.ended_at = clock.now()
            session.flush()
            if row.wave.state == WaveState.ORDERING:
                offer_free(session, row.wave)
    session.flush()


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person; nobody is co-owner twice of one order."""
    twice = select(CoOwner.order_id).where(CoOwner.person_id == new_id)
    own = select(Order.id).where(Order.person_id.in_([old_id, new_id]))
    keys = session.scalars(
        select(CoOwner.id).where(
            CoOwner.person_id == old_id,
            or_(CoOwner.order_id.in_(twice), CoOwner.order_id.in_(own)),
        )
    ).all()
    session.execute(delete(CoOwner).where(CoOwner.id.in_(keys)))
    for column in (
        Order.person_id,
        Order.advisor_agreed_by,
        Order.contractor_agreed_by,
        OrderCondition.decided_by,
        CoOwner.person_id,
        OrderTicket.person_id,
    ):
        session.execute(update(column.class_).where(column == old_id).values({column.key: new_id}))
