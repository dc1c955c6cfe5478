"""How long do we keep what, what would go now, and how is that started by hand?"""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import here
from renogroep.journeys.actions.retention import run_now
from renogroep.journeys.presenters.retention import retention_page
from renogroep.web.pages.blueprint import pages


def _page(refusal: Text | None = None) -> str:
    values = retention_page(db.session(), here().municipality_id)
    return render_template("pages/retention.html", refusal=refusal, **values)


@pages.get("/bewaren")
@requires(May.RETENTION_RUN)
def retention() -> str:
    """The rules with their source, and the dry run of today."""
    return _page()


@pages.post("/bewaren")
@requires(May.RETENTION_RUN)
def retention_run() -> Answer:
    """What the night would do, now."""

    def work(session: Session, by: By) -> tuple[int, int]:
        return run_now(session, here().municipality_id, by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.retention"),
        done=lambda told: _(
            "Done. People warned: %(warned)s. People and rows erased: %(gone)s.",
            warned=told[0],
            gone=told[1],
        ),
    )
