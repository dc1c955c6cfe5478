"""What does another owner read about the order: one sentence, who is next, what is paid at most?"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.queries.maximum import figures_of
from renogroep.journeys.rules.home_page import MAXIMUM_LABELS, WHO_LABELS, Amounts
from renogroep.journeys.rules.standing import Standing, other_standing_of
from renogroep.journeys.rules.standing_words import Who
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import signer


@dataclass(frozen=True, slots=True)
class OtherOwnerBlock:
    """How it stands with an order, for one other owner."""

    sentence: Text
    silence: Text | None
    who: Text
    urgent: bool
    amounts: Amounts | None


def other_owner_block(session: Session, order: Order, person_id: int) -> OtherOwnerBlock:
    """What opens the page of another owner, before and after signing.

    The premium follows from the income of the household, so only the price is shown. An order that
    made place for another one is over.
    """
    today, lot_id = clock.today(), order.wave.lot_id
    homes = home_lots(session, [order.subscription], today)
    home = next(one for one in homes if one.lot.id == lot_id)
    about = home.order or home.ended
    if about is None or about.id != order.id:
        return _over()
    row = signer(order, person_id)
    signed = row is not None and row.signed_at is not None
    standing = other_standing_of(home.facts, asker=order.person.name, signed=signed)
    amounts = _amounts(session, home, standing)
    return OtherOwnerBlock(
        sentence=standing.sentence(amounts.big) if amounts else standing.say,
        silence=standing.silence,
        who=Text(WHO_LABELS[standing.who]),
        urgent=standing.urgent,
        amounts=amounts,
    )


def _over() -> OtherOwnerBlock:
    return OtherOwnerBlock(
        sentence=t("The order stopped. You pay nothing."),
        silence=None,
        who=Text(WHO_LABELS[Who.NOBODY]),
        urgent=False,
        amounts=None,
    )


def _amounts(session: Session, home: HomeLot, standing: Standing) -> Amounts | None:
    figures = figures_of(session, [(home, standing)], clock.today())[home.lot.id]
    if standing.maximum is None or figures is None or figures.most is None:
        return None
    excl = (t("%(amount)s excl. VAT", amount=figures.excl),) if figures.excl else ()
    return Amounts(Text(MAXIMUM_LABELS[standing.maximum]), figures.most, excl)
