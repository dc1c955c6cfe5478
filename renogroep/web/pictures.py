"""How does a browser show one photo by itself, without breaking the policy of our pages?

Around a photo it makes a page of its own, with style in it. That page is not ours: it may style
itself and show the photo, and nothing else.
"""

from typing import Any

from flask import Flask, request

HEADER = "Content-Security-Policy"
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
PHOTOS = frozenset({"orders.home_file", "orders.home_file_small"})


def register(app: Flask) -> None:
    """Before the policy of pages is registered: what comes first in is last to look at an answer."""

    @app.after_request
    def _alone(response: Any) -> Any:
        if request.endpoint in PHOTOS and response.mimetype == "image/jpeg":
            response.headers[HEADER] = POLICY
        return response
