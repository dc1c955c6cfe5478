"""Where this room's pages hang."""

from flask import Blueprint

pages = Blueprint("orders", __name__)
