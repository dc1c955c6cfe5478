"""How do we give something away that only we can read back: in a hidden field, in a column?

One small door to the sealing key, for what is no quote.
"""

import base64
import binascii
import json
from typing import Any

from renogroep.infra import sealing


def put_away(value: Any, about: str) -> bytes:
    """Sealed; ``about`` says what it is and whose, and must be the same to take it out."""
    return sealing.ring().seal(json.dumps(value, ensure_ascii=False).encode(), _bound(about))


def take_out(sealed: bytes, about: str) -> Any:
    """What was put away. RuntimeError for another key, changed bytes or another ``about``."""
    try:
        return json.loads(sealing.ring().unseal(sealed, _bound(about)))
    except sealing.Unreadable as unreadable:
        raise RuntimeError("this does not open, or not for this") from unreadable


def _bound(about: str) -> bytes:
    return json.dumps(["renogroep.text", about], ensure_ascii=False).encode()


def put_away_text(value: Any, about: str) -> str:
    """As ``put_away``, for a field of a form."""
    return base64.urlsafe_b64encode(put_away(value, about)).decode()


def take_out_text(sealed: str, about: str) -> Any:
    """What was put away; None for anything that somebody else made."""
    try:
        return take_out(base64.urlsafe_b64decode(sealed.encode()), about)
    except (RuntimeError, ValueError, binascii.Error):
        return None
