"""Page: what is the work of today for a member of staff or a contractor?"""

from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from renogroep.base import clock
from renogroep.base.text import N_
from renogroep.groups.models import Group, Request
from renogroep.identity.rules.phone import shown
from renogroep.infra import db
from renogroep.infra.access import May, may, requires
from renogroep.infra.i18n import say
from renogroep.owners.queries import in_scope, waiting_calls
from renogroep.quotes.models import Invitation, Opening, Quote
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState
from renogroep.web import navigation
from renogroep.web.pages import caseload_rows
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.caseload import looker
from renogroep.web.pages.caseload_rows import Pile
from renogroep.web.pages.staff_dates import deadlines, surveys
from renogroep.web.pages.today import SHOWN, Block, Line

SOON = timedelta(days=2)

NEXT_STEPS: dict[str, str] = {
    PackageState.DRAFT: N_("Complete the checklist and publish"),
    LotState.COLLECTING: N_("Collect interest, make groups and ask for quotes"),
    LotState.QUOTING: N_("Invite contractors and answer their questions until the deadline"),
    LotState.OPENED: N_("Check and compare the quotes"),
    LotState.CHECKED: N_("Score the quotes and decide"),
    LotState.DECIDED: N_("Send the decision and start the waiting period"),
    LotState.STANDSTILL: N_("Wait for the end of the waiting period"),
    LotState.CHOOSING: N_("Follow the choices of the households"),
    LotState.ORDERING: N_("Follow the orders until the freeze"),
    LotState.EXECUTING: N_("Follow the works"),
}


@pages.get("/vandaag")
@requires(May.STAFF_HOME)
def staff_home() -> str:
    """What is due, what waits and what comes next, for every role that this person has."""
    session = db.session()
    blocks: list[Block] = []
    if may(May.CASE_SEE):
        blocks += _advising(session)
    if may(May.ORDER_SURVEY):
        blocks.append(surveys(session))
    if may(May.JOB_SEE):
        blocks.append(_jobs(session))
    if may(May.QUOTES_OPEN):
        blocks.append(_openings(session))
    if may(May.PACKAGE_MANAGE):
        blocks.append(deadlines(session))
        blocks.append(_packages(session))
    menu = [item for item in navigation.items() if not item["current"]]
    return render_template("pages/staff_home.html", blocks=blocks, menu=menu)


def _advising(session: Session) -> list[Block]:
    who = looker()
    counts = caseload_rows.counts(session, who)
    calls = waiting_calls(session, who.municipality_id, who.scope)
    due = [
        row
        for row in caseload_rows.rows(session, who, Pile.MINE)
        if row.due_on is not None and row.due_on <= who.today
    ]
    free = caseload_rows.rows(session, who, Pile.UNASSIGNED) if counts[Pile.UNASSIGNED] else []
    return [
        Block(
            "calls",
            _("Call back"),
            _("Nobody waits for a call."),
            [
                Line(
                    shown(c.phone),
                    url_for("pages.caseload"),
                    c.about,
                    c.due_on,
                    c.due_on < who.today,
                )
                for c in calls[:SHOWN]
            ],
            url_for("pages.caseload"),
            _("All call-backs: %(count)s", count=len(calls)),
        ),
        Block(
            "due",
            _("My cases due today or too late"),
            _("Nothing is due today. Look at the cases that nobody works on, or plan ahead."),
            [_case_line(row, who.today) for row in due[:SHOWN]],
            url_for("pages.caseload", stapel="mine"),
            _("All my cases: %(count)s", count=counts[Pile.MINE]),
        ),
        Block(
            "unassigned",
            _("Nobody works on these yet"),
            _("Every case has an advisor."),
            [_case_line(row, who.today) for row in free[:SHOWN]],
            url_for("pages.caseload", stapel="unassigned"),
            _("All of them: %(count)s", count=counts[Pile.UNASSIGNED]),
        ),
    ]


def _case_line(row: Any, today: Any) -> Line:
    box = f" bus {row.box}" if row.box else ""
    return Line(
        f"{row.street} {row.number}{box}",
        url_for("pages.case", case_id=row.id),
        row.name,
        row.due_on,
        row.due_on is not None and row.due_on < today,
    )


def _jobs(session: Session) -> Block:
    """The requests that this firm was invited to, the nearest deadline first."""
    now, firm = clock.now(), current_user.firm_id
    asked = session.execute(
        select(Request.id, Request.reference, Request.deadline, Lot.title, Group.number)
        .join(Lot, Lot.id == Request.lot_id)
        .join(Invitation, Invitation.lot_id == Lot.id)
        .outerjoin(Group, Group.id == Request.group_id)
        .where(
            Invitation.organisation_id == firm,
            Request.deadline > now,
            Request.opened_at.is_(None),
        )
        .order_by(Request.deadline, Request.id)
    ).all()
    slots: dict[int, set[str]] = {}
    for request_id, slot in session.execute(
        select(Quote.request_id, Quote.slot).where(
            Quote.organisation_id == firm, Quote.state.in_(("draft", "submitted"))
        )
    ):
        slots.setdefault(request_id, set()).add(slot)
    return Block(
        "jobs",
        _("Jobs to price"),
        _("There is no job to price now. You get a message when you are invited."),
        [
            Line(
                f"{row.title} ({row.reference})",
                url_for("quotes.job", request_id=row.id),
                _stage(slots.get(row.id, set())),
                row.deadline,
                row.deadline - now < SOON and "submitted" not in slots.get(row.id, set()),
            )
            for row in asked[:SHOWN]
        ],
        url_for("quotes.jobs"),
        _("All jobs: %(count)s", count=len(asked)),
    )


def _stage(slots: set[str]) -> str:
    if "submitted" in slots:
        return _("Your quote is in")
    return _("You have a draft; it is not sent") if "draft" in slots else _("Not started")


def _openings(session: Session) -> Block:
    """Lots whose deadline is over: somebody must open the quotes, or confirm as the second."""
    scope = current_user.neighbourhood_ids
    rows = session.execute(
        select(
            Lot.id, Lot.title, Package.title.label("package"), Request.deadline, Opening.first_id
        )
        .join(Package, Package.id == Lot.package_id)
        .join(Request, Request.lot_id == Lot.id)
        .outerjoin(Opening, Opening.lot_id == Lot.id)
        .where(
            Lot.municipality_id == current_user.municipality_id,
            in_scope(Package.neighbourhood_id, scope),
            Lot.state == LotState.QUOTING,
            Request.deadline <= clock.now(),
            Opening.second_id.is_(None),
        )
        .order_by(Request.deadline, Lot.id)
    ).all()
    lines = {
        row.id: Line(
            f"{row.package}: {row.title}",
            url_for("quotes.opening", lot_id=row.id),
            _("Waits for a second person")
            if row.first_id is not None and row.first_id != current_user.id
            else _("Waits for a colleague")
            if row.first_id is not None
            else _("The deadline is over: open the quotes with two people"),
            row.deadline,
        )
        for row in rows
    }
    return Block(
        "openings",
        _("Quotes to open"),
        _("No quotes wait to be opened. They appear here when a deadline is over."),
        list(lines.values()),
    )


def _still_ahead(package: Package) -> date | None:
    """The next date of a package that has not passed: interest, quotes, orders, freeze."""
    quotes = package.quote_deadline
    dates = [
        package.interest_deadline,
        clock.local(quotes).date() if quotes else None,
        package.order_deadline,
        package.freeze_on,
    ]
    if package.state != PackageState.PUBLISHED:
        return None
    return next((day for day in dates if day is not None and day >= clock.today()), None)


def _packages(session: Session) -> Block:
    """The packages that still go on, each with the next step of its slowest lot."""
    rows = session.scalars(
        select(Package)
        .where(
            Package.municipality_id == current_user.municipality_id,
            in_scope(Package.neighbourhood_id, current_user.neighbourhood_ids),
            Package.state.in_((PackageState.DRAFT, PackageState.PUBLISHED)),
        )
        .options(selectinload(Package.lots))
        .order_by(Package.id.desc())
    ).all()
    return Block(
        "packages",
        _("Packages and their next step"),
        _("There is no package yet. Make one from the example, and add dates and lots."),
        [
            Line(
                package.title,
                url_for("pages.package", id=package.id),
                say(_next_step(package)),
                _still_ahead(package),
            )
            for package in rows[:SHOWN]
        ],
        url_for("pages.packages"),
        _("All packages: %(count)s", count=len(rows)),
    )


def _next_step(package: Package) -> str:
    if package.state == PackageState.DRAFT:
        return NEXT_STEPS[PackageState.DRAFT]
    order = list(NEXT_STEPS)
    busy = [lot.state for lot in package.lots if lot.state in NEXT_STEPS]
    return NEXT_STEPS[min(busy, key=order.index)] if busy else N_("Close the package")
