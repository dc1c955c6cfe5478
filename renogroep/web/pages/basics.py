"""Pages that every public site owes: who can use it, what do we keep?"""

from datetime import timedelta

from flask import Response, abort, current_app, render_template

from renogroep.base import clock
from renogroep.identity.queries.municipalities import front_municipality
from renogroep.infra.access import public
from renogroep.infra.db import session
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.pages import external_url, host_here
from renogroep.journeys.presenters.retention import privacy_page
from renogroep.web.pages.blueprint import pages

SECURITY_TEXT_GOOD = timedelta(days=180)  # at most a year, by RFC 9116


@pages.get("/toegankelijkheid")
@public
def accessibility() -> str:
    """The statement that the Bestuursdecreet asks of every public site."""
    return render_template("pages/accessibility.html")


@pages.get("/privacy")
@public
def privacy() -> str:
    """What we keep, why, by which right, for how long and whom to ask."""
    home = front_municipality(session(), host_here())
    return render_template(
        "pages/privacy.html", controller=home, **privacy_page(session(), home.id if home else None)
    )


@pages.get("/robots.txt")
@public
def robots() -> Response:
    """Search engines may show what everybody may read, and no page behind a link or a sign-in."""
    shut = ("/l/", "/aanmelden", "/mijn-woning", "/intekenen", "/gezond")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in shut)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@pages.get("/.well-known/security.txt")
@public
def security() -> Response:
    """Whom does somebody tell about a leak? RFC 9116 (April 2022)."""
    home = front_municipality(session(), host_here())
    contact = current_app.config.get("SECURITY_CONTACT") or (home.email if home else None)
    if not contact:
        abort(404)
    until = (clock.now() + SECURITY_TEXT_GOOD).replace(microsecond=0)
    lines = [
        f"Contact: {contact if ':' in contact else 'mailto:' + contact}",
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {external_url('pages.security', host=home.host if home else None)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@pages.get("/te-groot")
@public
def too_large() -> str:
    """What the proxy refused without us: the page that says so, in the language of the reader."""
    abort(413)
