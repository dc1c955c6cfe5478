"""What is the work of today for a member of staff or a contractor, the urgent work first?"""

from collections.abc import Collection
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.access import May, may
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import say
from renogroep.journeys.presenters import today_homes
from renogroep.journeys.presenters.delivery import alarm_block
from renogroep.journeys.presenters.lot_steps import (
    LOOKS,
    LotStep,
    steps_everywhere,
    steps_of_firm,
)
from renogroep.journeys.presenters.today_dates import dates
from renogroep.journeys.presenters.today_rules import rules_block
from renogroep.journeys.queries.lot_work import jobs_going_on
from renogroep.journeys.rules.blocks import Block, Line, most_urgent_block_first, urgent_first
from renogroep.journeys.rules.lot_work import LotRole
from renogroep.journeys.rules.today import HORIZON, is_for_today
from renogroep.tenders.rules.lifecycle import LotState


def blocks(session: Session) -> list[Block]:
    """The work of the reader, for every role that this person has."""
    steps, packages = steps_everywhere(session)
    mine = [look for look, permission in LOOKS.items() if may(permission)]
    found: list[Block] = []
    if may(May.CASE_SEE):
        found += today_homes.cases(session)
    if may(May.ORDER_SURVEY):
        found.append(today_homes.surveys(session))
    if may(May.JOB_SEE):
        found.append(_jobs(session))
    found += [_lots(look, steps, packages) for look in mine if not _with_the_lead(look, mine)]
    if may(May.PACKAGE_MANAGE):
        found.append(dates(session))
    if may(May.RULES_MANAGE) and (asked := rules_block(session)):
        found.append(asked)
    if may(May.DELIVERY_MANAGE) and (alarm := alarm_block(session)):
        found.append(alarm)
    return most_urgent_block_first(found)


def _with_the_lead(look: LotRole, mine: Collection[LotRole]) -> bool:
    """What a lead does as one of two who open stands among the other steps of its packages."""
    return look == LotRole.OFFICER and LotRole.LEAD in mine


def _lots(look: LotRole, steps: list[LotStep], packages: int) -> Block:
    """The next steps of one role that are for now, in as many words as there are lots."""
    looks = {look, LotRole.OFFICER} if look == LotRole.LEAD else {look}
    lines = _for_now([step for step in steps if step.role in looks])
    block_id, title, empty = _words(look)
    if look == LotRole.LEAD and packages:
        empty = _nothing_soon()
    return Block(
        block_id,
        title,
        empty,
        urgent_first(lines),
        url_for("pages.packages"),
        _("All packages: %(count)s", count=packages),
    )


def _words(look: LotRole) -> tuple[str, str, str]:
    """Where the block stands, its title, and what to do when nothing is in it."""
    if look == LotRole.LEAD:
        empty = _("There is no package yet. Make one from the example, and add dates and lots.")
        return "packages", _("Packages and their next step"), empty
    if look == LotRole.OFFICER:
        empty = _("No quotes wait to be opened. They appear here when a deadline is over.")
        return "openings", _("Quotes to open"), empty
    if look == LotRole.ASSESSOR:
        empty = _("No quotes wait for your scores. They appear here when the checks are done.")
        return "scores", _("Quotes to score"), empty
    if look == LotRole.ALDERMAN:
        empty = _("There is no decision to read. It appears here when a contractor is known.")
        return "decisions", _("Decisions to read"), empty
    empty = _("No package asks something of you now. Go on with your own cases.")
    return "lots", _("What packages ask of you"), empty


def _nothing_soon() -> str:
    return _(
        "Nothing is due within %(days)s working days. Everything stands in the list.", days=HORIZON
    )


def _jobs(session: Session) -> Block:
    """What every job asks of this firm: a quote, an answer, and what its homes wait for."""
    requests = jobs_going_on(session, current_user.firm_id)
    empty = _("There is no job to price now. You get a message when you are invited.")
    return Block(
        "jobs",
        _("Your jobs and what they ask"),
        _nothing_soon() if requests else empty,
        urgent_first(_for_now(steps_of_firm(session, requests))),
        url_for("quotes.jobs"),
        _("All jobs: %(count)s", count=len(requests)),
    )


def _for_now(steps: list[LotStep]) -> list[Line]:
    today = clock.today()
    holidays = belgian(today)
    shown = [
        step
        for step in steps
        if step.is_news or is_for_today(step.step.due, today, holidays, urgent=step.step.urgent)
    ]
    return [_line(step) for step in sorted(shown, key=lambda step: step.step.due or date.max)]


def _line(step: LotStep) -> Line:
    """A firm reads the hour at which its quotes must be in."""
    due = step.step.due
    quoting = step.lot is not None and step.lot.state == LotState.QUOTING
    at = step.request.deadline if step.request is not None and quoting else due
    return Line(step.title, step.url, say(step.step.sentence), at, urgent=step.step.urgent)
