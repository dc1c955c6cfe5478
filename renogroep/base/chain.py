"""Does a chain of events hold, and what is signed at its end? Anybody can compute this again.

No database and no library: the office and whoever mistrusts it run the same lines.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One event as far as the chain is concerned; ``computed`` is what its hash should be."""

    municipality_id: int
    number: int
    previous_hash: str
    hash: str
    computed: str


def digest_of(said: Iterable[Any]) -> str:
    """SHA-256 over what an event says, the hash of the one before it first.

    said   previous hash, municipality, number, moment (ISO, UTC, microseconds), word, actor, kind
           and number of the subject, facts
    """
    text = json.dumps(list(said), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def head_text(municipality_id: int, number: int, hash_: str) -> bytes:
    """What is signed: the end of the chain of one municipality."""
    return (
        f"renogroep audit head 1\nmunicipality {municipality_id}\nnumber {number}\nhash {hash_}\n"
    ).encode()


def broken(links: Iterable[Link], heads: Mapping[int, tuple[int, str]]) -> Iterator[str]:
    """Every place where a chain does not hold, in words; nothing when all is well.

    links   by municipality and number
    heads   municipality -> number and hash of its last event
    """
    last: dict[int, tuple[int, str]] = {}
    for link in links:
        number, previous = last.get(link.municipality_id, (0, FIRST_HASH))
        where = f"municipality {link.municipality_id}, event {link.number}"
        if link.number != number + 1:
            yield f"{where}: event {number + 1} is missing"
        if link.previous_hash != previous:
            yield f"{where}: does not follow the event before it"
        if link.computed != link.hash:
            yield f"{where}: was changed after it was written"
        last[link.municipality_id] = (link.number, link.hash)
    for key, head in heads.items():
        if last.get(key, (0, FIRST_HASH)) != head:
            yield f"municipality {key}: events at the end are missing"
    for key in last.keys() - heads.keys():
        yield f"municipality {key}: the end of the chain is missing"
