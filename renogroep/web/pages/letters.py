"""Pages: which calls and letters wait, and how do they leave the house?"""

from collections.abc import Sequence

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity.actions.notices import mark_called, mark_printed, note_download, try_again
from renogroep.identity.events import Did
from renogroep.identity.models import Municipality, Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.outbox import OutboxMessage, Way, stuck_mails
from renogroep.infra.pages import found
from renogroep.owners.queries import owners_in_scope
from renogroep.web.letters import batch_pdf
from renogroep.web.pages.blueprint import pages

Answer = str | Response | tuple[str, int]
MOST_LETTERS = 200  # in one file


def waiting(session: Session, way: Way) -> Sequence[OutboxMessage]:
    """What this municipality still has to say by phone or letter, the most urgent first."""
    return session.scalars(
        _mine(way)
        .where(OutboxMessage.done_at.is_(None))
        .order_by(OutboxMessage.due_on, OutboxMessage.id)
    ).all()


def _mine(way: Way) -> Select[OutboxMessage]:
    """Messages for people of this municipality, or of the neighbourhoods that one works in."""
    statement = select(OutboxMessage).where(
        OutboxMessage.municipality_id == current_user.municipality_id, OutboxMessage.way == way
    )
    if current_user.neighbourhood_ids is not None:
        mine = owners_in_scope(current_user.neighbourhood_ids)
        statement = statement.where(OutboxMessage.person_id.in_(mine))
    return statement


def _page(refusal: Text | None = None) -> Answer:
    session = db.session()
    calls, letters = waiting(session, Way.CALL), waiting(session, Way.LETTER)
    everywhere = current_user.neighbourhood_ids is None
    stuck = stuck_mails(session, current_user.municipality_id) if everywhere else []
    keys = {row.person_id for row in [*calls, *letters, *stuck] if row.person_id}
    people = session.scalars(select(Person).where(Person.id.in_(keys)))
    return render_template(
        "pages/letters.html",
        calls=calls,
        letters=letters,
        stuck=stuck,
        most=MOST_LETTERS,
        names={person.id: person.name for person in people},
        now=clock.now(),
        refusal=refusal,
    ), 422 if refusal else 200


@pages.get("/brieven")
@requires(May.LETTERS_SEND)
def letters() -> Answer:
    """Calls first, the overdue ones on top; then the letters that wait for the printer."""
    with db.transaction() as session:
        shown = [*waiting(session, Way.CALL), *waiting(session, Way.LETTER)]
        if shown:
            record(
                session,
                Did.MESSAGES_SEEN,
                actor_id=current_user.id,
                subject=session.get_one(Municipality, current_user.municipality_id),
                messages=[row.id for row in shown],
            )
    return _page()


@pages.post("/brieven/gebeld/<int:message_id>")
@requires(May.LETTERS_SEND)
def called_by_phone(message_id: int) -> Answer:
    """A call was made."""
    try:
        with db.transaction() as session:
            row = session.scalar(
                _mine(Way.CALL).where(OutboxMessage.id == message_id).with_for_update()
            )
            mark_called(session, found(row), by=By(current_user.id))
    except Refused as refused:
        return _page(refused.text)
    flash(_("The call is noted."))
    return redirect(url_for("pages.letters"))


@pages.get("/brieven/brieven.pdf")
@requires(May.LETTERS_SEND)
def letters_file() -> Answer | Download:
    """One PDF of what waits, as often as the printer needs it; who took it is recorded."""
    with db.transaction() as session:
        municipality = session.get_one(Municipality, current_user.municipality_id)
        rows = waiting(session, Way.LETTER)[:MOST_LETTERS]
        if not rows:
            return redirect(url_for("pages.letters"))
        pdf = batch_pdf(session, municipality, rows)
        note_download(session, rows, by=By(current_user.id))
    return Download(
        pdf,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="brieven-{clock.today()}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@pages.post("/brieven/afgedrukt")
@requires(May.LETTERS_SEND)
def letters_printed() -> Answer:
    """They lie in the tray: exactly the letters that stood on the page leave the list."""
    listed = set(request.form.getlist("letter"))
    try:
        with db.transaction() as session:
            session.get_one(Municipality, current_user.municipality_id, with_for_update=True)
            rows = [row for row in waiting(session, Way.LETTER) if str(row.id) in listed]
            mark_printed(session, rows, by=By(current_user.id))
    except Refused as refused:
        return _page(refused.text)
    flash(ngettext("One letter is printed.", "%(num)s letters are printed.", len(rows)))
    return redirect(url_for("pages.letters"))


@pages.post("/brieven/opnieuw/<int:message_id>")
@requires(May.LETTERS_SEND)
def mail_again(message_id: int) -> Answer:
    """A mail that nobody took goes out once more, to the address of today."""
    with db.transaction() as session:
        stuck = {row.id: row for row in stuck_mails(session, current_user.municipality_id)}
        try_again(session, found(stuck.get(message_id)), by=By(current_user.id))
    flash(_("The mail goes out again."))
    return redirect(url_for("pages.letters"))
