"""A payload opens with its key, in its place, whole: and not otherwise (cases of the design)."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import Aead, SecretBox

from renogroep.infra.sealing import (
    DAMAGED,
    NO_KEY,
    KeyRing,
    Unreadable,
    check_of,
    ring_text,
    sealed_with,
)
from renogroep.quotes.rules.price_sheet import receipt_hash

CASES = json.loads((Path(__file__).parents[2] / "fixtures/ground/seal.json").read_text())
RING = KeyRing.read(CASES["ring"])
PLAIN = CASES["plain"].encode()
ROWS = {row["firm"]: row for row in CASES["rows"]}


def envelope_of(firm):
    """The bytes of the design: the firm's number as a nonce, and padded."""
    row = ROWS[firm]
    padded = len(PLAIN).to_bytes(4, "big") + PLAIN
    padded += bytes(-len(padded) % 4096)
    sealed = Aead(RING.keys[row["key"]]).encrypt(padded, row["bound"].encode(), bytes([firm]) * 24)
    return b"rg2:" + row["key"].encode() + b":" + bytes(sealed)


def reason(ring, envelope, bound):
    with pytest.raises(Unreadable) as unreadable:
        ring.unseal(envelope, bound)
    return unreadable.value.reason


def bound_of(firm):
    return ROWS[firm]["bound"].encode()


@pytest.mark.parametrize("firm", ROWS)
def test_the_envelopes_of_the_design_open(firm):
    envelope = envelope_of(firm)
    assert hashlib.sha256(envelope).hexdigest() == ROWS[firm]["envelope_sha256"]
    assert sealed_with(envelope) == ROWS[firm]["key"]
    assert RING.unseal(envelope, bound_of(firm)) == PLAIN


@pytest.mark.parametrize("key_id", CASES["checks"])
def test_a_key_is_told_apart_by_its_check(key_id):
    assert RING.checks()[key_id] == CASES["checks"][key_id] == check_of(RING.keys[key_id])


def test_one_bit_of_one_quote_damages_that_quote_alone():
    flipped = bytearray(envelope_of(23))
    flipped[-1] ^= 1
    assert reason(RING, bytes(flipped), bound_of(23)) == DAMAGED
    for firm in (21, 22):
        assert RING.unseal(envelope_of(firm), bound_of(firm)) == PLAIN


@pytest.mark.parametrize(("row", "payload"), [(21, 22), (22, 21)])
def test_exchanged_seals_are_found(row, payload):
    """The seal id moves along with the payload; whose quote it is does not."""
    said = json.loads(ROWS[row]["bound"])
    said[-1] = json.loads(ROWS[payload]["bound"])[-1]
    bound = json.dumps(said, separators=(",", ":")).encode()
    assert reason(RING, envelope_of(payload), bound) == DAMAGED


def test_without_its_key_a_quote_says_so():
    ring = KeyRing.read(CASES["ring"].split(",")[0])
    assert reason(ring, envelope_of(21), bound_of(21)) == NO_KEY
    assert ring.unseal(envelope_of(22), bound_of(22)) == PLAIN


def test_the_file_of_the_firm_gives_the_hash_of_the_design():
    assert receipt_hash(PLAIN, b"\x11" * 32).startswith("a035bb42dc90f63d")


@given(st.binary(max_size=9000), st.binary(max_size=60))
def test_what_is_sealed_opens_and_is_never_the_same_twice(plain, bound):
    first, second = RING.seal(plain, bound), RING.seal(plain, bound)
    assert RING.unseal(first, bound) == plain
    assert first != second
    assert (len(first) - len(b"rg2:2026b:") - Aead.NONCE_SIZE - Aead.MACBYTES) % 4096 == 0
    assert reason(RING, first, bound + b"x") == DAMAGED


@given(st.integers(0, 4200), st.integers(1, 255))
def test_no_changed_byte_goes_unseen(place, mask):
    sealed = bytearray(RING.seal(PLAIN, b"b"))
    sealed[place % len(sealed)] ^= mask
    assert reason(RING, bytes(sealed), b"b") in {DAMAGED, NO_KEY}


@pytest.mark.parametrize("cut", [0, 3, 9, 10, 30, 60, 4135])
def test_half_a_payload_is_damaged(cut):
    assert reason(RING, RING.seal(PLAIN, b"b")[:cut], b"b") == DAMAGED


def test_payloads_of_before_the_ring_open_with_any_key():
    padded = len(PLAIN).to_bytes(4, "big") + PLAIN + bytes(4096 - 4 - len(PLAIN))
    for key in RING.keys.values():
        assert RING.unseal(bytes(SecretBox(key).encrypt(padded)), b"anything") == PLAIN
    other = bytes(SecretBox(b"x" * 32).encrypt(padded))
    assert reason(RING, other, b"anything") == DAMAGED
    assert sealed_with(other) is None


def test_the_first_key_seals():
    assert sealed_with(RING.seal(PLAIN, b"b")) == "2026b"
    assert list(RING.keys) == ["2026b", "2026a"]


KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11",
        "zz" * 32,
        "11" * 31,
        f"a:{KEY},a:{OTHER}",
        f"{KEY},k1:{OTHER}",
        f"a b:{KEY}",
        f"a:{KEY},",
    ],
)
def test_a_ring_that_seals_nothing_is_refused_without_showing_it(text):
    with pytest.raises(ValueError, match="key") as refused:
        KeyRing.read(text)
    assert KEY not in str(refused.value)
    assert KEY not in repr(KeyRing.read(KEY))


@pytest.mark.parametrize(
    ("alone", "several", "ids"),
    [
        (KEY, "", ["k1"]),
        (KEY, f"2026a:{OTHER}", ["2026a", "k1"]),
        ("", f"2026a:{OTHER}", ["2026a"]),
        (KEY, f"2026a:{OTHER},k1:{KEY}", ["2026a", "k1"]),
    ],
)
def test_one_key_alone_is_k1_and_stays_on_the_ring(alone, several, ids):
    text = ring_text({"SEALING_KEY": alone, "SEALING_KEYS": several})
    assert list(KeyRing.read(text).keys) == ids
