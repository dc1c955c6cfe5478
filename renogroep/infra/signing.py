"""Which key signs the end of the audit trail, and does a signature fit? PyNaCl only.

The key is outside the database: whoever can write there can hash a chain again, not sign it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

FILE = "audit_keys.txt"
SEED_BYTES = 32
_KEY_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")
Fits = Callable[[str | None, bytes, str], bool]  # key id, what was signed, signature in hexadecimal


class AuditKeys:
    """The keys by id. The first one signs, all of them verify."""

    def __init__(self, keys: Mapping[str, SigningKey]) -> None:
        self.keys = keys
        self.first = next(iter(keys))

    @classmethod
    def read(cls, text: str) -> AuditKeys:
        """The keys in ``id:<64 hex signs>,...``. ValueError, without showing one, for anything else."""
        keys: dict[str, SigningKey] = {}
        for part in text.split(","):
            key_id, _colon, figures = part.strip().partition(":")
            try:
                seed = bytes.fromhex(figures)
            except ValueError:
                seed = b""
            if len(seed) != SEED_BYTES or not _KEY_ID.fullmatch(key_id) or key_id in keys:
                raise ValueError(
                    "RENOGROEP_AUDIT_KEYS must be id:<64 hexadecimal signs>, each id once"
                )
            keys[key_id] = SigningKey(seed)
        return cls(keys)

    def sign(self, text: bytes) -> tuple[str, str]:
        """The id of the first key, and its signature in hexadecimal."""
        return self.first, self.keys[self.first].sign(text).signature.hex()

    def fits(self, key_id: str | None, text: bytes, signature: str) -> bool:
        """Did the key of this id sign exactly this?"""
        key = self.keys.get(key_id or "")
        return key is not None and _fits(key.verify_key, text, signature)

    def public(self) -> dict[str, str]:
        """Key id -> the half that everybody may have, in hexadecimal."""
        return {key_id: bytes(key.verify_key).hex() for key_id, key in self.keys.items()}


def fits_any(verify_keys: Iterable[str]) -> Fits:
    """A check with keys that somebody else was given, in hexadecimal. ValueError for no such key."""
    try:
        keys = [VerifyKey(bytes.fromhex(key)) for key in verify_keys]
    except (CryptoError, ValueError, TypeError):
        raise ValueError("a verify key has 64 hexadecimal signs") from None
    return lambda _key_id, text, signature: any(_fits(key, text, signature) for key in keys)


def _fits(key: VerifyKey, text: bytes, signature: str) -> bool:
    try:
        key.verify(text, bytes.fromhex(signature))
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def given_or_kept(settings: Mapping[str, Any]) -> str:
    """``AUDIT_KEYS``; without it one machine with SQLite makes its own once and keeps it.

    With PostgreSQL there may be more machines: ValueError.
    """
    given = str(settings.get("AUDIT_KEYS") or "")
    if given:
        AuditKeys.read(given)
        return given
    if not str(settings["DATABASE_URL"]).startswith("sqlite"):
        raise ValueError("with PostgreSQL RENOGROEP_AUDIT_KEYS must be given: see docs/keys.md")
    file = Path(settings["FOLDER"]) / FILE
    if not file.exists():
        _make(file)
    text = file.read_text("ascii").strip()
    AuditKeys.read(text)
    return text


def _make(file: Path) -> None:
    """Whole or not at all, and once, also when two processes start at the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(f"a1:{secrets.token_bytes(SEED_BYTES).hex()}\n")
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


@lru_cache(maxsize=8)
def read_once(text: str) -> AuditKeys:
    """The same keys for the same setting: to make them costs more than to use them."""
    return AuditKeys.read(text)
