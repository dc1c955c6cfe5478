"""What does somebody read of a message that did not leave, and in which words why?"""

from dataclasses import dataclass
from datetime import datetime

from renogroep.base.text import Text, t

_NOBODY = t("Nobody answers there.")
_SILENT = t("The server stopped answering.")
_SIGN_IN = t("The server does not accept our name or password.")
_KNOWN = {
    "ConnectionRefusedError": _NOBODY,
    "gaierror": t("There is no server with that name."),
    "OSError": _NOBODY,
    "TimeoutError": _SILENT,
    "ConnectionResetError": _SILENT,
    "RemoteDisconnected": _SILENT,
    "SMTPServerDisconnected": _SILENT,
    "SSLCertVerificationError": t(
        "The certificate of the server is not right, so nothing was sent."
    ),
    "SSLError": t("The server speaks no encryption that we trust."),
    "SMTPNotSupportedError": t("The server offers no encryption, so nothing was sent."),
    "ValueError": t("The address cannot be read."),
    "535": _SIGN_IN,
    "401": _SIGN_IN,
    "403": _SIGN_IN,
}


def why(error: str | None) -> Text | None:
    """A sentence for an error as delivery keeps it: a word or code, then what the server said."""
    if not error:
        return None
    return _KNOWN.get(error.partition(" ")[0]) or t("The server said: %(said)s", said=error)


@dataclass(frozen=True, slots=True)
class Row:
    """One message that has not left."""

    id: int
    who: str
    address: str
    channel: str
    subject: str
    state: Text
    bad: bool
    why: Text | None
    tries: int
    since: datetime | None
    next_try: datetime | None
    again: bool
    renew: bool


@dataclass(frozen=True, slots=True)
class Away:
    """A channel that carries nothing now."""

    text: str
    why: Text | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The page. ``first`` is its first line; ``alarm``: the oldest waits too long."""

    first: str
    alarm: bool
    away: list[Away]
    rows: list[Row]
    more: int
    any_again: bool
