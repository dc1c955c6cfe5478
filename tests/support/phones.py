"""A phone with an app for codes, as a test holds it."""

import pyotp
from bs4 import Tag

from renogroep.base import clock


def secret_on(page: Tag) -> str:
    """The secret that a page shows in letters."""
    code = page.select_one("main ol samp")
    assert code is not None
    return code.get_text().replace(" ", "")


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps of half a minute later."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)
