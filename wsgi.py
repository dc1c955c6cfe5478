"""What a web server starts: ``gunicorn wsgi:app``."""

from renogroep.web import garbage
from renogroep.web.app import create_app

app = create_app()
garbage.seldom()
