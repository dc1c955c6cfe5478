"""In which words does somebody read why a message did not leave?"""

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
