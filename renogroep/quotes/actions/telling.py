"""How does a firm hear something, also one that has no account here?"""

from datetime import datetime, time
from typing import Any

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.identity.actions.notices import CALL_WITHIN, notify
from renogroep.identity.models import Municipality, Organisation
from renogroep.identity.queries import members_of
from renogroep.infra import outbox
from renogroep.infra.acts import By
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language
from renogroep.infra.outbox import OutboxMessage, Way

LANGUAGE = "nl"  # of procurement papers; a firm without an account never chose one


def tell_firm(
    session: Session,
    firm: Organisation,
    notice: str,
    *,
    key: str,
    by: By,
    useless_after: datetime | None = None,
    **facts: Any,
) -> None:
    """Everybody of the firm hears it; a firm without an account at the address that we know of it.

    notice, useless_after, facts   as ``notify``
    key             ``<event>:<subject>``: who it is for is added
    Without any address it becomes a call to make: somebody must find out whom to tell.
    """
    people = members_of(session, firm.id)
    for person in people:
        notify(
            session,
            person,
            notice,
            key=f"{key}:{person.id}",
            link=None,
            by=by,
            useless_after=useless_after,
            **facts,
        )
    if not people:
        message = _to_office(session, firm, notice, facts)
        message.key, message.useless_after = f"{key}:firm-{firm.id}", useless_after
        outbox.put(session, message)


def _to_office(
    session: Session, firm: Organisation, notice: str, facts: dict[str, Any]
) -> OutboxMessage:
    municipality = session.get_one(Municipality, firm.municipality_id)
    with in_language(LANGUAGE):
        text = render_template(
            f"mail/{notice}.txt",
            person={"name": firm.name},
            url=None,
            municipality=municipality,
            **facts,
        )
    subject, _, body = text.strip().partition("\n")
    way, address = reached_by(firm)
    return OutboxMessage(
        municipality_id=firm.municipality_id,
        way=way,
        person_id=None,
        address=address,
        language=LANGUAGE,
        subject=subject.strip(),
        body=body.strip() + "\n",
        due_on=_call_before() if way is Way.CALL else None,
    )


def reached_by(firm: Organisation) -> tuple[Way, str]:
    """Mail, else a letter, else a call; the name of the firm is the first line of its letter."""
    if firm.email:
        return Way.MAIL, firm.email
    if firm.postal_address:
        return Way.LETTER, f"{firm.name}, {firm.postal_address}"
    return Way.CALL, firm.phone or firm.company_number or firm.name


def not_told_yet(session: Session, event: str) -> list[str]:
    """Firms without an account whose letter or call about ``<event>:<subject>`` is still to be done."""
    rows = session.scalars(
        select(OutboxMessage.key).where(
            OutboxMessage.key.startswith(f"{event}:", autoescape=True),
            OutboxMessage.person_id.is_(None),
            OutboxMessage.way != Way.MAIL,
            OutboxMessage.done_at.is_(None),
        )
    )
    keys = {int(key.rpartition("firm-")[2].partition(":")[0]) for key in rows}
    return list(
        session.scalars(
            select(Organisation.name)
            .where(Organisation.id.in_(keys))
            .order_by(Organisation.sort_key)
        )
    )


def _call_before() -> datetime:
    today = clock.today()
    return clock.at_local(add_working_days(today, CALL_WITHIN, belgian(today)), time(17))
