"""Pages: what do we pay at most in all lots together, when, and what comes back?"""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.downloads import PDF, download
from renogroep.infra.scope import mine
from renogroep.journeys.documents import household_account as paper
from renogroep.journeys.presenters.case_file import sees_sensitive
from renogroep.journeys.presenters.household_account import account_page, account_parts
from renogroep.journeys.queries.household_account import account_of
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.case import read_case
from renogroep.owners.models import Case
from renogroep.subscriptions.queries import home_of


@pages.get("/mijn-woning/kosten")
@requires(May.MY_HOME)
def my_costs() -> Response:
    """The account of the home in which somebody showed interest last."""
    cases = [row.case_id for row in home_of(db.session(), current_user.id) if row.case_id]
    if not cases:
        abort(404)
    return redirect(url_for("pages.my_costs_of", case_id=cases[0]))


@pages.get("/mijn-woning/kosten/<int:case_id>")
@requires(May.MY_HOME)
def my_costs_of(case_id: int) -> str:
    """One account per home; an income group and a rate may be tried in the address."""
    page = account_page(db.session(), mine(Case, case_id), request.args)
    return render_template("journeys/costs.html", **page)


@pages.get("/mijn-woning/kosten/<int:case_id>/kostenkaart.pdf")
@requires(May.MY_HOME)
def my_costs_pdf(case_id: int) -> Response:
    """The same on paper, without what is tried."""
    session, case = db.session(), mine(Case, case_id)
    account = account_of(session, case, clock.today())
    municipality = session.get_one(Municipality, case.municipality_id)
    return download(paper.pdf(account, case, municipality), "kostenkaart.pdf", PDF)


@pages.get("/dossiers/<int:case_id>/kosten")
@requires(May.CASE_SEE)
def case_costs(case_id: int) -> str:
    """The same account for whoever helps the household; only to read."""
    case = read_case(case_id)
    sensitive = sees_sensitive(case)
    page = account_parts(db.session(), case, clock.today(), sensitive=sensitive)
    case_url = url_for("pages.case", case_id=case.id)
    return render_template(
        "journeys/case_costs.html", case=case, case_url=case_url, sensitive=sensitive, **page
    )
