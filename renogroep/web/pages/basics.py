"""Pages that every public site owes: is the server well, who can use it, what do we keep?"""

from flask import render_template
from sqlalchemy import text

from renogroep.infra.access import public
from renogroep.infra.db import session
from renogroep.web.pages.blueprint import pages


@pages.get("/gezond")
@public
def health() -> tuple[str, int, dict[str, str]]:
    """For whoever watches the machine: the database answers."""
    session().execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain"}


@pages.get("/toegankelijkheid")
@public
def accessibility() -> str:
    """The statement that the Bestuursdecreet asks of every public site."""
    return render_template("pages/accessibility.html")


@pages.get("/privacy")
@public
def privacy() -> str:
    """What we keep, why, for how long and whom to call."""
    return render_template("pages/privacy.html")
