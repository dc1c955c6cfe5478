"""Who says what the homes of a scenario have together, and until when?"""

from collections.abc import Mapping

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.pages import check_version
from renogroep.quotes.events import Did
from renogroep.quotes.models import ScenarioBill
from renogroep.quotes.queries import scenarios
from renogroep.tenders.actions import lock
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

NOT_SET = 0  # the version that a form sends for a scenario without quantities of its own


def set_quantities(
    session: Session,
    lot: Lot,
    homes: int,
    quantities: Mapping[str, Quantity],
    *,
    version: int | str,
    by: By,
) -> ScenarioBill:
    """The measured or expected quantities of a smaller scenario; a post that is absent is presumed.

    Seven homes are not seven tenths of ten: which ones drop out decides what is left. Procurement
    only, until quotes are asked: contractors price what was announced.
    raises   Refused once quotes were asked, or for a scenario or post that is not there;
             StaleDataError for an older form.
    """
    lock(session, lot.id)
    _check(lot, homes, quantities)
    row = scenarios.bills(session, lot.id).get(homes)
    if row is not None:
        check_version(row, version)
    elif str(version) != str(NOT_SET):
        raise StaleDataError("the quantities of this form are not there any more")
    else:
        row = ScenarioBill(municipality_id=lot.municipality_id, lot_id=lot.id, homes=homes)
        session.add(row)
    row.quantities = {number: quantity.scaled for number, quantity in quantities.items()}
    row.set_by, row.set_at = by.person_id, clock.now()
    session.flush()
    record(
        session,
        Did.SCENARIO_SET,
        actor_id=by.actor_id,
        subject=row,
        lot_id=lot.id,
        homes=homes,
        quantities=row.quantities,
    )
    return row


def _check(lot: Lot, homes: int, quantities: Mapping[str, Quantity]) -> None:
    if lot.package.mode != Mode.PROCUREMENT or lot.state != LotState.COLLECTING:
        raise Refused(
            "scenario.closed",
            "The quantities of a scenario are fixed from the moment that contractors are asked for quotes.",
        )
    known = {scenario.homes for scenario in scenarios.smaller_scenarios(lot.package)}
    posts = {post.number for post in scenarios.home_posts(lot)}
    if homes not in known or not set(quantities) <= posts:
        raise Refused(
            "scenario.unknown",
            "The scenarios or the posts were changed. Reload the page to see what is.",
        )
    if any(quantity.scaled < 0 for quantity in quantities.values()):
        raise Refused("scenario.negative", "A quantity is 0 or more.")
