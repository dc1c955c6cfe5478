"""Where pages that span many rooms hang."""

from flask import Blueprint

pages = Blueprint("pages", __name__)
