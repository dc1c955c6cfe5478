"""Which spellings mean the same street, and which street may somebody have meant?"""

import re
from collections.abc import Iterable

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
MAX_SUGGESTIONS = 5
MIN_START = 3  # letters of a name before it is worth a suggestion
LONG_NAME = 8  # letters before the ending from which two slips are forgiven
_NUMBER_BEHIND = re.compile(
    r"(?P<street>.*?[^\s,0-9])[\s,]+"
    r"(?P<number>[1-9][0-9]{0,3}\s?[a-z]?(\s*(bus|bte|box|/)\s*[0-9a-z.]{1,8})?)\Z",
    re.ASCII | re.IGNORECASE,
)


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
