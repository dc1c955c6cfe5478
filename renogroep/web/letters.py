"""How do many letters become one file for the printer, each on its own pages, address in the window?"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, NextPageTemplate, PageBreak, PageTemplate

from renogroep.identity.models import Municipality
from renogroep.infra.documents import MARGIN, MUTED, REGULAR, Document
from renogroep.infra.i18n import in_language
from renogroep.infra.outbox import OutboxMessage

_LINK = re.compile(r"^(https?://\S+/l/\S+)$", re.MULTILINE)


class _Letter(Document):
    """A letter as a part of a batch: it knows its own pages, the batch makes the file."""

    def parts(self, number: int) -> tuple[list[PageTemplate], list[Any]]:
        """The page templates of this letter, and what flows through them."""
        templates = self._page_templates()
        for template, name in zip(templates, ("first", "next"), strict=True):
            template.id = f"{name}-{number}"
            template.onPageEnd = partial(self._foot, _("Page"))
        opening: list[Any] = [NextPageTemplate(f"first-{number}"), PageBreak()] if number else []
        opening.append(NextPageTemplate(f"next-{number}"))
        self._first_page: int | None = None
        return templates, [*opening, *self._story]

    def _foot(self, word: str, canvas: Canvas, _template: BaseDocTemplate) -> None:
        """Pages are counted per letter: nobody may think that a page is missing."""
        if self._first_page is None:
            self._first_page = canvas.getPageNumber()
        place = canvas.getPageNumber() - self._first_page + 1
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 8.5)
        canvas.drawRightString(A4[0] - MARGIN, 11 * mm, f"{word} {place}")


def batch_pdf(
    municipality: Municipality, messages: Sequence[OutboxMessage], names: Mapping[int | None, str]
) -> bytes:
    """One PDF of all letters, in the order of the list and each in its own language.

    names   of the people whom they are for
    """
    templates: list[PageTemplate] = []
    story: list[Any] = []
    for number, message in enumerate(messages):
        with in_language(message.language):
            letter = _letter(municipality, message, names.get(message.person_id, ""))
            pages, flow = letter.parts(number)
        templates += pages
        story += flow
    buffer = BytesIO()
    file = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=f"{len(messages)}",
        author=municipality.name,
        creator="renogroep",
        lang="nl",
        invariant=1,
    )
    file.addPageTemplates(templates)
    file.build(story)
    return buffer.getvalue()


def _letter(municipality: Municipality, message: OutboxMessage, name: str) -> _Letter:
    letter = _Letter(
        message.subject,
        message.language,
        municipality.name,
        sender_lines=_lines(municipality.name, municipality.postal_address)
        + [municipality.phone, municipality.email],
        recipient_lines=_lines(name, message.address),
    )
    link = _LINK.search(message.body)
    letter.paragraph(message.body)
    if link:
        letter.qr(link.group(1), _("Open your page with the camera of your phone"))
    return letter


def _lines(name: str, address: str) -> list[str]:
    """A comma starts a line: "Rozenstraat 12, 9999 Testgem" is two lines."""
    parts = [part.strip() for part in re.split(r"[\n,]", address)]
    return [name, *[part for part in parts if part]]
