"""Is what comes out of a seal the quote that was handed in, and which file proves it?"""

import json
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.quotes.rules.price_sheet import MIN_NONCE, parse_canonical, receipt_hash


class Spoiled(StrEnum):
    """Why a quote does not open with the others."""

    NO_KEY = "no_key"
    DAMAGED = "damaged"
    OTHER_RECEIPT = "other_receipt"
    NOT_LOGGED = "not_logged"


_WORDS = {
    Spoiled.NO_KEY: N_("The key with which it was sealed is not on the server."),
    Spoiled.DAMAGED: N_("What was kept is not what was sealed for this quote."),
    Spoiled.OTHER_RECEIPT: N_("It is not the file of its receipt."),
    Spoiled.NOT_LOGGED: N_("It is not what the signed log says that the firm handed in last."),
}


def in_words(reason: str) -> Text:
    """What the minutes and the firm read."""
    return Text(_WORDS[Spoiled(reason)])


def why_spoiled(found: str, receipt: str | None, logged: str | None) -> Spoiled | None:
    """Why a payload that did open is not the quote that was handed in; None when it is.

    found     SHA-256 of what came out of the seal
    receipt   the hash of the receipt, in the row of the quote
    logged    the hash that the firm handed in last, by the log; None when the log does not stand
    """
    if found != receipt:
        return Spoiled.OTHER_RECEIPT
    return None if found == logged else Spoiled.NOT_LOGGED


def read_price_file(content: bytes) -> tuple[bytes, bytes]:
    """The nonce and the canonical file in a price file that the firm took from its receipt.

    raises   Refused for anything else; whose it is, is found out by its hash.
    """
    try:
        body = json.loads(content.decode("utf-8-sig"))
        nonce, file = bytes.fromhex(body["nonce"]), body["file"].encode("ascii")
        parse_canonical(file)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise _not_one() from None
    if len(nonce) < MIN_NONCE:
        raise _not_one()
    return nonce, file


def _not_one() -> Refused:
    return Refused(
        "recover.no_price_file",
        "This is not a price file. It is the .json file that you kept with your receipt; its name begins with “prijsbestand”.",
    )


def check_proof(nonce: bytes, file: bytes, logged: str | None) -> None:
    """Raises Refused unless this file is what the firm handed in last, to the byte."""
    if logged is None or receipt_hash(file, nonce) != logged:
        raise Refused(
            "recover.other_file",
            "This is not the file of the quote that was handed in last: its SHA-256 is another one. Look for the price file with the same receipt.",
        )
