"""How does a price stay unreadable until the opening?

One opaque payload per quote, encrypted with a key that is not in the database: a dump, a backup,
a log or an administrator's page shows nothing. Somebody who controls the running server is out of
scope (docs/decisions/0006).
"""

from flask import current_app
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

KEY_BYTES = SecretBox.KEY_SIZE


def check_key(key: str) -> None:
    """Said at the start, not at the first quote. Raises ValueError without showing the key."""
    try:
        good = len(bytes.fromhex(key)) == KEY_BYTES
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"RENOGROEP_SEALING_KEY must be {KEY_BYTES * 2} hexadecimal signs")


def _box() -> SecretBox:
    return SecretBox(bytes.fromhex(current_app.config["SEALING_KEY"]))


def seal(plain: bytes) -> bytes:
    """Encrypt and sign; every call gives other bytes. Length is padded to hide what it holds."""
    padded = len(plain).to_bytes(4, "big") + plain
    padded += bytes(-len(padded) % 4096)
    return bytes(_box().encrypt(padded))


def unseal(sealed: bytes) -> bytes:
    """The bytes that were sealed; RuntimeError when the key is another one or bytes changed."""
    try:
        padded = _box().decrypt(sealed)
    except CryptoError as broken:
        raise RuntimeError("the sealing key does not fit this payload") from broken
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]
