"""Can everybody read a neighbourhood's colours?"""

import re
from decimal import Decimal, localcontext

from renogroep.base.errors import Refused

TEXT_RATIO = Decimal("4.5")  # WCAG 2.2, 1.4.3: text
MARK_RATIO = Decimal(3)  # WCAG 2.2, 1.4.11: lines, bars and icons
WHITE, BLACK = "#ffffff", "#000000"

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})\Z", re.ASCII)
_LINEAR_BELOW = Decimal("0.04045")
_SHARES = (Decimal("0.2126"), Decimal("0.7152"), Decimal("0.0722"))


def read_colour(text: str) -> str:
    """The colour as ``#rrggbb`` in lower case; accepts "#abc", "abc" and capitals.

    raises   Refused ``colour.unreadable`` for anything else, with the value in quotes.
    Source: CSS Color 4, hexadecimal notations (2026-11-23).
    """
    found = _HEX.match(text.strip().lower())
    if not found:
        raise Refused(
            "colour.unreadable",
            "“%(value)s” is not a colour. Write it as # and six characters, like #1d5c63.",
            value=text[:40],
        )
    digits = found.group(1)
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def luminance(colour: str) -> Decimal:
    """Relative luminance between 0 (black) and 1 (white).

    raises   Refused when ``colour`` cannot be read.
    Source: WCAG 2.2, definition of relative luminance (2023-10-05).
    """
    value = read_colour(colour)
    parts = (int(value[place : place + 2], 16) for place in (1, 3, 5))
    with localcontext() as context:
        context.prec = 28
        return sum(
            (share * _linear(part) for share, part in zip(_SHARES, parts, strict=True)), Decimal(0)
        )


def _linear(part: int) -> Decimal:
    """One channel 0..255 without the screen's gamma."""
    share = Decimal(part) / 255
    if share <= _LINEAR_BELOW:
        return share / Decimal("12.92")
    return ((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def contrast_ratio(one: str, other: str) -> Decimal:
    """Contrast between 1 (the same) and 21 (black on white); the order does not matter.

    raises   Refused when a colour cannot be read.
    Source: WCAG 2.2, definition of contrast ratio (2023-10-05).
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def text_on(colour: str) -> str:
    """White or black, whichever reads best on ``colour``; white when they tie.

    Source: WCAG 2.2, 1.4.3 (2023-10-05); one of both always reaches 4.5.
    """
    return WHITE if contrast_ratio(WHITE, colour) >= contrast_ratio(BLACK, colour) else BLACK


def check_colours(brand: str, accent: str) -> tuple[str, str]:
    """Both colours as ``#rrggbb`` when people can read a page made with them.

    brand    carries white text and is itself the colour of links and titles on white: 4.5
    accent   colour of lines, bars and marks on white: 3
    raises   Refused ``colour.unreadable``, ``colour.brand_too_light``, ``colour.accent_too_light``.

    Source: WCAG 2.2 AA, 1.4.3 and 1.4.11 (2023-10-05).
    """
    brand, accent = read_colour(brand), read_colour(accent)
    on_white = contrast_ratio(brand, WHITE)
    if on_white < TEXT_RATIO:
        raise Refused(
            "colour.brand_too_light",
            "White text on “%(colour)s” is hard to read: the contrast is %(ratio)s and must be at least %(needed)s. Choose a darker main colour.",
            colour=brand,
            ratio=_shown(on_white),
            needed="4,5",
        )
    on_white = contrast_ratio(accent, WHITE)
    if on_white < MARK_RATIO:
        raise Refused(
            "colour.accent_too_light",
            "Lines and bars in “%(colour)s” are hard to see on white: the contrast is %(ratio)s and must be at least %(needed)s. Choose a darker second colour.",
            colour=accent,
            ratio=_shown(on_white),
            needed="3",
        )
    return brand, accent


def _shown(ratio: Decimal) -> str:
    """Two decimals, cut off: 4,499 must never read as 4,50."""
    return f"{int(ratio * 100) / Decimal(100):.2f}".replace(".", ",")
