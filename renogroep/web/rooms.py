"""Which rooms have pages, and where are their templates?"""

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemLoader

from renogroep.financing import views as financing
from renogroep.groups import views as groups
from renogroep.identity import official_views as official
from renogroep.identity import views as identity
from renogroep.neighbourhoods import views as neighbourhoods
from renogroep.orders import views as orders
from renogroep.quotes import views as quotes
from renogroep.reports import views as reports
from renogroep.subscriptions import views as subscriptions
from renogroep.tenders import views as tenders
from renogroep.web import pages

ROOMS = (
    identity,
    official,
    neighbourhoods,
    financing,
    tenders,
    subscriptions,
    groups,
    quotes,
    orders,
    reports,
    pages,
)

TEMPLATES = sorted(Path(__file__).resolve().parents[1].glob("*/templates"))


def register(app: Flask) -> None:
    """Open every room's pages. A room without pages (owners) may still have mails."""
    app.jinja_loader = FileSystemLoader(TEMPLATES)
    for room in ROOMS:
        app.register_blueprint(room.pages)
