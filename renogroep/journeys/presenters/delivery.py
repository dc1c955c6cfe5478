"""What left the house, what waits, and what could not be delivered?"""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.base.text import N_
from renogroep.identity.actions.notices import old_link
from renogroep.infra import outbox
from renogroep.infra.access import May
from renogroep.infra.channel_state import state_of
from renogroep.infra.i18n import moment
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.infra.scope import Scope, scope_for
from renogroep.journeys.queries import messages
from renogroep.journeys.rules.blocks import Block, Line
from renogroep.journeys.rules.delivery_words import Away, Delivery, Row, why

CHANNELS = {Way.MAIL: N_("E-mail"), Way.SMS: N_("Text message")}
AWAY = {
    Way.MAIL: N_("The mail server is away since %(since)s."),
    Way.SMS: N_("The gateway for text messages is away since %(since)s."),
}


def delivery(session: Session, scope: Scope) -> Delivery:
    """All that has not left, for this reader."""
    found = messages.on_its_way(session, scope)
    names = messages.names_of(session, found.rows)
    rows = [_row(session, row, names.get(row.person_id, "")) for row in found.rows]
    return Delivery(
        first=first_line(found.waiting, found.since, found.failed),
        alarm=outbox.is_alarm(found.since),
        away=[one for channel in outbox.CHANNELS if (one := _away(session, channel))],
        rows=rows,
        more=found.waiting + found.failed - len(rows),
        any_again=any(row.again for row in rows),
    )


def first_line(waiting: int, since: datetime | None, failed: int) -> str:
    """Has everything left?"""
    if waiting:
        return ngettext(
            "%(num)s waits since %(since)s.",
            "%(num)s wait since %(since)s.",
            waiting,
            since=moment(since),
        )
    if failed:
        return ngettext(
            "Nothing waits, but %(num)s message could not be delivered.",
            "Nothing waits, but %(num)s messages could not be delivered.",
            failed,
        )
    return _("Everything has left.")


def _row(session: Session, row: OutboxMessage, name: str) -> Row:
    waits = outbox.LIFECYCLE.may(row.state, "send")
    return Row(
        id=row.id,
        who=name or row.address,
        address=row.address,
        channel=_(CHANNELS[Way(row.way)]),
        subject=row.subject,
        state=outbox.LIFECYCLE.label(row.state),
        bad=not waits,
        why=why(row.last_error),
        tries=row.tries,
        since=row.waits_since,
        next_try=row.next_try_at if waits and row.tries else None,
        again=outbox.is_stuck(row),
        renew=old_link(session, row) is not None,
    )


def _away(session: Session, channel: Way) -> Away | None:
    row = state_of(session, channel)
    if row is None or row.away_since is None:
        return None
    text = _(AWAY[channel], since=moment(row.away_since))
    return Away(text, why(row.last_error), row.paused_until)


def alarm_block(session: Session) -> Block | None:
    """On Today, because no mail can say that mails do not leave."""
    count, since = messages.alarm(session, scope_for(May.DELIVERY_MANAGE))
    if since is None:
        return None
    line = Line(
        first_line(count, since, 0), url_for("pages.delivery"), about=_("Delivery"), urgent=True
    )
    return Block("delivery", _("Messages that do not leave"), "", [line])
