"""In which order do names stand, and which spellings are the same name?"""

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9]+")
_EXTRA = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# Characters that change reading direction hide what a text says: "invoice\u202Efdp.exe".
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def sort_key(name: str) -> str:
    """A key that orders accents and capitals as people do, alike on every database."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_EXTRA))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return _OTHER.sub(" ", plain).strip()[:200] or name.casefold()[:200]


def search_key(text: str) -> str:
    """The same key without spaces: "Sint-Jansstraat" and "sint jansstraat" find each other."""
    return sort_key(text).replace(" ", "")


def cleaned(text: str) -> str:
    """What a person typed without invisible control and direction characters, ends trimmed."""
    return _CONTROL.sub("", text).strip()


def slug_of(text: str, most: int) -> str:
    """The text for in an address: "Wijk Ter Été" -> "wijk-ter-ete"; "" when no letter is left."""
    plain = "".join(c if c.isascii() else " " for c in sort_key(text))
    return "-".join(plain.split())[:most].strip("-")
