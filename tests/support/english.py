"""Pages in English, the language of the msgids, for tests that read whole sentences with values."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, request, request_started


@pytest.fixture(autouse=True)
def english_pages(app: Flask) -> Iterator[None]:
    """Unless the visitor chose a language; mails and letters keep the person's own."""

    def choose(_sender: Flask, **_values: object) -> None:
        if "language" not in request.cookies:
            g.language = "en"

    with request_started.connected_to(choose, app):
        yield
