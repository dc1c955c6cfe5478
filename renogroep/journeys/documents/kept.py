"""What we keep about somebody, as a paper to take along."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from renogroep.identity.models import Municipality
from renogroep.infra.documents import Document
from renogroep.infra.i18n import day, language_now
from renogroep.journeys.rules.kept import Kept


def kept_paper(sections: Sequence[Kept], municipality: Municipality, on: date) -> bytes:
    """The same words as the page, in the language of the reader."""
    paper = Document(
        _("What we keep about you"),
        language_now(),
        municipality.name,
        _("As it stood on %(day)s", day=day(on)),
        sender_lines=[municipality.name, municipality.phone, municipality.email],
    )
    paper.paragraph(
        _("This is everything, also as a file that you can keep or give to somebody else.")
    )
    for section in sections:
        paper.heading(section.name)
        for title, rows in _blocks(section):
            if title:
                paper.heading(title, level=3)
            paper.key_values(rows)
    return paper.pdf_bytes()


def _blocks(kept: Kept, title: str = "") -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Names with their values, under the name of what they belong to; what is deeper comes after."""
    parts = kept.parts or (kept,)
    plain = [(one.name or "•", one.value) for one in parts if not one.parts]
    if plain:
        yield title, plain
    for one in parts:
        if one.parts:
            yield from _blocks(one, one.name or title)
