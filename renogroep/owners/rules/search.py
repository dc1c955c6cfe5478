"""Which cases does somebody mean who types a name, an address, a number or a reference?"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from renogroep.base.errors import Refused
from renogroep.base.names import sort_key
from renogroep.identity.rules.phone import read
from renogroep.neighbourhoods.rules.street_names import ENDINGS, OPENINGS, street_key

GRAM = 3
PHONE_DIGITS = 6  # from so many digits on a number is a phone number, read from the right
CODE_SIGNS = 4
MOST_WORDS = 8
JOINED = 3  # words that somebody may have written apart: rozen straat, van den broek
SLIP_FROM, TWO_SLIPS_FROM = 4, 8  # letters of a word in which one slip, or two, are forgiven
EXACT, START, SLIP = 100, 90, 70
_PARTICLES = frozenset({"van", "de", "den", "der", "el", "al", "le", "la"})
_PHONE = re.compile(r"[\d\s./()+-]+")
_BOX_WORD = r"\b(?:bus|bte|box)(?=[\s.\d])"
_UNIT = re.compile(rf"(?<!\w)(\d+[a-z]?)\s*(?:/|{_BOX_WORD}|b(?=\.?\s*\d))\s*\.?\s*(\w+)")
_BOX = re.compile(rf"{_BOX_WORD}\s*\.?\s*(\w+)")
_NUMBER = re.compile(r"(?<!\w)(\d+[a-z]?)(?!\w)")
_LABEL = re.compile(r"(.*?)\s+(\d\S*)(?:\s+bus\s+(\S+))?")
_GLUED = re.compile(r"([^\W\d_]{3,})(\d)")  # rozenstraat22


@dataclass(frozen=True, slots=True)
class Entry:
    """One case as somebody may look for it; ``address`` is its label, "Rozenstraat 22 bus 3"."""

    key: int
    names: tuple[str, ...] = ()
    address: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class _Unit(NamedTuple):
    """House number and box; empty when they were not said."""

    number: str = ""
    box: str = ""


def ranked(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are meant, best first; only hits. The order of the input plays no part.

    Everything that was typed must be found: each word in a name or the street, the number, the box.
    A slip is forgiven in a longer word with the same first letter. The kind of street counts:
    Rozenlaan 22 is not Rozenstraat 22. Six digits or more are a phone number, from the right.
    Law: a hit shares a gram with its query, so that a database can find it.
    Source: design of the advisor's day, section 4, 2026-11-28.
    """
    grams = grams_asked(query)
    found = [
        (score, entry)
        for entry in entries
        if (score := _score(query, entry)) and grams & grams_of(entry)
    ]
    found.sort(key=lambda hit: (-hit[0], _in_order(hit[1].address), hit[1].names, hit[1].key))
    return [entry for _score_of, entry in found]


def grams_of(entry: Entry) -> frozenset[str]:
    """Everything by which a database finds the entry: short pieces of its words and numbers."""
    street, unit = _address(entry.address)
    found: set[str] = set()
    for word in (*_name_words(entry.names), *_street_words(street)):
        found |= _pieces(f"^{word}$")
    for mail in entry.emails:
        found |= _pieces(f"^{mail.lower()}")
    for reference in entry.references:
        found |= _pieces(_code(reference))
    return frozenset(found | _phone_grams(entry.phones) | _unit_grams(unit))


def grams_asked(query: str) -> frozenset[str]:
    """The pieces that a hit can have; every hit has at least one of them."""
    found: set[str] = set()
    if "@" in query:
        return frozenset(_pieces(query.strip().lower()))
    if _is_phone(query):
        found |= _phone_grams((query,))
    if len(code := _code(query)) >= CODE_SIGNS:
        found |= _pieces(code)
    words, unit = _read(query)
    for word in (*words, "".join(words)):
        for form in _forms(word):
            found |= _pieces(f"^{form}$")
    return frozenset(found | _unit_grams(unit))


# --- what is in a text --------------------------------------------------------------------------


def _pieces(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


def _unit_grams(unit: _Unit) -> set[str]:
    numbers = {f"#{unit.number}"} if unit.number else set()
    return numbers | ({f"/{unit.box}"} if unit.box else set())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _phone_grams(phones: Iterable[str]) -> set[str]:
    """The end of a number: it is the same with and without a country."""
    ends = (_digits(phone)[-PHONE_DIGITS:] for phone in phones)
    return {f"p{end}" for end in ends if len(end) == PHONE_DIGITS}


def _code(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _is_phone(query: str) -> bool:
    return bool(_PHONE.fullmatch(query)) and len(_digits(query)) >= PHONE_DIGITS


def _words(text: str) -> list[str]:
    """The words of a name; a particle stands with what follows: van den Broek is vandenbroek."""
    found, waiting = [], ""
    for word in sort_key(text).split():
        waiting += word
        if word not in _PARTICLES:
            found.append(waiting)
            waiting = ""
    return [*found, waiting] if waiting else found


def _name_words(names: Iterable[str]) -> set[str]:
    """Joined and apart, so that "broek" finds Van den Broek too."""
    return {
        word
        for name in names
        for word in (*_words(name), *sort_key(name).split())
        if word[0].isalnum()
    }


def _street_words(street: str) -> set[str]:
    """The whole name in one key, and its words with their ending and opening written out."""
    words = sort_key(street).split()
    if not words:
        return set()
    written = {form for word in words for form in _forms(word)}
    return written | {street_key(street)}


def _forms(word: str) -> set[str]:
    """The word as it stands, and as it is written in full: rozenstr is rozenstraat, st is sint."""
    found = {word}
    for short, whole in ENDINGS.items():
        if word.endswith(short) and not word.endswith(whole):
            found.add(word.removesuffix(short) + whole)
            break
    if word in OPENINGS:
        found.add(OPENINGS[word].replace(" ", ""))
    return found - {""}


def _address(label: str) -> tuple[str, _Unit]:
    """Street and unit of a label."""
    match = _LABEL.fullmatch(label.lower())
    if match is None:
        return label, _Unit()
    return match[1], _Unit(match[2], match[3] or "")


def _in_order(label: str) -> tuple[str, int, str, int, str]:
    """Addresses as they stand in a street: 2 before 22, bus 3 before bus 13."""
    street, unit = _address(label)
    return sort_key(street), _leading(unit.number), unit.number, _leading(unit.box), unit.box


def _leading(text: str) -> int:
    digits = re.match(r"[0-9]+", text)
    return int(digits[0]) if digits else 0


def _unit(text: str) -> tuple[_Unit, str]:
    """The unit in a text, and what is left. "1/3", "1 bus 3" and "1 b3" are one unit."""
    if match := _UNIT.search(text):
        return _Unit(match[1], match[2]), _without(text, match)
    box = ""
    if match := _BOX.search(text):
        box, text = match[1], _without(text, match)
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return _Unit("", box), text
    return _Unit(numbers[-1][1], box), _without(text, numbers[-1])  # Plein 1940 12


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _read(query: str) -> tuple[list[str], _Unit]:
    """The words and the unit of what was typed."""
    unit, rest = _unit(_GLUED.sub(r"\1 \2", query.lower()))
    words = _words(rest) if any(sign.isalnum() for sign in rest) else []
    return words[:MOST_WORDS], unit


# --- how well does it fit -----------------------------------------------------------------------


def _score(query: str, entry: Entry) -> int:
    """0 for no hit."""
    if "@" in query:
        typed = query.strip().lower()
        return EXACT if any(mail.lower().startswith(typed) for mail in entry.emails) else 0
    if _is_phone(query) and any(_same_end(query, phone) for phone in entry.phones):
        return 3 * EXACT
    code = _code(query)
    if len(code) >= CODE_SIGNS and any(code in _code(one) for one in entry.references):
        return 3 * EXACT
    return 0 if _is_phone(query) else _text_score(query, entry)


def _same_end(query: str, phone: str) -> bool:
    """What was typed, in any notation or without country and first 0, is the end of the number."""
    ends = {_digits(query).lstrip("0")}
    with suppress(Refused):
        ends.add(_digits(read(query)))
    return any(len(end) >= PHONE_DIGITS and _digits(phone).endswith(end) for end in ends)


def _text_score(query: str, entry: Entry) -> int:
    words, asked = _read(query)
    street, unit = _address(entry.address)
    if not words and asked == _Unit():
        return 0
    fit = _unit_score(asked, unit)
    known = _name_words(entry.names) | _street_words(street)
    spelled = _cover(words, known) if words else EXACT
    return 0 if fit == 0 or spelled == 0 else spelled + fit


def _unit_score(asked: _Unit, unit: _Unit) -> int:
    """The same number stands before one that starts so; a house before its boxes."""
    if asked.box and asked.box != unit.box:
        return 0
    if not asked.number:
        return 1
    if asked.number == unit.number:
        return EXACT if asked.box or not unit.box else EXACT - 1
    return 1 if unit.number.startswith(asked.number) and not asked.box else 0


def _cover(words: Sequence[str], known: set[str]) -> int:
    """How well all words are found, some of them written apart; 0 when one is not found."""
    best = {len(words): EXACT}
    for start in reversed(range(len(words))):
        options = (
            min(_best("".join(words[start:end]), known), best[end])
            for end in range(start + 1, min(start + JOINED, len(words)) + 1)
        )
        best[start] = max(options)
    return best[0]


def _best(word: str, known: set[str]) -> int:
    return max((_alike(form, other) for form in _forms(word) for other in known), default=0)


def _alike(word: str, known: str) -> int:
    if word == known:
        return EXACT
    if known.startswith(word) and len(word) >= GRAM - 1:
        return START
    slips = (len(word) >= SLIP_FROM) + (len(word) >= TWO_SLIPS_FROM)
    if slips and word[0] == known[0]:
        distance = OSA.distance(word, known, score_cutoff=slips)
        if distance <= slips:
            return SLIP - distance
    return 0
