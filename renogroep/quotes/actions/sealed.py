"""What is inside the sealed payload of a quote, and how does it get in and out?

Until the opening this payload is the only place where a price or a term of a quote is stored. It
holds the canonical price file with the nonce of its receipt, and what was typed, so that a draft
comes back as it was left.
"""

import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra import key_checks
from renogroep.infra.sealing import DAMAGED, Unreadable, ring
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.price_sheet import MIN_NONCE, PriceSheet, canonical, parse_canonical
from renogroep.quotes.rules.typed import Typed


def new_nonce() -> bytes:
    """Random bytes that make a receipt impossible to guess from likely prices."""
    return secrets.token_bytes(2 * MIN_NONCE)


def seal_draft(session: Session, quote: Quote, typed: Typed) -> None:
    """Keep in a draft what was typed, complete or not."""
    _seal(session, quote, None, b"", typed)


def seal_payload(
    session: Session, quote: Quote, sheet: PriceSheet, *, nonce: bytes, typed: Typed
) -> None:
    """Put the whole offer into a quote that is handed in now."""
    _seal(session, quote, canonical(sheet), nonce, typed)


def _seal(
    session: Session, quote: Quote, content: bytes | None, nonce: bytes, typed: Typed
) -> None:
    quote.seal_id = new_seal_id()
    quote.sealed = seal_for(session, quote, quote.seal_id, written(content, nonce, typed))


def written(content: bytes | None, nonce: bytes, typed: Typed) -> bytes:
    """The payload before it is sealed."""
    body = {
        "canonical": None if content is None else b64encode(content).decode(),
        "nonce": nonce.hex(),
        "typed": {"lines": typed.lines, "terms": typed.terms},
    }
    return json.dumps(body).encode()


def new_seal_id() -> str:
    """Of one sealing: never used before and never again."""
    return secrets.token_hex(16)


def seal_for(session: Session, quote: Quote, seal_id: str, plain: bytes) -> bytes:
    """These bytes, to be opened for this quote and this id only. Raises OtherKey.

    The key's check is kept with the first payload, so another key under its id is refused later.
    """
    key_checks.remember(session, ring())
    return ring().seal(plain, bound_to(quote, seal_id))


def unsealed(quote: Quote) -> bytes:
    """The bytes of the payload. Raises Unreadable; ValueError when the quote has none."""
    if quote.sealed is None:
        raise ValueError(f"quote {quote.id} holds no price sheet")
    return ring().unseal(quote.sealed, bound_to(quote, quote.seal_id))


def bound_to(quote: Quote, seal_id: str | None) -> bytes:
    """Whose offer on what this is: a payload that is moved to another row does not open there.

    1 is the firm's only offer on the request.
    """
    said = [
        "renogroep.quote",
        2,
        quote.municipality_id,
        quote.request_id,
        quote.organisation_id,
        1,
        seal_id,
    ]
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()


def open_payload(quote: Quote) -> tuple[PriceSheet, bytes, bytes]:
    """The sheet, the nonce and the canonical file of a submitted quote.

    raises   Unreadable: the key is not there, or the bytes are not what was sealed here.
    """
    return parsed(unsealed(quote))


def parsed(plain: bytes) -> tuple[PriceSheet, bytes, bytes]:
    """The same of bytes that came out of a seal."""
    try:
        body = json.loads(plain)
        content = b64decode(body["canonical"], validate=True)
        return parse_canonical(content), bytes.fromhex(body["nonce"]), content
    except (KeyError, TypeError, ValueError) as broken:
        raise Unreadable(DAMAGED) from broken


def open_typed(quote: Quote | None) -> Typed:
    """What the firm itself typed; nothing without a quote, or for one that was opened elsewhere."""
    return Typed() if quote is None or quote.sealed is None else Typed(**_body(quote)["typed"])


def typed_of(quote: Quote | None) -> Typed:
    """The same for a page: what cannot be read is typed again, so nobody is kept out by it."""
    try:
        return open_typed(quote)
    except Unreadable:
        return Typed()


def _body(quote: Quote) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(unsealed(quote))
    return body
