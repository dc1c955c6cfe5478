"""Which rules ask for somebody today: one that ends, one that waits for a second person?"""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries.ending import endings, headings
from renogroep.financing.rules.expiry import Ending
from renogroep.financing.rules.labels import KINDS
from renogroep.financing.rules.lifecycle import RuleState
from renogroep.infra.access import May
from renogroep.infra.i18n import shown
from renogroep.infra.scope import scope_for
from renogroep.journeys.rules.blocks import Block, Line


def rules_block(session: Session) -> Block | None:
    """None while no rule asks for anything."""
    home, _scope = scope_for(May.RULES_MANAGE).staff
    rows, reader = headings(session, home), current_user.id
    lines = [
        _proposed(row)
        for row in rows
        if row.state == RuleState.PROPOSED and row.author_id != reader
    ]
    lines += [
        Line(row.label, _page(row), _("Sent back: %(why)s", why=row.sent_back_reason))
        for row in rows
        if row.state == RuleState.SENT_BACK and row.author_id == reader
    ]
    lines += [_ending(*one) for one in endings(rows, clock.today())]
    if not lines:
        return None
    return Block(
        "rules",
        _("Rules that ask for you"),
        "",
        sorted(lines, key=lambda line: not line.first),
        url_for("financing.rules"),
        _("All rules"),
    )


def _proposed(row: RuleVersion) -> Line:
    return Line(row.label, _page(row), _("Proposed by a colleague: look at it and switch it on."))


def _ending(row: RuleVersion, told: Ending, draft: RuleVersion | None) -> Line:
    kind = shown(_kind(row))
    if told.over and told.ends:
        about = _("%(kind)s: ended, and nothing follows.", kind=kind)
    elif told.ends:
        about = _("%(kind)s: ends, and nothing follows yet.", kind=kind)
    else:
        about = _("%(kind)s: read the source again.", kind=kind)
    if draft is not None:
        about += " " + _("There is a draft: %(label)s.", label=draft.label)
    return Line(row.label, _page(draft or row), about, told.last, urgent=told.red, late=told.over)


def _kind(row: RuleVersion) -> object:
    return Text(KINDS[row.kind]) if row.kind in KINDS else row.kind


def _page(row: RuleVersion) -> str:
    return url_for("financing.rule", id=row.id)
