"""Pages: which calls and letters wait, and how do they leave the house?"""

from collections.abc import Sequence

from flask import Response as Download
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.identity.actions.notices import mark_called, mark_printed
from renogroep.identity.models import Municipality, Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.infra.pages import found
from renogroep.web.letters import batch_pdf
from renogroep.web.pages.blueprint import pages

Answer = str | Response | tuple[str, int]
MOST_LETTERS = 200  # in one file
NOTHING_WAITS = N_("No letter is waiting. A colleague may have printed them just now.")


def waiting(session: Session, way: Way) -> Sequence[OutboxMessage]:
    """What this municipality still has to say by phone or letter, the most urgent first."""
    return session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.municipality_id == current_user.municipality_id,
            OutboxMessage.way == way,
            OutboxMessage.done_at.is_(None),
        )
        .order_by(OutboxMessage.due_on, OutboxMessage.id)
    ).all()


def _page(refusal: Text | None = None) -> Answer:
    session = db.session()
    calls, letters = waiting(session, Way.CALL), waiting(session, Way.LETTER)
    keys = {row.person_id for row in [*calls, *letters] if row.person_id}
    people = session.scalars(select(Person).where(Person.id.in_(keys)))
    return render_template(
        "pages/letters.html",
        calls=calls,
        letters=letters,
        most=MOST_LETTERS,
        names={person.id: person.name for person in people},
        now=clock.now(),
        refusal=refusal,
    ), 422 if refusal else 200


@pages.get("/brieven")
@requires(May.LETTERS_SEND)
def letters() -> Answer:
    """Calls first, the overdue ones on top; then the letters that wait for the printer."""
    return _page()


@pages.post("/brieven/gebeld/<int:message_id>")
@requires(May.LETTERS_SEND)
def called_by_phone(message_id: int) -> Answer:
    """A call was made."""
    try:
        with db.transaction() as session:
            row = session.scalar(
                select(OutboxMessage)
                .where(
                    OutboxMessage.id == message_id,
                    OutboxMessage.municipality_id == current_user.municipality_id,
                    OutboxMessage.way == Way.CALL,
                )
                .with_for_update()
            )
            mark_called(session, found(row), actor_id=current_user.id)
    except Refused as refused:
        return _page(refused.text)
    flash(_("The call is noted."))
    return redirect(url_for("pages.letters"))


@pages.post("/brieven/afdrukken")
@requires(May.LETTERS_SEND)
def print_letters() -> Answer:
    """One PDF of what waits; who prints it is recorded, and the letters leave the list."""
    with db.transaction() as session:
        municipality = session.get_one(
            Municipality, current_user.municipality_id, with_for_update=True
        )
        rows = list(waiting(session, Way.LETTER))[:MOST_LETTERS]
        if rows:
            pdf = batch_pdf(session, municipality, rows)
            mark_printed(session, rows, actor_id=current_user.id)
    if not rows:
        return _page(Text(NOTHING_WAITS))
    return Download(
        pdf,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="brieven-{clock.today()}.pdf"',
            "Cache-Control": "no-store",
        },
    )
