"""Who says what the homes of a scenario have together, and until when?"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.seen import check_seen_or_new
from renogroep.quotes.models import ScenarioBill
from renogroep.quotes.queries import scenarios
from renogroep.quotes.rules.events import Did
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode


def set_scenarios(
    session: Session,
    lot: Lot,
    typed: Mapping[int, Mapping[str, Quantity]],
    seen: Mapping[int, int],
    *,
    by: By,
) -> None:
    """All smaller scenarios of one page or none, by number of homes. Raises as ``set_quantities``.

    seen   the version of each that stood on the page, 0 for none
    """
    locked(session, Lot, lot.id)
    for homes, quantities in typed.items():
        set_quantities(session, lot, homes, quantities, by=replace(by, seen=seen[homes]))


def set_quantities(
    session: Session,
    lot: Lot,
    homes: int,
    quantities: Mapping[str, Quantity],
    *,
    by: By,
) -> ScenarioBill:
    """The measured or expected quantities of a smaller scenario; a post that is absent is presumed.

    Seven homes are not seven tenths of ten: which ones drop out decides what is left. Procurement
    only, until quotes are asked: contractors price what was announced.
    raises   Refused once quotes were asked, or for a scenario or post that is not there;
             StaleDataError for an older form.
    """
    locked(session, Lot, lot.id)
    given = {number: quantity.scaled for number, quantity in quantities.items()}
    row = scenarios.bills(session, lot.id).get(homes)
    if row is not None and row.quantities == given:
        return row
    check_seen_or_new(row, by)
    _check(lot, homes, quantities)
    if row is None:
        row = ScenarioBill(municipality_id=lot.municipality_id, lot_id=lot.id, homes=homes)
        session.add(row)
    row.quantities = given
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
