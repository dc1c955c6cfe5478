"""The questions on paper, for who would rather use a pen."""

from flask import Response

from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.downloads import PDF, download
from renogroep.infra.pages import found
from renogroep.subscriptions import queries
from renogroep.subscriptions.documents import paper_form
from renogroep.subscriptions.views.blueprint import pages
from renogroep.subscriptions.words import flow_of


@pages.get("/pakket/<reference>/formulier.pdf")
@public
def paper(reference: str) -> Response:
    """The form to print; nothing in it is about a person."""
    session = db.session()
    package = found(queries.public_package(session, reference))
    municipality = session.get_one(Municipality, package.municipality_id)
    content = paper_form(package, flow_of(package), municipality)
    return download(content, f"interesse-{package.reference}.pdf", PDF)
