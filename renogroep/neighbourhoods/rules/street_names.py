"""Which spellings mean the same street, and which street may somebody have meant?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from renogroep.base.names import sort_key

# What people write for the last part of a name, and for its first words.
ENDINGS = {
    "str": "straat",
    "stw": "steenweg",
    "stwg": "steenweg",
    "steenw": "steenweg",
    "ln": "laan",
    "pl": "plein",
    "drf": "dreef",
}
OPENINGS = {"st": "sint", "ste": "sint", "olv": "onze lieve vrouw", "dr": "dokter"}
# The words for a kind of street; the longest that fits is the ending of a name.
_KINDS = (
    *("steenweg", "straat", "plaats", "markt", "plein", "dreef", "laan", "kaai", "park"),
    *("baan", "hof", "lei", "pad", "weg"),
)
# Those that tell two streets apart when an address is decided on; the longest that fits counts.
_TYPES = ("steenweg", "straat", "plein", "dreef", "laan", "kaai", "park", "weg", "lei")
MAX_SUGGESTIONS = 5
MIN_START = 3  # letters of a name before it is worth a suggestion
LONG_NAME = 8  # letters before the ending from which two slips are forgiven
SHORT_NAME = 4  # letters before the ending from which one is
_NUMBER_BEHIND = re.compile(
    r"(?P<street>.*?[^\s,0-9])[\s,]+"
    r"(?P<number>[1-9][0-9]{0,3}\s?[a-z]?(\s*(bus|bte|box|/)\s*[0-9a-z.]{1,8})?)\Z",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StreetMatch:
    """Which street somebody means.

    kind     exact: ``names`` is that street. close: ask whether they mean one of ``names``. none.
    """

    kind: str
    names: tuple[str, ...] = ()


def match_street(asked: str, known: Iterable[str]) -> StreetMatch:
    """The street that was asked for, or those that it may be; only an exact one is ever taken.

    asked    as typed, without a house number
    known    names of streets; two spellings of one street count once
    returns  exact when the ``street_key`` is the same. Close when the type words (straat, laan ...)
             do not differ, which counts only when both have one, and the name before it starts with
             what was asked (three letters or more), or has its first letter and is one slip away
             (four to seven letters asked), two from eight letters on. At most five, by slips, then
             by name.

    Source: the house's own choice, 2026-11-30, on lists of Flemish street names.
    """
    wanted = street_key(asked)
    names, by_letter = _index(tuple(known))
    if not asked.strip():
        return StreetMatch("none")
    if wanted in names:
        return StreetMatch("exact", (names[wanted],))
    stem, kind = _split_type(wanted)
    most, near = _slips_of(stem), []
    for other, other_kind, name in by_letter.get(stem[:1], ()):
        if kind and other_kind and kind != other_kind:
            continue
        starts = len(stem) >= MIN_START and other.startswith(stem)
        slips = OSA.distance(stem, other, score_cutoff=None if starts else most)
        if starts or slips <= most:
            near.append((slips, sort_key(name), name))
    close = tuple(name for _, _, name in sorted(near)[:MAX_SUGGESTIONS])
    return StreetMatch("close", close) if close else StreetMatch("none")


@lru_cache(maxsize=64)
def _index(
    known: tuple[str, ...],
) -> tuple[dict[str, str], dict[str, list[tuple[str, str, str]]]]:
    """Key -> name, and first letter -> (stem, type word, name); one list is asked again and again."""
    names: dict[str, str] = {}
    for name in known:
        key = street_key(name)
        names[key] = min(names.get(key, name), name)
    by_letter: dict[str, list[tuple[str, str, str]]] = {}
    for key, name in names.items():
        by_letter.setdefault(key[:1], []).append((*_split_type(key), name))
    return names, by_letter


def _split_type(key: str) -> tuple[str, str]:
    """A key before its type word, and that word; a name that is nothing else has no type."""
    kind = next((one for one in _TYPES if key.endswith(one) and key != one), "")
    return key.removesuffix(kind), kind


def _slips_of(stem: str) -> int:
    return 2 if len(stem) >= LONG_NAME else int(len(stem) >= SHORT_NAME)


@lru_cache(maxsize=20_000)
def street_key(name: str) -> str:
    """One key for every spelling: "Rozenstr.", "ROZENSTRAAT" and "rozen straat" are one street."""
    words = sort_key(name).split()
    if not words:
        return ""
    joined = "".join(words[:3])
    if joined == "olv":
        words[:3] = ["olv"]
    if len(words) > 1:
        words[0] = OPENINGS.get(words[0], words[0])
    for short, whole in ENDINGS.items():
        if words[-1].endswith(short) and not words[-1].endswith(whole):
            words[-1] = words[-1].removesuffix(short) + whole
            break
    return "".join(words).replace(" ", "")


def split_number(street: str, number: str) -> tuple[str, str]:
    """The street and the house number when both were typed in the box of the street.

    "Rozenstraat 22" and nothing else is Rozenstraat and 22; the box may follow ("22 bus 3"). What
    stands in the box of the number counts: then only the same number is taken off the street,
    because "Plein 1944" is a name.
    """
    found = _NUMBER_BEHIND.match(street.strip())
    if found and (not number.strip() or _plain(number) == _plain(found["number"])):
        return found["street"].strip(), number.strip() or found["number"]
    return street, number


def _plain(number: str) -> str:
    """A house number without what people vary: "22 A" is "22a"."""
    return sort_key(number).replace(" ", "")


def suggestions(known: Iterable[str], typed: str) -> list[str]:
    """Streets that somebody may have meant, at most five.

    known    names of the streets, as they are shown; two spellings of one street count once
    typed    what was typed, without a house number
    returns  names that start with it (three letters or more), then names that are one slip away:
             a letter wrong, missing, too many, or two changed places. Two slips in a name of eight
             letters or more before its ending. The first letter is always right and the whole name
             counts, the word for the kind of street included: Kerkstraat is no Dorpsstraat.
             By distance, then by name.

    Source: the house's own choice, 2026-11-29, on lists of Flemish street names.
    """
    wanted = street_key(typed)
    if len(wanted) < MIN_START:
        return []
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(street_key(name), name)
    near = []
    for key, name in names.items():
        slips = 0 if key.startswith(wanted) else OSA.distance(key, wanted)
        if slips == 0 or (key[:1] == wanted[0] and slips <= _forgiven(key)):
            near.append((slips, sort_key(name), name))
    return [name for _, _, name in sorted(near)[:MAX_SUGGESTIONS]]


def _forgiven(key: str) -> int:
    ending = next((kind for kind in _KINDS if key.endswith(kind)), "")
    return 2 if len(key) - len(ending) >= LONG_NAME else 1
