"""Where the pages of interest hang, and what their templates may say."""

from typing import Any

from flask import Blueprint, Response

from renogroep.subscriptions.words import in_words

pages = Blueprint("subscriptions", __name__)
pages.app_template_filter("in_words")(in_words)


@pages.after_request
def _keep_nowhere(response: Response) -> Any:
    """Answers stay in the visitor's own session and in no cache on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
