"""In which words does somebody read what we keep about them? The file keeps the short names."""

from collections.abc import Mapping
from typing import Any

from renogroep.infra.i18n import LANGUAGES, shown
from renogroep.journeys.presenters.case_words import CHANNEL_LABELS, FACT_LABELS
from renogroep.journeys.rules.kept import Kept, Reader

_CODES = {
    ("", "language"): LANGUAGES,
    ("", "channel"): CHANNEL_LABELS,
    ("cases", "answer"): FACT_LABELS,
}


def sections(exported: Mapping[str, Mapping[str, Any]]) -> list[Kept]:
    """What all rooms keep, room by room, in the language of the reader; empty sections are left out."""
    reader = Reader(shown, _CODES)
    return [
        reader.read(name, value)
        for parts in exported.values()
        for name, value in parts.items()
        if value
    ]
