"""How does a rule or an action say no?"""

from typing import Any

from renogroep.base.text import Text


class Refused(Exception):
    """The user asked for something that is not allowed now; nothing was changed.

    code     stable machine name, ``subject.reason``
    text     what happened and what to do, as a msgid with ``%(name)s`` values
    """

    def __init__(self, code: str, msgid: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.text = Text(msgid, params)

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
