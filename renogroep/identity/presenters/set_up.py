"""What does somebody copy into an app on a phone?"""

from typing import Any

import segno
from markupsafe import Markup

from renogroep.identity.rules.second_factor import address_of, in_groups

SCALE = 4


def set_up_page(secret: str, email: str, issuer: str) -> dict[str, Any]:
    """The picture to scan, and the same secret to type."""
    picture = segno.make(address_of(secret, email=email, issuer=issuer), error="m").svg_inline(
        scale=SCALE, light="white", svgclass=None, lineclass=None
    )
    return {
        "picture": Markup(picture),  # noqa: S704 - made of dots by the library, no text in it
        "secret": in_groups(secret, " "),
    }
