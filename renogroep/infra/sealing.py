"""How does a price stay unreadable until the opening, and with which key does it open?

One opaque payload per quote, encrypted with a key that is not in the database: a dump, a backup,
a log or an administrator's page shows nothing. What a payload belongs to is bound into it, so it
opens nowhere else. Somebody who controls the running server is out of scope (docs/decisions/0006).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any

from flask import current_app
from nacl.exceptions import CryptoError
from nacl.secret import Aead, SecretBox

KEY_BYTES = Aead.KEY_SIZE
NO_KEY, DAMAGED = "no_key", "damaged"
FIRST_KEY = "k1"  # the id of a key that was given without one
_MARK = b"rg2:"
_ENVELOPE = re.compile(rb"rg2:([0-9A-Za-z_-]{1,40}):")
_KEY_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")
_BLOCK = 4096  # payloads are padded to it, so their length says little


class Unreadable(Exception):
    """A payload that does not open; ``reason`` is ``no_key`` or ``damaged``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyRing:
    """The keys by id. The first one seals, all of them open."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self.keys = keys
        self.first = next(iter(keys))

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.keys)})"

    @classmethod
    def read(cls, text: str) -> KeyRing:
        """The ring in ``2026b:<64 hex signs>,2026a:<64 hex signs>``; one key may lack its id.

        raises   ValueError, without showing a key, for anything else or an id that is there twice.
        """
        keys: dict[str, bytes] = {}
        for part in text.split(","):
            key_id, _colon, figures = part.strip().rpartition(":")
            key_id = key_id or FIRST_KEY
            if not _KEY_ID.fullmatch(key_id) or key_id in keys:
                raise ValueError("every sealing key needs an id of its own, of letters and digits")
            keys[key_id] = _key(figures)
        return cls(keys)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt and sign; every call gives other bytes, and ``unseal`` needs the same ``bound``."""
        padded = len(plain).to_bytes(4, "big") + plain
        padded += bytes(-len(padded) % _BLOCK)
        head = _MARK + self.first.encode() + b":"
        return head + bytes(Aead(self.keys[self.first]).encrypt(padded, bound))

    def unseal(self, envelope: bytes, bound: bytes) -> bytes:
        """The bytes that were sealed for ``bound``; Unreadable when they cannot be had."""
        found = _ENVELOPE.match(envelope)
        if found is None:
            return self._unseal_old(envelope)
        key = self.keys.get(found[1].decode())
        if key is None:
            raise Unreadable(NO_KEY)
        try:
            return _unpadded(Aead(key).decrypt(envelope[found.end() :], bound))
        except (CryptoError, ValueError) as broken:
            raise Unreadable(DAMAGED) from broken

    def _unseal_old(self, sealed: bytes) -> bytes:
        """A payload of before the ring names no key and is bound to nothing: each key is tried."""
        for key in self.keys.values():
            try:
                return _unpadded(SecretBox(key).decrypt(sealed))
            except (CryptoError, ValueError):
                continue
        raise Unreadable(DAMAGED)

    def checks(self) -> dict[str, str]:
        """Key id -> 8 signs that tell one key from another and say nothing of either."""
        return {key_id: check_of(key) for key_id, key in self.keys.items()}


def sealed_with(envelope: bytes) -> str | None:
    """The id of the key that this payload asks for; None for one of before the ring."""
    found = _ENVELOPE.match(envelope)
    return found[1].decode() if found else None


def check_of(key: bytes) -> str:
    """The first 8 hexadecimal signs of SHA-256 over a fixed line and the key."""
    return hashlib.sha256(b"renogroep key check\n" + key).hexdigest()[:8]


def ring() -> KeyRing:
    """The ring of this installation."""
    return _read(ring_text(current_app.config))


def ring_text(settings: Any) -> str:
    """``SEALING_KEYS``, with ``SEALING_KEY`` behind it as ``k1``: it opens what it ever sealed."""
    alone, several = settings.get("SEALING_KEY") or "", settings.get("SEALING_KEYS") or ""
    if not several:
        return str(alone)
    known = [part.strip().partition(":")[0] for part in several.split(",")]
    return several if not alone or FIRST_KEY in known else f"{several},{FIRST_KEY}:{alone}"


@lru_cache(maxsize=8)
def _read(text: str) -> KeyRing:
    return KeyRing.read(text)


def _key(figures: str) -> bytes:
    try:
        key = bytes.fromhex(figures)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"a key of RENOGROEP_SEALING_KEY(S) must be {KEY_BYTES * 2} hexadecimal signs"
        )
    return key


def _unpadded(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]
