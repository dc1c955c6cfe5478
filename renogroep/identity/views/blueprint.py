"""Where this room's pages hang."""

from flask import Blueprint

pages = Blueprint("identity", __name__)
