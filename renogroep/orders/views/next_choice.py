"""Page of a lead: a next choice for homes whose contractor does not come."""

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.orders.actions.next_choice import choose_again
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.waves import rounds_again
from renogroep.tenders.models import Lot


@pages.post("/percelen/<int:lot_id>/volgende-keuze")
@requires(May.CHOICE_RUN)
def next_choice(lot_id: int) -> Answer:
    """Every moved home is asked for a new yes."""

    def work(session: Session, by: By) -> int:
        return choose_again(session, mine(Lot, lot_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: rounds_again(lot_id, refusal),
        to=url_for("orders.wave", lot_id=lot_id),
        done=lambda moved: ngettext(
            "One home has a next contractor now and is asked for a new yes.",
            "%(num)d homes have a next contractor now and are asked for a new yes.",
            moved,
        ),
    )
