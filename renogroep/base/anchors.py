"""Which ends of the audit trail were written down outside the database, and are they still there?

One line of JSON per end; each line holds the hash of the line before it, over the years' files.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from renogroep.base.chain import FIRST_HASH, head_text

Fits = Callable[[str | None, bytes, str], bool]
HashAt = Callable[[int, int], str | None]  # municipality, number -> the hash of that event


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of one municipality's chain at a moment; ``previous`` is the hash of the line before."""

    municipality: int
    number: int
    hash: str
    at: str
    previous: str
    key: str
    signature: str


def as_line(anchor: Anchor) -> str:
    """The line as it is written, hashed and mailed, without its end."""
    return json.dumps(asdict(anchor), separators=(",", ":"), ensure_ascii=True)


def hash_of(line: str) -> str:
    """What the next line holds as its ``previous``."""
    return hashlib.sha256(line.encode()).hexdigest()


def last_hash(lines: Sequence[str]) -> str:
    """The ``previous`` of a line that is added now."""
    return hash_of(lines[-1]) if lines else FIRST_HASH


def read_line(line: str) -> Anchor:
    """The anchor in a line. ValueError when it is none."""
    try:
        anchor = Anchor(**json.loads(line))
    except TypeError as error:
        raise ValueError("not an anchor") from error
    words = (anchor.hash, anchor.at, anchor.previous, anchor.key, anchor.signature)
    numbers = (anchor.municipality, anchor.number)
    if not all(isinstance(word, str) for word in words) or not all(
        type(number) is int for number in numbers
    ):
        raise ValueError("not an anchor")
    return anchor


def broken(lines: Iterable[str], fits: Fits, hash_at: HashAt) -> Iterator[str]:
    """Everything that does not hold in the lines, or between them and the chain, in words.

    lines     of all years, the first one first
    hash_at   the chain as it is now; None for an event that is not there
    """
    previous = FIRST_HASH
    for place, line in enumerate(lines, start=1):
        try:
            anchor = read_line(line)
        except ValueError:
            yield f"anchor {place}: this line is no anchor"
        else:
            if anchor.previous != previous:
                yield f"anchor {place}: a line before it is missing or was changed"
            yield from _against(anchor, place, fits, hash_at)
        previous = hash_of(line)


def _against(anchor: Anchor, place: int, fits: Fits, hash_at: HashAt) -> Iterator[str]:
    where = f"anchor {place}, municipality {anchor.municipality}, event {anchor.number}"
    text = head_text(anchor.municipality, anchor.number, anchor.hash)
    if not fits(anchor.key, text, anchor.signature):
        yield f"{where}: is not signed by our key"
    if anchor.number == 0:
        return
    now = hash_at(anchor.municipality, anchor.number)
    if now is None:
        yield f"{where}: was there at {anchor.at} and is cut off now"
    elif now != anchor.hash:
        yield f"{where}: was another event at {anchor.at}"
