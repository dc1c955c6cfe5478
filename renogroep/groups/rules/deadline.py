"""Until when may contractors price: a moment that still comes, and before households order?"""

from datetime import date, datetime

from renogroep.base.errors import Refused


def check_ahead(deadline: datetime, now: datetime) -> None:
    """Refused unless the deadline still has to come; aware moments."""
    if deadline <= now:
        raise Refused(
            "request.past_deadline",
            "%(deadline)s is over. Choose a moment that still has to come.",
            deadline=deadline,
        )


def check_before_orders(deadline: datetime, *order_days: date | None) -> None:
    """Refused unless quotes come in before the last day to order: households order at their price.

    deadline     in local time
    order_days   the last day to order and the day of the freeze, as far as they are known
    """
    last = min((day for day in order_days if day), default=None)
    if last is not None and deadline.date() >= last:
        raise Refused(
            "request.after_orders",
            "Households may order until %(day)s, so quotes must be in before that day. Choose an earlier moment.",
            day=last,
        )


def check_later(deadline: datetime, former: datetime) -> None:
    """Refused unless a new deadline is later than the one on which firms count."""
    if deadline <= former:
        raise Refused(
            "deadline.earlier",
            "The deadline is %(former)s now. A new one can only be later: firms count on it.",
            former=former,
        )
