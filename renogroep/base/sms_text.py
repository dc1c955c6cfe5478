"""Does a text fit in a text message, and may it stand in one?

A text message lies open on a locked screen, and the network reads it.
"""

from collections.abc import Iterable

# GSM 03.38: the letters of seven bits, then those that count for two.
_SEVEN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")
ONE_OF_SEVEN, MORE_OF_SEVEN = 160, 153
ONE_WIDE, MORE_WIDE = 70, 67
MOST_SEGMENTS = 2


def segments(text: str) -> int:
    """In how many parts this text travels; each is paid for.

    One letter outside the alphabet of seven bits makes every letter wide. 160 letters are one part,
    161 two of at most 153; wide 70 and 67. Nothing is no part.
    Source: 3GPP TS 23.038 and 23.040 (release 17, 2022-03).
    """
    if all(sign in _SEVEN or sign in _TWICE for sign in text):
        return _parts([2 if sign in _TWICE else 1 for sign in text], ONE_OF_SEVEN, MORE_OF_SEVEN)
    return _parts([len(sign.encode("utf-16-le")) // 2 for sign in text], ONE_WIDE, MORE_WIDE)


def _parts(sizes: list[int], alone: int, together: int) -> int:
    """A sign of two is never cut in half."""
    if sum(sizes) <= alone:
        return int(bool(sizes))
    parts, room = 1, together
    for size in sizes:
        if size > room:
            parts, room = parts + 1, together
        room -= size
    return parts


def may_be_texted(text: str, private: Iterable[str | None]) -> bool:
    """At most two parts, no amount, and none of what is ``private``: a name, an address."""
    seen = text.casefold()
    told = any(word and word.casefold() in seen for word in private)
    return 0 < segments(text) <= MOST_SEGMENTS and not told and "€" not in text
