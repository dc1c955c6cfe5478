"""How is an address drawn, so that a phone reads it from the screen?"""

import segno
from markupsafe import Markup

SCALE = 4  # pixels of a dot


def picture(text: str) -> Markup:
    """An SVG for inside a page: dots on white, whatever colours the page has."""
    svg = segno.make(text, error="m").svg_inline(
        scale=SCALE, light="white", svgclass=None, lineclass=None
    )
    return Markup(svg)  # noqa: S704 - made of dots by the library, the text is not in it
