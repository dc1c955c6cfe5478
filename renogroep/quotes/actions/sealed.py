"""What is inside the sealed payload of a quote, and how does it get in and out?

Until the opening this payload is the only place where a price or a term of a quote is stored. It
holds the canonical price file with the nonce of its receipt, and what was typed, so that a draft
comes back as it was left.
"""

import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from renogroep.infra.sealing import seal, unseal
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.price_sheet import MIN_NONCE, PriceSheet, canonical, parse_canonical
from renogroep.quotes.rules.typed import Typed


def new_nonce() -> bytes:
    """Random bytes that make a receipt impossible to guess from likely prices."""
    return secrets.token_bytes(2 * MIN_NONCE)


def seal_draft(typed: Typed) -> bytes:
    """The payload of a draft: only what was typed, complete or not."""
    return _seal(None, b"", typed)


def seal_payload(sheet: PriceSheet, *, nonce: bytes, typed: Typed) -> bytes:
    """The payload of a submitted quote."""
    return _seal(canonical(sheet), nonce, typed)


def _seal(content: bytes | None, nonce: bytes, typed: Typed) -> bytes:
    body = {
        "canonical": None if content is None else b64encode(content).decode(),
        "nonce": nonce.hex(),
        "typed": {"lines": typed.lines, "terms": typed.terms},
    }
    return seal(json.dumps(body).encode())


def open_payload(quote: Quote) -> tuple[PriceSheet, bytes, bytes]:
    """The sheet, the nonce and the canonical file of a submitted quote.

    raises   ValueError when the quote holds no complete sheet; RuntimeError for another key.
    """
    body = _body(quote)
    if body["canonical"] is None:
        raise ValueError(f"quote {quote.id} holds no complete price sheet")
    content = b64decode(body["canonical"])
    return parse_canonical(content), bytes.fromhex(body["nonce"]), content


def open_typed(quote: Quote | None) -> Typed:
    """What the firm itself typed; nothing without a quote, or for one that was opened elsewhere."""
    return Typed() if quote is None or quote.sealed is None else Typed(**_body(quote)["typed"])


def _body(quote: Quote) -> dict[str, Any]:
    if quote.sealed is None:
        raise ValueError(f"quote {quote.id} holds no price sheet")
    body: dict[str, Any] = json.loads(unseal(quote.sealed))
    return body
