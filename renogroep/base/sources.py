"""What does a reader see of a source: its title, and the official page when it has one?

A source is written down with the notes of whoever looked it up: numbers of their own register, and
through whom it was found. Those stay with the rule and reach no page.
"""

import re

OFFICIAL = ("vlaanderen.be", "energiesparen.be", "fluvius.be", "belgium.be", "fgov.be", "europa.eu")
_NOTE = re.compile(
    r"\s*\((?=[^)]*\b(?:bron|via)\b)[^)]*\)"  # (via somebody, bron 123 en 456)
    r"|,?\s*\bbron\s+\d+(?:\s+en\s+\d+)*"
    r"|,?\s*\b[\w ]*\bindex id \d+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(/[^\s;,()]*)?", re.IGNORECASE)


def title_of(source: str) -> str:
    """The source without the notes of whoever looked it up; empty when nothing else is there."""
    parts = (" ".join(part.split()) for part in _NOTE.sub("", source).split(";"))
    return "; ".join(part.strip(" ,") for part in parts if part.strip(" ,"))


def link_of(source: str) -> str:
    """The first address in it that is of a government; else the first that was written in full."""
    found = list(_ADDRESS.finditer(_NOTE.sub("", source)))
    official = next((one for one in found if _is_official(one.group(1))), None)
    if official is not None:
        return f"https://{official.group(1)}{official.group(2) or ''}".rstrip(".")
    full = (one.group(0) for one in found if one.group(0).lower().startswith("http"))
    return next(full, "").rstrip(".")


def _is_official(host: str) -> bool:
    return any(host.lower() == one or host.lower().endswith(f".{one}") for one in OFFICIAL)
