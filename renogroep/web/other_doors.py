"""How does one form leave for another front door of ours, while every other form stays here?"""

from typing import Any

from flask import Flask, g
from flask_wtf import CSRFProtect

from renogroep.identity.views import switching

HEADER = "Content-Security-Policy"
HERE = "form-action 'self'"


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Before the policy of pages is registered: what comes first in is last to look at an answer."""
    # It comes from a page of another site, with a proof of its own, see actions/switching.py.
    csrf.exempt(switching.hand_over_in)

    @app.after_request
    def _leaves(response: Any) -> Any:
        target = g.get("form_to")
        if target:
            policy = response.headers.get(HEADER, "")
            response.headers[HEADER] = policy.replace(HERE, f"{HERE} {target}")
        return response
