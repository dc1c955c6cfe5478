"""Pages: which calls and letters wait, and how do they leave the house?"""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.identity.actions import notices
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.downloads import PDF, download
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
from renogroep.journeys.queries.messages import count_stuck, names_of, waiting
from renogroep.web.letters import batch_pdf
from renogroep.web.pages.blueprint import pages

MOST_LETTERS = 200  # in one file


def _page(refusal: Text | None = None) -> str:
    session, scope = db.session(), here()
    calls, letters = waiting(session, scope, Way.CALL), waiting(session, scope, Way.LETTER)
    return render_template(
        "pages/letters.html",
        calls=calls,
        letters=letters,
        stuck=count_stuck(session, scope),
        most=MOST_LETTERS,
        names=names_of(session, [*calls, *letters]),
        now=clock.now(),
        refusal=refusal,
    )


@pages.get("/brieven")
@requires(May.LETTERS_SEND)
def letters() -> str:
    """Calls first, the overdue ones on top; then the letters that wait for the printer."""
    with db.transaction() as session:
        shown = waiting(session, here(), Way.CALL, Way.LETTER)
        keys = [row.id for row in shown]
        notices.note_seen(session, here().municipality_id, keys, by=by_reader())
    return _page()


@pages.post("/brieven/gebeld/<int:message_id>")
@requires(May.LETTERS_SEND)
def called_by_phone(message_id: int) -> Answer:
    """A call was made."""

    def work(session: Session, by: By) -> None:
        row = mine(OutboxMessage, message_id)
        notices.mark_called(session, found(row if row.way == Way.CALL else None), by=by)

    return act(None, work, again=_page, to=url_for("pages.letters"), done=_("The call is noted."))


@pages.get("/brieven/brieven.pdf")
@requires(May.LETTERS_SEND)
def letters_file() -> Response:
    """One PDF of what waits, as often as the printer needs it; who took it is recorded."""
    with db.transaction() as session:
        rows = waiting(session, here(), Way.LETTER)[:MOST_LETTERS]
        if not rows:
            return redirect(url_for("pages.letters"))
        municipality = session.get_one(Municipality, here().municipality_id)
        pdf = batch_pdf(municipality, rows, names_of(session, rows))
        notices.note_download(session, rows, by=by_reader())
    answer = download(pdf, f"brieven-{clock.today()}.pdf", PDF)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/brieven/afgedrukt")
@requires(May.LETTERS_SEND)
def letters_printed() -> Answer:
    """They lie in the tray: exactly the letters that stood on the page leave the list."""
    listed = set(request.form.getlist("letter"))

    def work(session: Session, by: By) -> int:
        rows = [row for row in waiting(session, here(), Way.LETTER) if str(row.id) in listed]
        return notices.mark_printed(session, rows, by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.letters"),
        done=lambda n: ngettext("One letter is printed.", "%(num)s letters are printed.", n),
    )
