"""Which contractors are asked to make a quote?"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.models import Organisation
from renogroep.identity.queries.municipalities import host_of_municipality
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.pages import external_url
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Invitation
from renogroep.quotes.queries.invitations import firms_asked, invitations, requests_of
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.events import Did
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

_ASKING = (LotState.COLLECTING, LotState.QUOTING)


def invite(
    session: Session, lot: Lot, organisation_ids: Collection[int], *, by: By
) -> list[Invitation]:
    """Invite contractors for a lot and tell their people; who was invited before stays so.

    raises   Refused: the lot takes no quotes now, or one is not a contractor of this municipality.
    """
    locked(session, Lot, lot.id)
    _refuse_closed(session, lot)
    known = {row.organisation_id for row in invitations(session, lot.id)}
    firms = [_firm(session, lot, key) for key in sorted(set(organisation_ids) - known)]
    made = []
    for firm in firms:
        row = Invitation(
            municipality_id=lot.municipality_id,
            lot_id=lot.id,
            organisation_id=firm.id,
            invited_at=clock.now(),
            invited_by=by.actor_id,
        )
        session.add(row)
        record(
            session,
            Did.QUOTE_INVITED,
            actor_id=by.actor_id,
            subject=row,
            lot_id=lot.id,
            organisation_id=firm.id,
        )
        made.append(row)
    open_now = [
        request
        for request in requests_of(session, lot.id)
        if in_time(clock.now(), request.deadline)
    ]
    for firm in firms:
        _tell(session, firm, lot, open_now, f"quote.invited:{lot.id}", by)
    return made


def announce(session: Session, request: Request) -> None:
    """Tell the firms that were invited before that the bill is there now; once per firm."""
    for row in invitations(session, request.lot_id):
        if row.invited_at > request.opened_for_quotes_at:
            continue  # that invitation said it already
        _tell(
            session,
            row.organisation,
            request.lot,
            [request],
            f"request.announced:{request.id}",
            TICK,
        )


def tell_stopped(session: Session, package: Package, *, by: By) -> int:
    """The firms that were asked hear that a package stops; gives how many they are."""
    firms = firms_asked(session, [lot.id for lot in package.lots])
    for firm in firms:
        tell_firm(
            session,
            firm,
            "quotes_stopped",
            key=f"quotes_stopped:{package.id}",
            by=by,
            package=package,
            reason=package.cancel_reason,
        )
    return len(firms)


def _tell(
    session: Session,
    firm: Organisation,
    lot: Lot,
    requests: list[Request],
    key: str,
    by: By,
) -> None:
    tell_firm(
        session,
        firm,
        "quotes_invited",
        key=key,
        by=by,
        useless_after=max((request.deadline for request in requests), default=None),
        package=lot.package,
        lot=lot,
        deadlines=[request.deadline for request in requests],
        page=external_url("quotes.jobs", host=host_of_municipality(session, lot.municipality_id)),
    )


def _firm(session: Session, lot: Lot, key: int) -> Organisation:
    firm = session.scalar(
        select(Organisation).where(
            Organisation.id == key,
            Organisation.municipality_id == lot.municipality_id,
            Organisation.kind == "contractor",
            Organisation.active,
        )
    )
    if firm is None:
        raise Refused(
            "invitation.not_a_contractor",
            "One of these is not an active contractor of this municipality. Reload the page and choose again.",
        )
    return firm


def _refuse_closed(session: Session, lot: Lot) -> None:
    if lot.package.state != PackageState.PUBLISHED or lot.state not in _ASKING:
        raise Refused(
            "invitation.closed",
            "This lot takes no quotes now. Contractors can be invited from the publication until the quotes are opened.",
        )
    requests = requests_of(session, lot.id)
    if requests and not any(in_time(clock.now(), request.deadline) for request in requests):
        raise Refused(
            "invitation.too_late",
            "The deadline for quotes has passed, so nobody can be invited any more.",
        )
