"""What is a home used for, and how does a landlord rent it out?"""

from dataclasses import replace

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.kinds import HomeUse, Letting, OwnerKind


def tell_use(session: Session, case: Case, *, use: str, letting: str = "", by: By) -> None:
    """The household says what its home is used for, or staff heard it. Twice is once.

    letting  of a landlord; "" leaves it as it is, and so does the answer of anybody else
    by       saw a version of the home, not of a case
    Raises Refused ``dwelling.use`` or ``case.letting`` for something that is not on the list.
    """
    dwelling = case.dwelling
    locked(session, Dwelling, dwelling.id)
    locked(session, Case, case.id)
    if not use:
        raise Refused("dwelling.use", "Choose what the home is used for.")
    if _is_known(case, use, letting):
        return
    check_seen(dwelling, by)
    note_use(session, case, use=use, letting=letting, by=by)


def _is_known(case: Case, use: str, letting: str) -> bool:
    lets = case.owner_kind == OwnerKind.LANDLORD
    return case.dwelling.use == use and (not lets or letting in ("", case.letting))


def note_use(session: Session, case: Case, *, use: str, letting: str, by: By) -> None:
    """The same inside a greater action, which holds the home and the case; "" leaves it as it is."""
    if use and use not in set(HomeUse):
        raise Refused("dwelling.use", "Choose what the home is used for.")
    if letting and letting not in set(Letting):
        raise Refused("case.letting", "Choose from the list how the home is rented out.")
    dwelling = case.dwelling
    if use and dwelling.use != use:
        dwelling.use = HomeUse(use)
        record(
            session,
            Did.HOME_USE_TOLD,
            actor_id=by.actor_id,
            subject=dwelling,
            use=use,
            channel=by.channel,
        )
    lets = case.owner_kind == OwnerKind.LANDLORD
    told = (Letting(letting) if letting else case.letting) if lets else None
    if case.letting != told:
        case.letting = told
        record(session, Did.CASE_CHANGED, actor_id=by.actor_id, subject=case, letting=told)


def note_answers(session: Session, case: Case, *, use: str, letting: str, by: By) -> None:
    """What came with an interest; it never changes what was known before."""
    locked(session, Dwelling, case.dwelling_id)
    locked(session, Case, case.id)
    note_use(
        session,
        case,
        use="" if case.dwelling.use else use,
        letting="" if case.letting else letting,
        by=replace(by, seen=None),
    )
