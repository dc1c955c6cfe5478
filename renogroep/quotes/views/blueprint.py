"""Where this room's pages hang."""

from flask import Blueprint

pages = Blueprint("quotes", __name__)
