"""Which of the buttons was pressed?"""

from collections.abc import Mapping
from typing import TypeVar

from flask import request

from renogroep.base.errors import Refused

Choice = TypeVar("Choice")


def pressed(name: str, buttons: Mapping[str, Choice]) -> Choice:
    """What belongs to the button. Refused when none of them was: nothing happens by default."""
    value = request.form.get(name, "")
    if value not in buttons:
        raise Refused(
            "answer.missing",
            "Nothing was changed, because we do not know which button you meant. Press one of the buttons on this page.",
        )
    return buttons[value]
