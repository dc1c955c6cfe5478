"""Pages of this room."""

from flask import Blueprint

pages = Blueprint("financing", __name__)
