"""Where pages hang that need two rooms or more; the shell above hangs its own there too."""

from flask import Blueprint

pages = Blueprint("pages", __name__)
