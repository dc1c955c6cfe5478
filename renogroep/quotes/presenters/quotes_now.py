"""What does "My home" say about the quotes for each of its works?"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text, t
from renogroep.quotes.presenters.comparing import COMPARED, DECIDED
from renogroep.quotes.queries import choosing, offers, opened
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode


@dataclass(frozen=True, slots=True)
class QuotesNow:
    """One line per lot: what happens now, and where to go."""

    lot: Lot
    text: Text
    urgent: bool
    label: str | None


def quotes_now(session: Session, subscription: Subscription) -> list[QuotesNow]:
    """The lines of all works that this home asked for."""
    lots = [row.lot for row in subscription.lots]
    return [line for lot in lots if (line := _now(session, subscription, lot)) is not None]


def _now(session: Session, subscription: Subscription, lot: Lot) -> QuotesNow | None:
    state = LotState(lot.state)
    if state == LotState.QUOTING:
        return QuotesNow(
            lot, t("Contractors are making their quotes. Prices stay sealed."), False, None
        )
    if state in (LotState.OPENED, LotState.CHECKED, LotState.DECIDED):
        return QuotesNow(lot, t("The quotes are open. We are checking them."), False, None)
    if state == LotState.FAILED:
        return QuotesNow(
            lot, t("These works do not go ahead. You are not bound to anything."), False, None
        )
    if lot.package.mode == Mode.PROCUREMENT:
        return _now_procurement(session, lot, state)
    return _now_group(session, subscription, lot, state)


def _now_procurement(session: Session, lot: Lot, state: LotState) -> QuotesNow | None:
    decision = opened.decision_of(session, lot.id)
    if decision is None or state not in DECIDED:
        return None
    firm = decision.quote.organisation.name
    if state == LotState.STANDSTILL:
        text = t(
            "The works go to %(firm)s. You can order after %(day)s.",
            firm=firm,
            day=decision.standstill_until,
        )
    else:
        text = t("The works go to %(firm)s.", firm=firm)
    return QuotesNow(lot, text, False, _("See what it costs for your home"))


def _now_group(
    session: Session, subscription: Subscription, lot: Lot, state: LotState
) -> QuotesNow | None:
    place = offers.place_of(session, subscription, lot)
    if place is None or state not in COMPARED:
        return None
    if not choosing.quotes_for(session, place.request):
        return QuotesNow(
            lot,
            t("No contractor made a quote for your group. Call us to see what is possible."),
            False,
            None,
        )
    row = opened.assignment_of(session, subscription, lot)
    if row is not None and choosing.waits_for_yes(row) and row.quote is not None:
        text = t(
            "Your first choice cannot come. Do you want %(firm)s? Answer before %(day)s.",
            firm=row.quote.organisation.name,
            day=row.yes_by,
        )
        return QuotesNow(lot, text, True, _("Say yes or no"))
    if row is not None:
        quote = opened.assigned_quote(session, subscription, lot)
        text = (
            t("You go on with %(firm)s.", firm=quote.organisation.name)
            if quote is not None
            else t("You have no contractor for these works now. Call us to see what is possible.")
        )
        return QuotesNow(lot, text, False, _("See the quotes"))
    if state != LotState.CHOOSING:
        return QuotesNow(
            lot,
            t("The choice was made without you. Call us if you still want to join."),
            False,
            _("See the quotes"),
        )
    if choosing.preference(session, place.request.id, subscription.id) is None:
        return QuotesNow(
            lot,
            t("The quotes for your home are here. Which contractors do you want?"),
            True,
            _("Compare and choose"),
        )
    return QuotesNow(
        lot,
        t("You chose. We wait for the other households."),
        False,
        _("See or change your choice"),
    )
