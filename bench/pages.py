"""How fast are our pages beside a bare Flask application that does three SELECTs?"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

import config
from renogroep.identity.models import Municipality
from renogroep.infra.db import prepare_engine
from renogroep.neighbourhoods.models import Neighbourhood, Street
from renogroep.web.app import create_app
from renogroep.web.commands import migrate_to_head
from renogroep.web.demo import seed

ROUNDS, PER_ROUND = 9, 60
BARE_PAGE = """<!doctype html><html lang="nl"><head><title>{{ place.name }}</title></head><body>
<h1>{{ place.name }}</h1><p>{{ town.name }} {{ town.phone }}</p><p>{{ place.story }}</p>
<table>{% for s in streets %}<tr><th>{{ s.name }}</th><td>{{ s.postcode }}</td><td>{{ s.town }}</td></tr>{% endfor %}</table>
</body></html>"""


def bare(url: str) -> Flask:
    """Flask, SQLAlchemy and Jinja and nothing else."""
    app = Flask("bare")
    engine = create_engine(url)
    prepare_engine(engine)

    @app.get("/")
    def page() -> str:
        with Session(engine) as session:
            town = session.scalars(select(Municipality)).first()
            place = session.scalars(select(Neighbourhood).order_by(Neighbourhood.id)).first()
            assert place is not None
            streets = session.scalars(
                select(Street).where(Street.neighbourhood_id == place.id).order_by(Street.sort_key)
            ).all()
            return render_template_string(BARE_PAGE, town=town, place=place, streets=streets)

    return app


def rate(client: Any, path: str) -> float:
    """Requests per second of one round."""
    start = time.perf_counter()
    for _ in range(PER_ROUND):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        assert answer.data
    return PER_ROUND / (time.perf_counter() - start)


def compare(mine: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float, float]:
    """Medians of rounds in turns, and the median of their ratios."""
    pairs = [(mine(), theirs()) for _ in range(ROUNDS)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def main() -> None:
    """Print one line per page."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**config.load(Path(folder)), "RATE_LIMITS": []}
        migrate_to_head(settings["DATABASE_URL"])
        app = create_app(settings)
        with app.app_context():
            seed.make()
        ours, peer = app.test_client(), bare(settings["DATABASE_URL"]).test_client()
        for path in ("/", "/wijk/bloemenwijk", "/privacy"):
            for _ in range(2):
                rate(ours, path), rate(peer, "/")
            mine, theirs, ratio = compare(
                lambda path=path: rate(ours, path),
                lambda: rate(peer, "/"),
            )
            print(f"{path:<24}{mine:7.0f} r/s   bare {theirs:7.0f} r/s   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
