"""Pages of this room."""

from flask import Blueprint

pages = Blueprint("owners", __name__)
