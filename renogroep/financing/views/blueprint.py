"""Where this room's pages hang."""

from flask import Blueprint

pages = Blueprint("financing", __name__)
