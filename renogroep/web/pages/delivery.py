"""Pages: did every mail and text message leave, and what is done about the ones that did not?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.actions import notices
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import MOST_DIGITS, Answer, By, act
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.scope import here, mine
from renogroep.journeys.presenters.delivery import delivery as shown
from renogroep.journeys.queries.messages import stuck
from renogroep.web import seen
from renogroep.web.pages.blueprint import pages


def _page(refusal: Text | None = None) -> str:
    page = shown(db.session(), here())
    seen.read(row.id for row in page.rows)
    chosen = set(request.form.getlist("message"))
    return render_template("pages/delivery.html", page=page, refusal=refusal, chosen=chosen)


@pages.get("/verzending")
@requires(May.DELIVERY_MANAGE)
def delivery() -> str:
    """In one line whether everything left; below it what did not, and why."""
    return _page()


@pages.post("/verzending/opnieuw")
@requires(May.DELIVERY_MANAGE)
def delivery_again() -> Answer:
    """One, the chosen ones, or all that was refused or stopped goes out once more."""
    one = request.form.get("one")
    chosen = [one] if one else request.form.getlist("message")
    keys = {int(key) for key in chosen if key.isdecimal() and len(key) <= MOST_DIGITS}
    everything = not one and request.form.get("which") == "all"

    def work(session: Session, by: By) -> int:
        rows = stuck(session, here()) if everything else [mine(OutboxMessage, key) for key in keys]
        return notices.send_again(session, rows, by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.delivery"),
        done=lambda n: ngettext("One message goes out again.", "%(num)s messages go out again.", n),
    )


@pages.post("/verzending/nieuw/<int:message_id>")
@requires(May.DELIVERY_MANAGE)
def delivery_renew(message_id: int) -> Answer:
    """What was too late for its link goes out with a new link."""

    def work(session: Session, by: By) -> None:
        notices.renew(session, mine(OutboxMessage, message_id), by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.delivery"),
        done=_("The message goes out with a new link."),
    )
