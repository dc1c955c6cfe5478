"""Does everything run, and was the last backup put back?"""

from flask import current_app, render_template

from renogroep.infra import db, upkeep
from renogroep.infra.access import May, requires
from renogroep.web import doctor
from renogroep.web.pages.blueprint import pages


@pages.get("/beheer")
@requires(May.ADMIN_SEE)
def running() -> str:
    """Everything runs, or the worst fact first; then each check with what to do."""
    with db.everywhere() as across:  # it is about the machine, which serves all
        found = doctor.examine(current_app.config, db.db.engine, across, ask=False)
    proved = upkeep.last(db.session(), upkeep.RESTORE_PROVED)
    return render_template(
        "pages/running.html",
        found=sorted(found, key=lambda one: -one.state),
        worst=doctor.worst(found),
        proved_at=None if proved is None else proved.at,
        names=doctor.NAMES,
        states=doctor.STATES,
    )
